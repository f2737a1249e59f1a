// Building what is measured, starting and stopping it, asking it over HTTP. Node's own modules only.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { createServer } from 'node:net';
import { cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
export const workFolder = path.join(repository, 'bench', 'target');

export const java = process.env.JAVA_HOME ? path.join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
const onLinux = process.platform === 'linux';
const LINUX_TICKS_A_SECOND = 100;

const PATIENCE_MILLIS = 120_000;
const LOOK_AGAIN_MILLIS = 250;

const password = randomBytes(12).toString('base64url');
export const restorePassword = randomBytes(12).toString('base64url');
/** One of the people of a first run, which is told their password by these variables. */
export const as = (name) => ({ name, password });
export const PEOPLE = { HANDOVER_DEMO_PASSWORD: password, HANDOVER_DEMO_RESTORE_PASSWORD: restorePassword };

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Compiles every module, and the bare application, and has Maven write down the class path of each. */
export function build() {
  const goals = ['test-compile', 'dependency:build-classpath', '-Dmdep.includeScope=runtime', '-Dmdep.outputFile=target/bench.classpath'];
  for (const pom of ['pom.xml', 'bench/bare-camunda/pom.xml']) {
    console.error(`building ${pom} …`);
    const done = spawnSync('mvn', ['-q', '-B', '-DskipTests', '-f', pom, ...goals], { cwd: repository, stdio: ['ignore', 2, 2] });
    if (done.status !== 0) {
      throw new Error(`Maven could not build ${pom}${done.error ? `: ${done.error.message}` : '; it says why above'}.`);
    }
  }
}

function classPath(module) {
  const file = path.join(repository, module, 'target', 'bench.classpath');
  return path.join(repository, module, 'target', 'classes') + path.delimiter + readFileSync(file, 'utf8').trim();
}

/** The two applications that can be started; settings are Spring's. */
export const handover = {
  name: 'Handover',
  main: 'org.handover.app.HandoverApplication',
  module: 'app',
  settings: (data) => [`--handover.data=${data}`],
};
export const bare = {
  name: 'bare Camunda',
  main: 'org.handover.bench.bare.BareApplication',
  module: 'bench/bare-camunda',
  settings: (data) => [`--bare.data=${data}`],
};

export function freshFolder(...names) {
  const folder = path.join(workFolder, ...names);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * Starts an application and waits for its first 200 at /actuator/health.
 * `readyMillis` is the time from the start of the JVM to that answer; `cpuSeconds` what the JVM had used of the processors until then (Linux only).
 */
export async function start(application, { data, jvm, settings = [], env = {} }) {
  const port = await freePort();
  const log = createWriteStream(path.join(data, 'bench.log'), { flags: 'a' });
  const began = performance.now();
  const child = spawn(
    java,
    [...jvm, '-cp', classPath(application.module), application.main, ...application.settings(data), `--server.port=${port}`, ...settings],
    { cwd: repository, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } },
  );
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const gone = { yes: false };
  ended.then(() => (gone.yes = true));
  const url = `http://127.0.0.1:${port}`;
  while ((await statusOf(`${url}/actuator/health`)) !== 200) {
    if (gone.yes) {
      throw new Error(`${application.name} ended before it was ready; ${path.join(data, 'bench.log')} says why.`);
    }
    if (performance.now() - began > 180_000) {
      child.kill('SIGTERM');
      throw new Error(`${application.name} was not ready after three minutes; ${path.join(data, 'bench.log')} says how far it came.`);
    }
    await pause(10);
  }
  const readyMillis = performance.now() - began;
  return {
    url,
    pid: child.pid,
    readyMillis,
    cpuSeconds: cpuSeconds(child.pid),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await new Promise((resolve) => log.end(resolve));
    },
  };
}

function statusOf(url) {
  return new Promise((resolve) => {
    const request = http.get(url, { agent: false, timeout: 10_000 }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode));
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(0));
  });
}

/** User and system time of a process so far. */
export function cpuSeconds(pid) {
  if (!onLinux || !existsSync(`/proc/${pid}/stat`)) {
    return null;
  }
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / LINUX_TICKS_A_SECOND;
}

/** One request with JSON both ways; every status comes back, for the caller to judge. */
export async function call(url, { method = 'GET', user, bearer, body, headers = {} } = {}) {
  const authorization = user
    ? { Authorization: `Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}` }
    : bearer ? { Authorization: `Bearer ${bearer}` } : {};
  const response = await fetch(url, {
    method,
    headers: { 'Content-Type': 'application/json', ...authorization, ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: /^[[{]/.test(text) ? JSON.parse(text) : text };
}

export function expect(status, reply, what) {
  if (reply.status !== status) {
    throw new Error(`${what}: ${reply.status} ${JSON.stringify(reply.body)}`);
  }
  return reply.body;
}

export async function until(what, look) {
  const deadline = performance.now() + PATIENCE_MILLIS;
  while (performance.now() < deadline) {
    const seen = await look();
    if (seen) {
      return seen;
    }
    await pause(LOOK_AGAIN_MILLIS);
  }
  throw new Error(`Waited in vain: ${what}.`);
}

export function machine() {
  const version = spawnSync(java, ['-version'], { encoding: 'utf8' }).stderr.split('\n').find((line) => line.includes('Runtime')) ?? 'unknown Java';
  return [
    `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`,
    `${Math.round(totalmem() / 2 ** 30)} GB`,
    `${process.platform}`,
    version.trim(),
    `Node ${process.versions.node}`,
    `load average ${load()}`,
  ].join(', ');
}

export const load = () => loadavg()[0].toFixed(1);

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** Median, 95th and 99th percentile, and the most, as cells of a table. */
export function percentiles(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return [0.5, 0.95, 0.99, 1].map((part) => sorted[Math.ceil(part * sorted.length) - 1].toFixed(0));
}
