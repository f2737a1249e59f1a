// What tools and people wait for: the answer to a start at fifty requests a second, the event of a change, the first act after an approval.
// The requests are sent from here: wrk sends the next one when the last one is answered, which hides how long the others would have waited,
// and Gatling, which keeps a rate, is one more JVM that warms up on the two cores that are measured.
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import { createServer } from 'node:net';
import path from 'node:path';
import { SETTINGS, withdrawDemonstration } from './failover.mjs';
import { as, call, cpuSeconds, expect, freshFolder, handover, load, pause, PEOPLE, percentiles, start, table, until } from './programs.mjs';
import { measureApprovals, measureEvents } from './reactions.mjs';

const A_SECOND = 50;
const WARM_UP = 200;
const NEW_RUNS = 350;
const AGAIN = 500;
const MIXED = ['new', 'again', 'refused', 'again', 'refused'];
const MIXES = 100;
const QUEUED = 500;
const NOTHING_LISTENS = 1;
const REFUSING = WARM_UP + NEW_RUNS;
/** As many as may be open at once. */
const RUNS = REFUSING + NEW_RUNS + MIXES;
export async function measureLoad({ jvm = [] }) {
  const data = freshFolder('load');
  const inventory = path.join(data, 'inventory.yml');
  const silent = await listenAndSayNothing();
  writeFileSync(inventory, JSON.stringify(manySystems(data, silent.address().port))); // JSON is YAML
  const application = await start(handover, {
    data,
    jvm,
    settings: [
      ...SETTINGS,
      `--handover.inventory=${inventory}`,
      '--handover.lab.enabled=true',
      // The starts after these have to wait. No house has so many SSO systems: nobody looks at their masters beside this.
      `--handover.restraint.open-at-once=${RUNS}`,
      '--handover.master-watch=PT0S',
    ],
    env: PEOPLE,
  });
  try {
    const { url } = application;
    await withdrawDemonstration(url);
    const { token } = expect(201, await call(`${url}/api/tokens`, { method: 'POST', user: as('admin'), body: { tool: 'bench', scopes: ['start', 'read'], days: 1 } }), 'token');
    const events = await measureEvents(url, data);
    const approvals = await measureApprovals(url);
    const starts = await measureStarts(application, token);
    return [starts, events, approvals].join('\n\n');
  } finally {
    await application.stop();
    silent.close();
  }
}

/** As a server that hangs. */
function listenAndSayNothing() {
  const server = createServer((socket) => socket.on('error', () => {}));
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.unref())));
}

/**
 * The servers of the first ones refuse connections: a run learns at once that it reaches nobody, and asks a person. Those of the
 * others never answer: a run waits for them.
 */
function manySystems(data, silentPort) {
  const passwordFile = path.join(data, 'console.password');
  writeFileSync(passwordFile, 'never sent', { mode: 0o600 });
  const server = (name, port) => ({ name, host: '127.0.0.1', port, account: 'handover', passwordFile, hostKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIApSjrh5E/DRZsDs0c1/y5mHL9R3RYwLzW73RQ5jZcG6' });
  const restoreFiles = [{ path: 'C:\\Restore\\master.bak', sha256: '5e'.repeat(32), msid: '8f3c1a52-6d0e-4b7a-9c21-5e7f00a4d6b3' }];
  const system = (_, number) => {
    const port = number < REFUSING ? NOTHING_LISTENS : silentPort;
    return { name: nameOf(number), masterSecretServer: serverOf(number, 1), ssoServers: [1, 2, 3].map((one) => server(serverOf(number, one), port)), restoreFiles };
  };
  return { estates: [{ name: 'bench', ssoSystems: Array.from({ length: RUNS + QUEUED }, system) }] };
}

const nameOf = (number) => `SYSTEM${number}`;
const serverOf = (number, one) => `S${number}-${one}`;

async function measureStarts({ url, pid }, token) {
  const agent = new http.Agent({ keepAlive: true });
  let unused = 0;
  let keys = 0;
  const requests = {
    new: () => ({ number: unused++, key: `new-${keys++}` }),
    again: () => ({ number: keys++ % WARM_UP, key: null }),
    refused: () => ({ number: keys++ % WARM_UP, key: `refused-${keys}` }),
  };
  requests.queued = requests.new;
  const firstKeys = new Map();
  const send = (kind) => {
    const { number, key } = requests[kind]();
    if (kind === 'new') firstKeys.set(number, key);
    return post(agent, url, token, key ?? firstKeys.get(number), { ssoSystem: nameOf(number), newMasterSecretServer: serverOf(number, 2), situation: 'master-lost', reason: 'bench/load.mjs' });
  };
  const phases = [
    ['each starts a run, whose servers refuse at once', NEW_RUNS, () => 'new'],
    ['each starts a run, whose servers never answer', NEW_RUNS, () => 'new'],
    ['each repeats a start, with its key', AGAIN, () => 'again'],
    ['each is refused: a run is open', AGAIN, () => 'refused'],
    ['one starts a run, two repeat one, two are refused', MIXES * MIXED.length, (number) => MIXED[number % MIXED.length]],
    ['each waits for its turn: as many are open as are allowed', QUEUED, () => 'queued'],
  ];
  const expected = { new: 201, again: 200, refused: 409, queued: 202 };
  const rows = [];
  const started = [];
  const run = async (name, count, kindOf) => {
    const [before, began] = [cpuSeconds(pid), performance.now()];
    const sent = await atARate(count, (number) => send(kindOf(number)).then((reply) => ({ ...reply, kind: kindOf(number) })));
    const busy = (cpuSeconds(pid) - before) / ((performance.now() - began) / 1000);
    const wrong = sent.find(({ kind, status }) => status !== expected[kind]);
    if (wrong !== undefined) throw new Error(`${name}: ${wrong.kind} was answered with ${wrong.status} ${wrong.text}`);
    started.push(...sent.filter(({ kind }) => kind === 'new').map(({ text }) => JSON.parse(text).id));
    console.error(`${name}: ${percentiles(sent.map(({ millis }) => millis)).join(', ')} ms (JVM ${busy.toFixed(2)} cores, load ${load()})`);
    return [name, count, ...percentiles(sent.map(({ millis }) => millis)), busy.toFixed(2)];
  };
  await run('to warm up', WARM_UP, () => 'new');
  await quiet(url);
  for (const [number, phase] of phases.entries()) {
    rows.push(await run(...phase));
    if (number === 0) {
      const asked = performance.now();
      await quiet(url);
      console.error(`the last of these runs came to a person ${Math.round((performance.now() - asked) / 1000)} s later`);
    }
  }
  await inTheLedger(url, started);
  agent.destroy();
  return [
    `POST /api/failovers as a tool, ${A_SECOND} requests a second, whether earlier ones are answered or not; milliseconds from the moment when a request was due:`,
    '',
    table(['', 'requests', 'median', 'p95', 'p99', 'most', 'cores that the JVM used'], rows),
    '',
    `Each of the ${started.length} runs that were started has its request in its chain of the ledger.`,
  ].join('\n');
}

/** Sends each request when it is due. What a late one waited for counts: for the answers before it nobody waits. */
async function atARate(count, send) {
  const began = performance.now() + 100;
  const answers = [];
  for (let number = 0; number < count; number++) {
    const due = began + (number * 1000) / A_SECOND;
    const early = due - performance.now();
    if (early > 0) await pause(early);
    answers.push(send(number).then((reply) => ({ ...reply, millis: performance.now() - due })));
  }
  return Promise.all(answers);
}

function post(agent, url, token, key, body) {
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', 'Idempotency-Key': key };
    const request = http.request(`${url}/api/failovers`, { agent, method: 'POST', headers }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(parts).toString() }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(JSON.stringify(body));
  });
}

/** Every run that was started waits for a person. */
async function quiet(url) {
  let left = [];
  await until('the runs wait for people', async () => {
    left = expect(200, await call(`${url}/api/failovers?state=checking`, { user: as('operator') }), 'failovers').items;
    return left.length === 0;
  }).catch((problem) => {
    throw new Error(`${problem.message} Still looked at: ${left.map(({ id, nextAct }) => `${id}: ${nextAct}`)}`);
  });
}

async function inTheLedger(url, ids) {
  for (const id of ids) {
    const { items } = expect(200, await call(`${url}/api/failovers/${id}/journal`, { user: as('operator') }), id);
    if (items[0]?.kind !== 'failover.requested') throw new Error(`${id} begins with ${JSON.stringify(items[0])}.`);
  }
}
