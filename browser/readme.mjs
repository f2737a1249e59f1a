// The commands of the README's section for tools, as they stand there, typed into a shell after the walk-through above them.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { until } from './until.mjs';

const SECTION = /^## Start a failover from a tool$([^]*?)^## /m;

/** Each from its `curl` to the end of what is indented under it, without the words behind a #. */
async function commands() {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  return [...SECTION.exec(readme)[1].matchAll(/^ {4}curl (?:.*\\\n)*(?:.*\n {11}.*|.*)$/gm)].map(([command]) => command.replace(/ +# .*$/, ''));
}

export async function readmeForTools({ application, done }) {
  const type = async (command) => {
    const typed = command.replaceAll('http://localhost:8080', application.url).replace(/-u (\w+):\$PASSWORD/, (_, user) => `-u ${user}:${application.password(user)}`);
    const { stdout } = await promisify(execFile)('bash', ['-c', typed], { env: { ...process.env, TOKEN: application.token } });
    return JSON.parse(stdout);
  };
  const [start, state, journal, withdraw, ...others] = await commands();
  assert.deepEqual(others, [], 'every command of the section is known here');

  const opened = await type(start);
  assert.equal(opened.id, 'FO-000002');
  assert.equal((await type(start)).id, opened.id, 'the same key and body again');
  assert.equal((await type(state)).state, 'succeeded');
  assert.ok((await type(journal)).items.some(({ kind }) => kind === 'step.typed'));
  await until('a person is asked, because the master answers', 60_000, async () => (await type(state.replace('FO-000001', opened.id))).state === 'needs-decision');
  assert.equal((await type(withdraw)).id, opened.id);
  done('what the README says to tools is so: each of its commands was typed');
}
