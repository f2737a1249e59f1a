// npm run check:decisions: each decision table is asked by a model, answers everything, and stands in README.md as it is now.
// With --print it writes the table as it has to stand there. Needs Node.js and nothing else.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { diagrams, folder } from './diagrams.js';

const ANYTHING = 'any';
const tables = readdirSync(folder).filter((file) => file.endsWith('.dmn'));
const readme = readFileSync(join(folder, 'README.md'), 'utf8').replaceAll('\r\n', '\n');
const asked = diagrams().flatMap(({ model }) => matches(readFileSync(model, 'utf8'), /camunda:decisionRef="([^"]+)"/g));
const complaints = [];

for (const file of tables) {
  const table = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');
  const complain = (what) => complaints.push(`${file}: ${what}`);
  const rules = matches(table, /<rule [^>]*>([\s\S]*?)<\/rule>/g).map((rule) => ({
    inputs: entries(rule, 'inputEntry'),
    outputs: entries(rule, 'outputEntry'),
  }));
  const written = asMarkdown(table, rules);
  if (process.argv.includes('--print')) console.log(written);
  if (!table.includes(`<decision id="${basename(file, '.dmn')}"`)) complain('its decision is not named like the file');
  if (!table.includes('hitPolicy="FIRST"')) complain('it is not read from above (hitPolicy FIRST)');
  if (!/<decision [^>]*camunda:historyTimeToLive="P3650D"/.test(table)) complain('it is not kept for ten years');
  if (!asked.includes(basename(file, '.dmn'))) complain('no model asks it');
  if (rules.at(-1)?.inputs.some((input) => input !== ANYTHING)) complain('its last rule does not answer everything');
  rules.forEach(({ outputs }, index) => {
    if (outputs.some((output) => output === ANYTHING)) complain(`rule ${index + 1} leaves an answer out`);
  });
  if (!readme.includes(written)) complain('README.md shows another table; run: node workflows/tools/check-decisions.js --print');
}
asked
  .filter((decision) => !tables.includes(`${decision}.dmn`))
  .forEach((decision) => complaints.push(`there is no table ${decision}.dmn, though a model asks it`));

complaints.forEach((complaint) => console.error(complaint));
console.log(`check:decisions: ${tables.length} tables, ${complaints.length} complaints`);
process.exitCode = complaints.length ? 1 : 0;

function asMarkdown(table, rules) {
  const heads = [...matches(table, /<input [^>]*label="([^"]*)"/g), ...matches(table, /<output [^>]*label="([^"]*)"/g)];
  const row = (cells) => `| ${cells.join(' | ')} |`;
  return [row(heads), row(heads.map(() => '---')), ...rules.map(({ inputs, outputs }) => row([...inputs, ...outputs]))].join('\n');
}

/** The cells of a rule, as a person reads them. */
function entries(rule, kind) {
  return matches(rule, new RegExp(`<${kind} [^>]*><text>([\\s\\S]*?)</text>`, 'g')).map(
    (cell) => cell.replaceAll('","', ' or ').replaceAll('"', '').replace('true', 'yes').replace('false', 'no') || ANYTHING,
  );
}

function matches(text, pattern) {
  return [...text.matchAll(pattern)].map((match) => match[1]);
}
