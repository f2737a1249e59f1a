// How long handover-verify.jar takes for evidence of 100,000 entries, the start of its JVM included.
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { freshFolder, java, median, repository, table } from './programs.mjs';

const ENTRIES = 100_000;
const target = (...names) => path.join(repository, 'verify', 'target', ...names);

function run(command, args) {
  const done = spawnSync(command, args, { cwd: repository, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (done.status !== 0) {
    throw new Error(`${command} ${args.join(' ')} ended with ${done.status}: ${done.stdout}`);
  }
  return done.stdout;
}

export function measureVerify({ rounds }) {
  console.error('building handover-verify.jar …');
  run('mvn', ['-q', '-B', '-DskipTests', '-pl', 'verify', 'package', 'dependency:build-classpath', '-Dmdep.outputFile=target/bench.classpath', '-Dmdep.includeScope=runtime']);
  const folder = freshFolder('verify');
  const libraries = readFileSync(target('bench.classpath'), 'utf8').trim();
  const classPath = [target('classes'), target('test-classes'), libraries].join(path.delimiter);
  run(java, ['-cp', classPath, 'org.handover.verify.LargeEvidence', String(ENTRIES), folder]);
  const evidence = path.join(folder, 'evidence.zip');
  const seconds = [];
  for (let round = 1; round <= rounds; round++) {
    const began = performance.now();
    const said = run(java, ['-jar', target('handover-verify.jar'), '--trust', path.join(folder, 'cert.pem'), evidence]);
    seconds.push((performance.now() - began) / 1000);
    if (!said.startsWith('valid\n')) {
      throw new Error(said);
    }
    console.error(`round ${round}: ${seconds.at(-1).toFixed(2)} s`);
  }
  return [
    `Verifying evidence, ${rounds} rounds, \`java -jar handover-verify.jar --trust cert.pem evidence.zip\`; median (least to most):`,
    '',
    table(
      ['entries', 'MB', 'seconds'],
      [[ENTRIES.toLocaleString('en'), Math.round(statSync(evidence).size / 1e6), `${median(seconds).toFixed(2)} (${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)})`]],
    ),
  ].join('\n');
}
