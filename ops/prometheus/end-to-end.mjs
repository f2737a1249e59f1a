// npm run alerts: a dead master secret server becomes a failover, on real parts. The application looks at its masters, Prometheus
// reads what it saw and judges it by the rules that stand beside this file, Alertmanager tells the application, and that opens a
// failover, which waits for people. Then a second server takes itself for the master, and that is an alert too.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, start } from '../../browser/application.mjs';
import { until } from '../../browser/until.mjs';

const RULES = fileURLToPath(new URL('handover-rules.yml', import.meta.url));
const ALERT_LIMIT = 180_000;
const done = (sentence) => console.log(`ok  ${String(Math.round(performance.now() / 1000)).padStart(3)} s  ${sentence}`);

const application = await start({
  HANDOVER_MASTER_WATCH: 'PT2S',
  HANDOVER_INCIDENTS_RULES_0_SOURCE: 'alertmanager',
  HANDOVER_INCIDENTS_RULES_0_WHEN_0_FIELD: 'labels.alertname',
  HANDOVER_INCIDENTS_RULES_0_WHEN_0_MATCHES: 'MasterSecretServerDown',
  HANDOVER_INCIDENTS_RULES_0_SSOSYSTEM: '{labels.sso_system}',
  HANDOVER_INCIDENTS_RULES_0_NEWMASTER: 'SSO02',
});
const folder = await mkdtemp(join(tmpdir(), 'handover-alerts-'));
const programs = [];

/** A program of Debian's, which says at its end what it said. */
function run(command, ...options) {
  const child = spawn(command, options, { stdio: ['ignore', 'pipe', 'pipe'] });
  const program = { command, child, output: '' };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (program.output += text));
  child.once('error', (problem) => (program.output += `${problem.message}: install prometheus and prometheus-alertmanager.`));
  programs.push(program);
}

async function ask(user, method, path, body) {
  const headers = { Authorization: `Basic ${btoa(`${user}:${application.password(user)}`)}`, 'Content-Type': 'application/json' };
  const reply = await fetch(application.url + path, { method, headers, body: body && JSON.stringify(body) });
  const text = await reply.text();
  assert.ok(reply.ok, `${method} ${path}: ${reply.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}

const failovers = async () => (await ask('operator', 'GET', '/api/failovers')).items;
const alerts = async (port) => (await (await fetch(`http://127.0.0.1:${port}/api/v1/alerts`)).json()).data.alerts;
const fires = (all, name) => all.find((alert) => alert.labels.alertname === name && alert.state === 'firing');

try {
  const prometheus = await freePort();
  const alertmanager = await freePort();
  const token = join(folder, 'token');
  await writeFile(token, application.token, { mode: 0o600 });
  const authorization = { credentials_file: token };
  await writeFile(
    join(folder, 'alertmanager.yml'),
    JSON.stringify({
      route: { receiver: 'handover', group_by: ['sso_system'], group_wait: '1s', group_interval: '2s', repeat_interval: '1m' },
      receivers: [
        { name: 'handover', webhook_configs: [{ url: `${application.url}/api/incidents/alertmanager`, http_config: { authorization } }] },
      ],
    }),
  );
  await writeFile(
    join(folder, 'prometheus.yml'),
    JSON.stringify({
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: [RULES],
      alerting: { alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${alertmanager}`] }] }] },
      scrape_configs: [
        {
          job_name: 'handover',
          metrics_path: '/actuator/prometheus',
          authorization,
          static_configs: [{ targets: [new URL(application.url).host] }],
        },
      ],
    }),
  );

  // The first run's own failover makes room.
  await ask('operator', 'POST', `/api/failovers/${application.failover}/withdraw`);

  run('prometheus-alertmanager', `--config.file=${join(folder, 'alertmanager.yml')}`, `--storage.path=${join(folder, 'alertmanager')}`, `--web.listen-address=127.0.0.1:${alertmanager}`, '--cluster.listen-address=');
  run('prometheus', `--config.file=${join(folder, 'prometheus.yml')}`, `--storage.tsdb.path=${join(folder, 'prometheus')}`, `--web.listen-address=127.0.0.1:${prometheus}`);

  const opened = await until('Alertmanager has a failover opened', ALERT_LIMIT, async () => {
    const ended = programs.find(({ child }) => child.exitCode !== null || child.pid === undefined);
    if (ended) throw new Error(`${ended.command} ended: ${ended.output.slice(-2000)}`);
    return (await failovers()).find(({ id }) => id !== application.failover);
  });
  assert.equal(opened.requestedBy, 'incident-tool', 'the tool asked for it');
  assert.equal(opened.newMasterSecretServer, 'SSO02');
  done(`SSO01 is dead: Alertmanager told it, and ${opened.id} was opened`);

  const waiting = await until('it waits for approval', ALERT_LIMIT, async () => {
    const failover = await ask('operator', 'GET', `/api/failovers/${opened.id}`);
    return failover.state === 'awaiting-approval' ? failover : null;
  });
  assert.deepEqual(waiting.tasks.map(({ key }) => key), ['approveChange'], 'an incident approves nothing');
  done('it waits for a person to approve it');

  await ask('operator', 'POST', `/api/failovers/${opened.id}/withdraw`);
  await application.lab.power('SSO01', true);
  await until('the alert is resolved', ALERT_LIMIT, async () => !fires(await alerts(prometheus), 'MasterSecretServerDown'));
  done('SSO01 is back, and the alert is over');

  await application.lab.secondMaster('SSO02');
  const two = await until('two masters are an alert', ALERT_LIMIT, async () => fires(await alerts(prometheus), 'TwoMasterSecretServers'));
  assert.equal(two.labels.sso_system, 'CONTOSO');
  assert.equal((await failovers()).length, 2, 'no rule makes a failover of it');
  done('SSO02 takes itself for the master too: two masters are an alert, and start nothing');
} catch (problem) {
  for (const { command, output } of programs) console.error(`${command}:\n${output.slice(-3000)}`);
  console.error(application.log().slice(-3000));
  throw problem;
} finally {
  for (const { child } of programs) child.kill('SIGTERM');
  await Promise.all(programs.map(({ child }) => child.exitCode !== null || child.pid === undefined || new Promise((resolve) => child.once('exit', resolve))));
  await application.stop();
  await rm(folder, { recursive: true, force: true });
}
