// The answer to a start at fifty requests a second. The requests are sent from here: wrk sends the next one when the last one is answered,
// which hides how long the others would have waited, and Gatling, which keeps a rate, is one more JVM that warms up on the two cores that are measured.
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import { createServer } from 'node:net';
import path from 'node:path';
import { SETTINGS, withdrawDemonstration } from './failover.mjs';
import { as, call, cpuSeconds, expect, freshFolder, handover, load, median, pause, PEOPLE, percentiles, start, table, until, workFolder } from './programs.mjs';
import { ofARequest, statements, writeDownStatements } from './statements.mjs';

const A_SECOND = 50;
const WARM_UP = 300;
const A_PHASE = 500;
const NEW_RUNS = 350;
/** As many as can be open at once. */
const PLACES = 1000;
const MIXED = ['new', 'again', 'refused', 'again', 'refused'];
const COUNTED = 15;
const NOTHING_LISTENS = 1;
const OPEN_AT_ONCE = 5;
const EXPECTED = { run: 201, waits: 202, again: 200, refused: 409 };
const HEAD = ['', 'requests', 'median', 'p95', 'p99', 'most', 'cores that the JVM used'];

export async function measureStarts({ jvm = [] }) {
  const silent = await listenAndSayNothing();
  try {
    const asItComes = await withRestraint(jvm);
    const lifted = await withoutRestraint(jvm, silent);
    return [
      `POST /api/failovers as a tool, ${A_SECOND} requests a second, whether earlier ones are answered or not; milliseconds from the moment when a request was due. As it comes, at most ${OPEN_AT_ONCE} failovers of tools are open at once:`,
      '',
      table(HEAD, asItComes),
      '',
      'With the restraint lifted, so that each start makes a run:',
      '',
      table(HEAD, lifted.rows),
      '',
      `Each of the ${lifted.started} runs that were started had its request in its chain of the ledger.`,
    ].join('\n');
  } finally {
    silent.close();
  }
}

async function withRestraint(jvm) {
  const tool = await begin({ folder: 'starts-as-they-come', jvm, systems: 1000 });
  const mixed = (number) => MIXED[number % MIXED.length];
  try {
    await tool.oneAfterTheOther(OPEN_AT_ONCE);
    await quiet(tool.url);
    await tool.run('to warm up', WARM_UP, mixed);
    return [
      await tool.run('each waits for its turn', A_PHASE, () => 'new'),
      await tool.run('each repeats a start, with its key', A_PHASE, () => 'again'),
      await tool.run('each is refused: a run is open', A_PHASE, () => 'refused'),
      await tool.run('one waits for its turn, two repeat one, two are refused', A_PHASE, mixed),
    ];
  } finally {
    await tool.end();
  }
}

async function withoutRestraint(jvm, silent) {
  const mixedRuns = A_PHASE / MIXED.length;
  const warmUp = PLACES - 2 * NEW_RUNS - mixedRuns;
  const tool = await begin({ folder: 'starts-without-restraint', jvm, systems: PLACES, silentFrom: warmUp + NEW_RUNS, silent, openAtOnce: PLACES });
  try {
    await tool.run('to warm up', warmUp, () => 'new');
    await quiet(tool.url);
    const rows = [await tool.run('each starts a run, whose servers refuse at once', NEW_RUNS, () => 'new')];
    await howLong(tool.url);
    rows.push(await tool.run('each starts a run, whose servers never answer', NEW_RUNS, () => 'new'));
    rows.push(await tool.run('one starts a run, two repeat one, two are refused', A_PHASE, (number) => MIXED[number % MIXED.length]));
    await inTheLedger(tool.url, tool.started);
    return { rows, started: tool.started.length };
  } finally {
    await tool.end();
  }
}

/** The second start of the application writes down what it asks its database. */
export async function countStatements({ jvm = [] }) {
  const counted = { run: [], again: [], refused: [], waits: [] };
  const options = { folder: 'statements', jvm, systems: 4 * COUNTED, openAtOnce: 2 * COUNTED };
  const first = await begin(options);
  await first.end();
  writeDownStatements(first.data);
  const tool = await begin({ ...options, again: true });
  try {
    for (let number = 0; number < 2 * COUNTED; number++) counted.run.push(await tool.one('new'));
    await quiet(tool.url);
    for (const kind of ['again', 'refused']) for (let number = 0; number < COUNTED; number++) counted[kind].push(await tool.one(kind));
    for (let number = 0; number < COUNTED; number++) counted.waits.push(await tool.one('new'));
  } finally {
    await tool.end();
  }
  const all = statements(tool.data);
  const names = { run: 'starts a run', again: 'repeats a start, whose run waits for a person', refused: 'is refused: a run is open', waits: 'waits for its turn' };
  const rows = Object.entries(counted).map(([kind, answers]) => {
    demand(names[kind], answers.map((answer) => ({ ...answer, kind })));
    return [names[kind], median(answers.slice(-COUNTED).map((answer) => ofARequest(all, answer).length))];
  });
  return ['SQL statements of one answer to a tool (median):', '', table(['', 'statements'], rows)].join('\n');
}

/** A server that hangs. */
function listenAndSayNothing() {
  const server = createServer((socket) => socket.on('error', () => {}));
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.unref())));
}

/** An application with many SSO systems, and a tool that starts failovers of them. */
async function begin({ folder, jvm, systems, silentFrom = Infinity, silent, openAtOnce = OPEN_AT_ONCE, again = false }) {
  const data = again ? path.join(workFolder, folder) : freshFolder(folder);
  const inventory = path.join(data, 'inventory.yml');
  writeFileSync(inventory, JSON.stringify(manySystems(data, systems, silentFrom, silent?.address().port))); // JSON is YAML
  // No house has so many SSO systems: nobody looks at their masters beside this.
  const settings = [...SETTINGS, `--handover.inventory=${inventory}`, '--handover.lab.enabled=true', `--handover.restraint.open-at-once=${openAtOnce}`, '--handover.master-watch=PT0S'];
  const application = await start(handover, { data, jvm, settings, env: PEOPLE });
  try {
    if (!again) await withdrawDemonstration(application.url);
    const asked = { tool: 'bench', scopes: ['start', 'read'], days: 1 };
    const { token } = expect(201, await call(`${application.url}/api/tokens`, { method: 'POST', user: as('admin'), body: asked }), 'token');
    return new Tool(application, data, token);
  } catch (problem) {
    await application.stop();
    throw problem;
  }
}

/**
 * The servers of the first ones refuse connections: a run learns at once that it reaches nobody, and asks a person. Those of the
 * others never answer: a run waits for them.
 */
function manySystems(data, systems, silentFrom, silentPort) {
  const passwordFile = path.join(data, 'console.password');
  writeFileSync(passwordFile, 'never sent', { mode: 0o600 });
  const server = (name, port) => ({ name, host: '127.0.0.1', port, account: 'handover', passwordFile, hostKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIApSjrh5E/DRZsDs0c1/y5mHL9R3RYwLzW73RQ5jZcG6' });
  const restoreFiles = [{ path: 'C:\\Restore\\master.bak', sha256: '5e'.repeat(32), msid: '8f3c1a52-6d0e-4b7a-9c21-5e7f00a4d6b3' }];
  const system = (_, number) => {
    const port = number < silentFrom ? NOTHING_LISTENS : silentPort;
    return { name: nameOf(number), masterSecretServer: serverOf(number, 1), ssoServers: [1, 2, 3].map((one) => server(serverOf(number, one), port)), restoreFiles };
  };
  return { estates: [{ name: 'bench', ssoSystems: Array.from({ length: systems }, system) }] };
}

const nameOf = (number) => `SYSTEM${number}`;
const serverOf = (number, one) => `S${number}-${one}`;

class Tool {
  #agent = new http.Agent({ keepAlive: true });
  #application;
  #token;
  #unused = 0;
  #asked = 0;
  /** The SSO systems on which a run is open. */
  #open = [];
  started = [];

  constructor(application, data, token) {
    this.#application = application;
    this.#token = token;
    this.url = application.url;
    this.data = data;
  }

  async oneAfterTheOther(count) {
    for (let number = 0; number < count; number++) await this.one('new');
  }

  async one(kind) {
    const from = Date.now();
    const reply = await this.#send(kind);
    return { ...reply, from, to: Date.now() };
  }

  async run(name, count, kindOf) {
    const { pid } = this.#application;
    const [before, began] = [cpuSeconds(pid), performance.now()];
    const sent = await this.#atARate(count, (number) => this.#send(kindOf(number)));
    const busy = (cpuSeconds(pid) - before) / ((performance.now() - began) / 1000);
    demand(name, sent);
    const row = [name, count, ...percentiles(sent.map(({ millis }) => millis)), busy.toFixed(2)];
    console.error(`${row.join(', ')} (load ${load()})`);
    return row;
  }

  /** Sends each request when it is due. What a late one waited for counts: for the answers before it nobody waits. */
  async #atARate(count, send) {
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

  /** A start of a system that nobody has started; one of an earlier run once more, with its key; or another one there. */
  async #send(kind) {
    const number = kind === 'new' ? this.#unused++ : this.#open[this.#asked++ % this.#open.length];
    const key = kind === 'refused' ? `refused-${this.#asked}` : `new-${number}`;
    const reply = await this.#post(key, { ssoSystem: nameOf(number), newMasterSecretServer: serverOf(number, 2), situation: 'master-lost', reason: 'bench/starts.mjs' });
    if (kind !== 'new') return { ...reply, kind };
    if (reply.status !== EXPECTED.run) return { ...reply, kind: 'waits' };
    this.#open.push(number);
    this.started.push(JSON.parse(reply.text).id);
    return { ...reply, kind: 'run' };
  }

  #post(key, body) {
    return new Promise((resolve, reject) => {
      const headers = { Authorization: `Bearer ${this.#token}`, 'Content-Type': 'application/json', 'Idempotency-Key': key };
      const request = http.request(`${this.url}/api/failovers`, { agent: this.#agent, method: 'POST', headers }, (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(parts).toString() }));
        response.on('error', reject);
      });
      request.on('error', reject);
      request.end(JSON.stringify(body));
    });
  }

  async end() {
    this.#agent.destroy();
    await this.#application.stop();
  }
}

function demand(name, answers) {
  const wrong = answers.find(({ kind, status }) => status !== EXPECTED[kind]);
  if (wrong !== undefined) throw new Error(`${name}: ${wrong.kind} was answered with ${wrong.status} ${wrong.text}`);
}

async function howLong(url) {
  const asked = performance.now();
  await quiet(url);
  console.error(`the last of these runs came to a person ${Math.round((performance.now() - asked) / 1000)} s later`);
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
