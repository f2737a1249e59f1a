// node bench/measure.mjs [startup|failover|load|starts|statements|verify|board|all] [--rounds=7] [--no-build]   prints Markdown; what it means: docs/measured.md
import { build, machine } from './programs.mjs';
import { measureStartup } from './startup.mjs';
import { measureFailover } from './failover.mjs';
import { measureLoad } from './load.mjs';
import { countStatements, measureStarts } from './starts.mjs';
import { measureVerify } from './verify.mjs';
import { measureBoard } from './board.mjs';

const what = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? 'all';
const option = (name, otherwise) => {
  const given = process.argv.find((argument) => argument.startsWith(`--${name}=`));
  return given === undefined ? otherwise : given.slice(name.length + 3);
};
const rounds = Number(option('rounds', 7));
const jvm = option('jvm', undefined)?.split(' ').filter((flag) => flag !== '');

if (!['startup', 'failover', 'load', 'starts', 'statements', 'verify', 'board', 'all'].includes(what) || !(rounds >= 1)) {
  console.error('node bench/measure.mjs [startup|failover|load|starts|statements|verify|board|all] [--rounds=7] [--jvm="-XX:…"] [--no-build]');
  process.exit(2);
}
if (!['verify', 'board'].includes(what) && !process.argv.includes('--no-build')) {
  build();
}
const reports = [`Measured on ${machine()}.`];
if (what === 'startup' || what === 'all') {
  reports.push(await measureStartup({ rounds, jvm }));
}
if (what === 'failover' || what === 'all') {
  reports.push(await measureFailover({ rounds, jvm }));
}
if (what === 'load' || what === 'all') {
  reports.push(await measureLoad({ jvm }));
}
if (what === 'starts') {
  reports.push(await measureStarts({ jvm }));
}
if (what === 'statements' || what === 'all') {
  reports.push(await countStatements({ jvm }));
}
if (what === 'verify' || what === 'all') {
  reports.push(measureVerify({ rounds }));
}
if (what === 'board' || what === 'all') {
  reports.push(measureBoard());
}
console.log(reports.join('\n\n'));
