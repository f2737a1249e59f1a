// The board: each of its pages at the width of a desk and of a phone, light and dark, looked at by axe-core; live, and without script.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { until } from './until.mjs';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const SIZES = { desk: { width: 1400, height: 900 }, phone: { width: 390, height: 760 } };
const SCHEMES = ['light', 'dark'];

/** Looks at what is open in every way in which it can be seen, and takes a picture of each. */
async function lookAt({ seen }, { page }, name) {
  const before = page.viewportSize();
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(async () => Promise.all([...document.images].filter(({ loading }) => loading !== 'lazy').map((image) => image.decode().catch(() => {}))));
      await page.screenshot({ path: join(seen, `${name}-${size}-${colorScheme}.png`), fullPage: true });
      assert.deepEqual(await violations(page), [], `axe-core finds nothing on ${name}, ${size}, ${colorScheme}`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `nothing sticks out: ${name}, ${size}`);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(before);
}

async function violations(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags }), WCAG_22_AA);
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join('; ')}`);
}

/** While the first failover waits for its approval. */
export async function boardBefore(stage, approver) {
  const { application, browser, done } = stage;
  const { failover, url } = application;
  const { page } = approver;
  await page.goto(`${url}/board`);
  await page.getByText('An approver other than').first().waitFor();
  await page.getByText('Live, as of').waitFor();
  await lookAt(stage, approver, 'board');
  await page.getByLabel('State').selectOption('rolled back');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByText('No run is like that.').waitFor();
  assert.equal(new URL(page.url()).searchParams.get('state'), 'rolled-back', 'a filter lives in the address');

  await page.goto(`${url}/board/failovers/${failover}`);
  await page.getByRole('heading', { name: 'Do not now' }).waitFor();
  assert.match(await page.title(), /^DEMONSTRATION/);
  await page.getByText('Live, as of').waitFor();
  await lookAt(stage, approver, 'board-run-waits');
  done('the board says what is true, what is next and what is forbidden; axe-core finds nothing, on a desk and a phone, light and dark');

  const context = await browser.newContext({ storageState: await approver.context.storageState(), javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(`${url}/board/failovers/${failover}`);
  for (const name of ['Do not now', 'Journal', 'People', 'Proofs']) await plain.getByRole('heading', { name, exact: true }).waitFor();
  await plain.getByRole('link', { name: 'Approve the change in Tasklist' }).waitFor();
  await plain.getByText('Without script this page does not move by itself').waitFor();
  await context.close();
  done("a run's page says all of it without script");
}

/** What the page of a run does by itself while somebody else acts. */
export async function movesByItself(stage, watcher, act) {
  const { application, done } = stage;
  const { page } = watcher;
  await page.goto(`${application.url}/board/failovers/${application.failover}`);
  await page.getByText('It waits for approval').first().waitFor();
  await page.getByText('Live, as of').waitFor();
  const entries = await page.locator('#journal tr').count();
  await page.evaluate(() => (document.body.dataset.neverLoadedAgain = ''));
  await act();
  await page.getByText('It waits for the restore password').first().waitFor();
  await page.waitForFunction((before) => document.querySelectorAll('#journal tr').length > before, entries);
  assert.ok(await page.evaluate(() => 'neverLoadedAgain' in document.body.dataset), 'the page moved without being loaded again');
  done("a run's page moves by itself, its journal too, when somebody else acts");
}

/** When the first failover has succeeded. */
export async function boardAfter(stage, operator) {
  const { application, done } = stage;
  const { page } = operator;
  await page.goto(`${application.url}/board/failovers/${application.failover}`);
  await page.getByRole('heading', { name: 'Who each server takes for the master' }).waitFor();
  assert.equal(await page.locator('[aria-labelledby=beliefs] tbody tr').count(), 3, 'each server says whom it takes for the master');
  await lookAt(stage, operator, 'board-run-ended');
  await page.goto(`${application.url}/board/start`);
  await page.getByLabel('Reason, for the one who approves').waitFor();
  await lookAt(stage, operator, 'board-start');
  done('the page of an ended run has checks, proofs and what each server believes as tables');
}

/** A page stays open while the application is stopped and comes back. */
export async function outlivesARestart({ application, done }, watcher, restart) {
  const { page } = watcher;
  watcher.expect(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/);
  await page.goto(`${application.url}/board/failovers/${application.failover}`);
  await page.getByText('Live, as of').waitFor();
  await page.evaluate(() => (document.body.dataset.neverLoadedAgain = ''));
  const dead = page.getByText('Not live: Handover does not answer.').waitFor({ timeout: 120_000 });
  await restart();
  await dead;
  await page.getByText('Live, as of').waitFor({ timeout: 30_000 });
  assert.ok(await page.evaluate(() => 'neverLoadedAgain' in document.body.dataset), 'the page lived through it without being loaded again');
  done('an open page says that it is not live while the application is away, and is live again when it is back');
}

/** Cockpit shows a process instance with a tab that leads to its run. */
export async function tabInCockpit({ application, seen, done }, operator) {
  const { page } = operator;
  await page.goto(application.url);
  const [open] = (await operator.api('GET', `/api/failovers/${application.failover}`)).body.tasks;
  const { body: task } = await operator.api('GET', `/camunda/api/engine/engine/default/task/${open.id}`);
  await page.goto(`${application.url}/camunda/app/cockpit/default/#/process-instance/${task.processInstanceId}/runtime`);
  await page.getByRole('link', { name: 'Handover', exact: true }).last().click();
  await page.getByRole('link', { name: `${application.failover} on the board` }).waitFor();
  await page.locator('td code', { hasText: 'ssomanage' }).first().waitFor();
  await page.screenshot({ path: join(seen, 'cockpit-tab.png') });
  done('Cockpit shows the journal of a process instance, and leads to its run on the board');
}

/** What an auditor asks, once a run has ended. */
export async function auditPage(stage, auditor) {
  const { application, done } = stage;
  const { page } = auditor;
  await page.goto(`${application.url}/board/audit`);
  await page.getByRole('button', { name: 'Verify every entry and every head' }).click();
  await page.getByText('Nothing was altered, removed, reordered or cut off').waitFor();
  await page.getByRole('heading', { name: 'Who approved what' }).waitFor();
  await lookAt(stage, auditor, 'board-audit');
  done('an auditor sees who approved what, how long steps took, and has the whole ledger verified');

  await page.getByRole('link', { name: 'Notifications' }).click();
  await page.getByText('no target is configured').first().waitFor();
  await lookAt(stage, auditor, 'board-notifications');
  done('an auditor sees that nobody is told of anything as long as no target is configured');
}

/** The list while the master is watched, and what an operator sees and stops of what tools start. */
export async function whatToolsStart(stage, operator) {
  const { application, done } = stage;
  const { page } = operator;
  await page.goto(`${application.url}/board`);
  await page.locator('#systems').getByText(/(answers, and its ENTSSO runs|does not answer)\./).first().waitFor({ timeout: 60_000 });
  await page.getByText('Live, as of').waitFor();
  await lookAt(stage, operator, 'board-watched');
  done('the board says what was seen last of the master of an SSO system, and when');

  await page.getByRole('link', { name: 'Tools', exact: true }).click();
  for (const why of ['Nothing waits:', 'Nothing was refused:', 'There is none:']) await page.getByText(why).waitFor();
  await lookAt(stage, operator, 'board-tools');
  await page.getByText('Stop all starts by tools').click();
  await page.getByLabel('Reason, for whoever is refused').fill('The network is being changed until 04:00; call the desk instead.');
  await page.getByRole('button', { name: 'Stop them' }).click();
  await page.getByRole('heading', { name: 'Tools start nothing now' }).waitFor();
  const refused = await fetch(`${application.url}/api/failovers`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${application.token}`, 'Content-Type': 'application/json', 'Idempotency-Key': 'while-switched-off' },
    body: JSON.stringify({ ssoSystem: 'CONTOSO', newMasterSecretServer: 'SSO03', situation: 'master-lost', reason: 'It does not answer.' }),
  });
  assert.ok(!refused.ok, 'no tool starts anything now');
  await page.reload();
  await page.locator('[aria-labelledby=refused] td', { hasText: 'to SSO03' }).waitFor();
  await lookAt(stage, operator, 'board-tools-off');
  await page.goto(`${application.url}/board`);
  await page.getByText('operator has switched off what tools start').waitFor();
  await lookAt(stage, operator, 'board-tools-off-list');
  await page.goto(`${application.url}/board/tools`);
  await page.getByText('Let tools start failovers again').click();
  await page.getByLabel('Reason, for whoever is refused').fill('The network is as it was.');
  await page.getByRole('button', { name: 'Let them start' }).click();
  await page.getByRole('heading', { name: 'Tools may start failovers' }).waitFor();
  done('an operator stops what tools start, sees what was refused meanwhile, and lets them start again');
}

/** Nobody takes what these targets are told: one refuses it, one is not there. */
export const deafTargets = ({ url }) => ({
  HANDOVER_URL: url,
  HANDOVER_NOTIFICATIONS_TARGETS_DESK_TYPE: 'webhook',
  HANDOVER_NOTIFICATIONS_TARGETS_DESK_URL: `${url}/nobody-takes-it`,
  HANDOVER_NOTIFICATIONS_TARGETS_DESK_SECRET: 'a-key-of-the-browser-run',
  HANDOVER_NOTIFICATIONS_TARGETS_CHAT_TYPE: 'slack',
  HANDOVER_NOTIFICATIONS_TARGETS_CHAT_URL: 'http://127.0.0.1:9/',
});

/** When runs have happened of which the targets were to be told. */
export async function notDelivered(stage, administrator) {
  const { application, done } = stage;
  const { page } = administrator;
  await page.goto(`${application.url}/board/notifications`);
  await until('something was refused, and something is tried again', 60_000, async () => {
    await page.reload();
    return (await page.locator('[aria-labelledby=undelivered] tbody tr').count()) > 0 && (await page.locator('[aria-labelledby=waiting] tbody tr').count()) > 0;
  });
  await page.getByRole('button', { name: 'Try it again' }).first().waitFor();
  await page.getByText('Nothing has been delivered yet').waitFor();
  await lookAt(stage, administrator, 'board-not-delivered');
  done('an administrator sees what was not delivered to whom, and why');
}
