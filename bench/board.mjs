// How long the board's pages take with ten thousand runs, a hundred thousand, and a million: the cost of a page must not grow with history.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { freshFolder, java, repository } from './programs.mjs';

const RUNS = 1_000_000;
const target = (...names) => path.join(repository, 'app', 'target', ...names);

function run(command, args) {
  const done = spawnSync(command, args, { cwd: repository, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1e8 });
  if (done.status !== 0) throw new Error(`${command} ended with ${done.status}: ${done.stdout}`);
  return done.stdout;
}

export function measureBoard() {
  console.error(`making ${RUNS.toLocaleString('en')} runs …`);
  run('mvn', ['-q', '-B', '-DskipTests', '-pl', 'app', '-am', 'test-compile', 'dependency:build-classpath', '-Dmdep.outputFile=target/bench.classpath', '-Dmdep.includeScope=test']);
  const classPath = [target('test-classes'), target('classes'), readFileSync(target('bench.classpath'), 'utf8').trim()].join(path.delimiter);
  const said = run(java, ['-cp', classPath, 'org.handover.app.lab.BoardAtScale', String(RUNS), freshFolder('board')]);
  return [`The board, 50 requests of each page after 10 to warm up, over HTTP, page and all; blocks that PostgreSQL reads for one of them:`, '', said.slice(said.indexOf('| page |')).trim()].join('\n');
}
