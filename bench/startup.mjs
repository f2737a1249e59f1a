// How long the application takes until it answers, beside a bare Camunda application; docs/measured.md says what is compared.
import { bare, freshFolder, handover, load, median, start, table } from './programs.mjs';

const WITHOUT_LAB = ['--handover.lab.enabled=false'];
// What `mvn spring-boot:run` gives every application.
export const JVM = ['-XX:TieredStopAtLevel=1'];

const candidates = [
  { application: bare, settings: [] },
  { application: handover, settings: WITHOUT_LAB },
];

/** Starts both in turn, each on the data that its first start left, and in the other order every other round. */
export async function measureStartup({ rounds, jvm = JVM }) {
  const measured = candidates.map((candidate) => ({ ...candidate, data: freshFolder('startup', candidate.application.module.replace('/', '-')), runs: [] }));
  for (const one of measured) {
    console.error(`first start of ${one.application.name} …`);
    // The second start is not counted either: the system's caches are filled by it.
    for (let warmUp = 0; warmUp < 2; warmUp++) {
      await (await start(one.application, { ...one, jvm })).stop();
    }
  }
  for (let round = 1; round <= rounds; round++) {
    for (const one of round % 2 ? measured : [...measured].reverse()) {
      const before = load();
      const running = await start(one.application, { ...one, jvm });
      await running.stop();
      one.runs.push(running);
      console.error(`round ${round}: ${one.application.name} ready after ${seconds(running.readyMillis)} s, ${running.cpuSeconds ?? '?'} s of processor (load ${before})`);
    }
  }
  return report(measured, jvm);
}

function report(measured, jvm) {
  const [reference, ours] = measured.map(({ runs }) => runs);
  const row = (what, of, digits) => {
    const [theirs, own] = [reference.map(of), ours.map(of)];
    return [what, ...[theirs, own].map((values) => spread(values, digits)), (median(own) / median(theirs)).toFixed(2)];
  };
  const rows = [row('ready after, s', (run) => run.readyMillis / 1000, 2)];
  if (reference.every((run) => run.cpuSeconds !== null)) {
    rows.push(row('processor time of the JVM until then, s', (run) => run.cpuSeconds, 2));
  }
  return [
    `Start-up, ${ours.length} rounds, \`java ${jvm.join(' ')}\`; median (least to most):`,
    '',
    table(['', bare.name, handover.name, 'ratio of medians'], rows),
  ].join('\n');
}

const seconds = (milliseconds) => (milliseconds / 1000).toFixed(2);
const spread = (values, digits) =>
  `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)})`;
