// What a failover takes of its own: the wall time without people, without the agreed wait, and without the commands; docs/measured.md.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { as, call, expect, freshFolder, handover, load, median, pause, PEOPLE, restorePassword, start, table, until } from './programs.mjs';
import { JVM } from './startup.mjs';

const AGREEMENT_WAIT_MILLIS = 4000;
export const SETTINGS = [
  `--handover.agreement-wait=PT${AGREEMENT_WAIT_MILLIS / 1000}S`,
  '--handover.lab.poll-seconds=1',
  '--handover.lab.start-seconds=1',
];
// A person is never faster; it also lets what belongs to the step before come to its end.
export const THINKING_MILLIS = 300;

const ANSWERS = {
  approveChange: { user: as('approver'), body: { decision: 'approve' } },
  giveRestorePassword: { user: as('operator'), body: { decision: 'continue' } },
  confirmFormerMasterIsDown: { user: as('operator'), body: { decision: 'down', justification: 'The lab switched it off.' } },
  confirmResult: { user: as('operator'), body: { decision: 'accept' } },
  takeFreshBackup: { user: as('operator'), body: { decision: 'skip' } },
};

/**
 * Starts the application once for each round, for the first failover that it carries out and a later one. One more start comes
 * before: it opens the demonstration, so its own first failover would not be the first.
 */
export async function measureFailover({ rounds, jvm = JVM }) {
  const data = freshFolder('failover');
  const measured = { 'first after a start': [], later: [] };
  for (let round = 0; round <= rounds; round++) {
    const application = await start(handover, { data, jvm, settings: SETTINGS, env: PEOPLE });
    try {
      if (round === 0) {
        await withdrawDemonstration(application.url);
        continue;
      }
      for (const [kind, failovers] of Object.entries(measured)) {
        const lab = JSON.parse(readFileSync(path.join(data, 'lab', 'lab.json'), 'utf8'));
        const newMaster = await loseTheMaster(lab);
        const before = load();
        const failover = account(await carryOut(application.url, newMaster));
        failovers.push(failover);
        console.error(`round ${round}, ${kind}: ${failover.own} ms of its own in ${failover.wall} ms (load ${before})`);
      }
    } finally {
      await application.stop();
    }
  }
  return report(measured);
}

/** The first run's own failover makes room for ours. */
export async function withdrawDemonstration(url) {
  await until('the demonstration waits for approval', async () => {
    const { status, body } = await call(`${url}/api/failovers`, { user: as('operator') });
    return status === 200 && body.items[0]?.tasks.some((task) => task.key === 'approveChange');
  });
  expect(200, await call(`${url}/api/failovers/FO-000001/withdraw`, { method: 'POST', user: as('operator') }), 'withdraw');
}

/**
 * Switches every server on but the master, and waits until the others have noticed; who is the next in the row becomes master.
 */
export async function loseTheMaster(lab) {
  const ask = async (where) => expect(200, await call(lab.http + where, { bearer: lab.token }), where);
  const power = async (name, on) => {
    const reply = await call(`${lab.http}/servers/${name}/power`, { method: 'POST', bearer: lab.token, body: { on } });
    if (reply.status >= 300) {
      throw new Error(`power of ${name}: ${JSON.stringify(reply.body)}`);
    }
  };
  const state = await ask('/state');
  const master = state.masterSecretServer;
  const members = state.servers.map((server) => server.name).filter((name) => name !== master);
  for (const { name, poweredOn } of state.servers) {
    if (!poweredOn && name !== master) {
      await power(name, true);
    }
  }
  await until('the members have their secret', async () => {
    const { servers } = await ask('/state');
    return servers.every((server) => server.name === master || (server.role?.startsWith('MEMBER') && (server.msidsInMemory.length > 0 || !state.servers.find((was) => was.name === master).poweredOn)));
  });
  if (state.servers.find((server) => server.name === master).poweredOn) {
    await power(master, false);
  }
  // Longer than two polls: a member then has logged that it lost its master.
  await pause(2500);
  return members[0];
}

/** Drives a failover as people and tools do, and notes when each of them was asked and when they answered. */
export async function carryOut(url, newMasterSecretServer, whenStarted = async () => {}) {
  const body = { ssoSystem: 'CONTOSO', newMasterSecretServer, situation: 'master-lost', reason: 'bench/measure.mjs' };
  const posted = Date.now();
  const { id } = expect(201, await call(`${url}/api/failovers`, { method: 'POST', user: as('operator'), body }), 'start');
  await whenStarted(id);
  const get = async () => expect(200, await call(`${url}/api/failovers/${id}`, { user: as('operator') }), id);
  const people = [];
  const ended = await until(`${id} succeeds`, async () => {
    const failover = await get();
    const task = failover.tasks.find((open) => !people.some((done) => done.id === open.id));
    if (task !== undefined) {
      people.push({ id: task.id, key: task.key, from: Date.parse(task.createdAt), to: await answer(url, id, task) });
    }
    return failover.finishedAt ? failover : null;
  });
  if (ended.state !== 'succeeded') {
    throw new Error(`${id} ended as ${ended.state}.`);
  }
  const journal = expect(200, await call(`${url}/api/failovers/${id}/journal`, { user: as('auditor') }), 'journal').items;
  return { id, from: posted, to: Date.parse(ended.finishedAt), people, journal };
}

/** @returns when the answer was sent; what the application then does with it is its own time */
async function answer(url, failover, { id, key }) {
  const known = ANSWERS[key];
  if (known === undefined) {
    const entries = (await call(`${url}/api/failovers/${failover}/journal`, { user: as('auditor') })).body.items;
    throw new Error(`${failover} asks for ${key}, which this script does not answer: ${JSON.stringify(entries.at(-1))}`);
  }
  await pause(THINKING_MILLIS);
  if (key === 'giveRestorePassword') {
    const given = await call(`${url}/api/failovers/${failover}/restore-password`, { method: 'PUT', user: known.user, body: { password: restorePassword } });
    expect(204, given, 'restore password');
  }
  const sent = Date.now();
  expect(204, await call(`${url}/api/tasks/${id}/decision`, { method: 'POST', user: known.user, body: known.body }), key);
  return sent;
}

/** What the application does on a server: a command, a file over SFTP, an attempt that failed, such as to reach a server that is down. */
export const TOOK_ITS_TIME = ['step.typed', 'step.transferred', 'step.console'];

const PARTS = {
  request: 'from the request to the first command',
  within: 'between two commands of a step: its entries in the journal, the wall, the intent',
  steps: 'from the last command of a step to the first of the next one',
  people: 'from the last command to a task, from an answer to the next command',
  timer: 'the agreed wait, beyond its time',
};

/** Splits the time from the request to the end into what others took and what is ours, and ours by what it lies between. */
function account({ id, from, to, people, journal }) {
  const commands = journal
    .filter(({ kind }) => TOOK_ITS_TIME.includes(kind))
    .map(({ data }) => ({ step: data.step, command: data.command, from: Date.parse(data.startedAt), to: Date.parse(data.startedAt) + data.tookMillis }));
  const others = merged([...people, ...commands]);
  const gaps = [];
  let before = { to: from, request: true };
  for (const next of [...others, { from: to, end: true }]) {
    gaps.push({ part: partBetween(before, next), millis: next.from - before.to, before, next });
    before = next;
  }
  const timer = gaps.filter(({ part }) => part === 'timer');
  if (timer.length !== 1 || timer[0].millis < AGREEMENT_WAIT_MILLIS) {
    throw new Error(`${id}: the agreed wait of ${AGREEMENT_WAIT_MILLIS} ms is not where it should be.`);
  }
  timer[0].millis -= AGREEMENT_WAIT_MILLIS;
  const total = (list, of) => list.reduce((sum, one) => sum + of(one), 0);
  const lasted = ({ from: start, to: end }) => end - start;
  return {
    wall: to - from,
    people: total(others.filter((other) => !other.step), lasted),
    commands: total(others.filter((other) => other.step), lasted),
    typed: commands.length,
    entries: journal.length,
    own: total(gaps, ({ millis }) => millis),
    part: (name) => total(gaps.filter(({ part }) => part === name), ({ millis }) => millis),
    each: (name) => median(gaps.filter(({ part }) => part === name).map(({ millis }) => millis)),
    gaps,
  };
}

function partBetween(before, next) {
  if (before.request) {
    return 'request';
  }
  if (!before.step || !next.step) {
    return 'people';
  }
  if (before.step === next.step) {
    return 'within';
  }
  return next.step === 'verifyPromotion' ? 'timer' : 'steps';
}

/** In their order, and where two overlap (commands on several servers at once) as one. */
function merged(intervals) {
  const result = [];
  for (const interval of [...intervals].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last !== undefined && interval.from <= last.to) {
      last.to = Math.max(last.to, interval.to);
    } else {
      result.push({ ...interval });
    }
  }
  return result;
}

function report(measured) {
  const kinds = Object.keys(measured);
  const row = (what, of) => [what, ...kinds.map((kind) => spread(measured[kind].map(of)))];
  return [
    `Failovers, in milliseconds; median (least to most):`,
    '',
    table(
      ['', ...kinds.map((kind) => `${kind} (${measured[kind].length})`)],
      [
        row('**its own time**', (failover) => failover.own),
        ...Object.entries(PARTS).map(([part, what]) => row(what, (failover) => failover.part(part))),
        row('one pause between two commands of a step (median of a failover)', (failover) => failover.each('within')),
        row('one change from step to step (median of a failover)', (failover) => failover.each('steps')),
        row('not its own: commands, files, failed attempts', (failover) => failover.commands),
        row('not its own: people', (failover) => failover.people),
        row('not its own: the agreed wait', () => AGREEMENT_WAIT_MILLIS),
        row('from the request to the end', (failover) => failover.wall),
        row('commands, files and failed attempts', (failover) => failover.typed),
        row('entries in the journal', (failover) => failover.entries),
      ],
    ),
  ].join('\n');
}

const spread = (values) => {
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => value.toFixed(0));
  return least === most ? least : `${median(values).toFixed(0)} (${least} to ${most})`;
};
