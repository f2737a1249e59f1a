// Starts the application as a newcomer does, on a free port and with an empty data folder, and reads what it prints.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './until.mjs';

const COMMAND = process.env.HANDOVER_BROWSER_COMMAND ?? 'mvn -q -B spring-boot:run';
const START_LIMIT = 300_000;
const STOP_LIMIT = 45_000;

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** What the first start prints for a person, from its first line to its last. */
function printed(output) {
  const block = /^ {2}Handover is ready: (\S+)$[^]*?^ {2}Failover (\S+) waits for approval.*$/m.exec(output);
  if (!block) return null;
  const secretOf = (label) => new RegExp(`^ +${label} +(\\S+)$`, 'm').exec(block[0])?.[1];
  return {
    text: block[0],
    url: block[1],
    failover: block[2],
    password: (user) => secretOf(user),
    token: /bearer token of incident-tool: (\S+)/.exec(block[0])?.[1],
    snapInPassword: /\(snap-in\): \S+ with (\S+)/.exec(block[0])?.[1],
    restorePassword: /Restore password of the lab's restore file: (\S+)/.exec(block[0])?.[1],
  };
}

/** One process of the application, from its start until what it prints is found. */
async function run(environment, what, found) {
  let output = '';
  const child = spawn(COMMAND, {
    shell: '/bin/bash',
    cwd: new URL('..', import.meta.url),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let exited = false;
  const ended = new Promise((resolve) => child.once('exit', resolve)).then(() => (exited = true));
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (output += text));

  async function stop() {
    if (exited) return;
    process.kill(child.pid, 'SIGTERM');
    const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), STOP_LIMIT);
    await ended;
    clearTimeout(timer);
  }

  try {
    const says = await until(what, START_LIMIT, () => {
      if (exited) throw new Error(`The application ended:\n${output.slice(-4000)}`);
      return found(output);
    });
    return { says, stop, log: () => output };
  } catch (problem) {
    await stop();
    throw problem;
  }
}

/** @param settings of the environment, beside those that every run here has */
export async function start(settings = {}) {
  const data = await mkdtemp(join(tmpdir(), 'handover-browser-'));
  const environment = {
    SERVER_PORT: String(await freePort()),
    HANDOVER_DATA: data,
    // The lab's servers poll every 2 s instead of every 30 s to 60 s, so the run need not wait 65 s for them.
    HANDOVER_AGREEMENT_WAIT: 'PT5S',
    HANDOVER_POLL_LIMIT: 'PT5S',
    HANDOVER_LAB_POLL_SECONDS: '2',
    ...settings,
  };
  const remove = () => rm(data, { recursive: true, force: true });
  try {
    let running = await run(environment, 'the application says that its failover waits for approval', printed);
    let before = '';
    return {
      ...running.says,
      lab: lab(join(data, 'lab', 'lab.json')),
      consoleKey: join(data, 'keys', 'console'),
      /** What all its processes said. */
      log: () => before + running.log(),
      /** Once more, with these estates beside the demonstration, and more settings; whoever was signed in still is. */
      restartWith: async (estates, more = {}) => {
        const inventory = join(data, 'inventory.yml');
        await writeFile(inventory, JSON.stringify({ estates })); // JSON is YAML
        await running.stop();
        before += running.log();
        const wider = { ...environment, HANDOVER_INVENTORY: inventory, HANDOVER_LAB_ENABLED: 'true', ...more };
        running = await run(wider, 'the application is ready again', (output) => /^ {2}Handover is ready/m.test(output));
      },
      stop: async () => {
        await running.stop();
        await remove();
      },
    };
  } catch (problem) {
    await remove();
    throw problem;
  }
}

/** The lab's own control: what happens to a server, such as losing its power. Its token is another one after each start. */
function lab(handedOver) {
  const read = async () => JSON.parse(await readFile(handedOver, 'utf8'));
  const ask = async (method, path, body) => {
    const { http, token } = await read();
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const answer = await fetch(http + path, { method, headers, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`The lab refused: ${await answer.text()}`);
  };
  return {
    read,
    power: (server, on) => ask('POST', `/servers/${server}/power`, { on }),
    /** From the restart of its ENTSSO on the server takes itself for the master, whatever the SSO database names. */
    secondMaster: async (server) => {
      await ask('POST', `/servers/${server}/faults`, { id: 'second-master', settings: {} });
      for (const action of ['stop', 'start']) await ask('POST', `/servers/${server}/service`, { name: 'ENTSSO', action });
    },
  };
}
