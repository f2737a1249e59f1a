// The walk through the README: a failover from the first start to its end.
import assert from 'node:assert/strict';
import { auditPage, boardAfter, boardBefore, movesByItself, tabInCockpit } from './board.mjs';

const WRONG_PASSWORD = 'not-the-restore-password';
const FRESH_PASSWORD = 'a new one, for the fresh backup';

export async function firstRun(stage) {
  await theTerminal(stage);
  const administrator = await closedDoors(stage);
  const { arrive, application } = stage;
  const approver = await arrive('approver');
  const operator = await stage.arriveWithProfile('operator');
  await approver.signIn(application.password('approver'));
  await operator.signIn(application.password('operator'));
  await approve(stage, approver, operator);
  await promote(stage, operator);
  await result(stage, operator);
  return { operator, approver, administrator };
}

async function theTerminal({ application, browser, image, done }) {
  const { text } = application;
  const secrets = ['operator', 'approver', 'auditor', 'admin', 'incident-tool'].map(application.password);
  secrets.push(application.token, application.restorePassword, application.snapInPassword);
  secrets.forEach((secret) => assert.ok(secret, 'every user, the token, the restore password and the one for the snap-in are printed'));
  const masked = secrets.reduce((shown, secret) => shown.replace(secret, '•'.repeat(secret.length)), text);
  const page = await browser.newPage({ viewport: { width: 1400, height: 500 } });
  await page.setContent('<pre style="margin:0;padding:24px;font:17px/1.45 monospace;color:#e6e6e6;background:#16191d;white-space:pre-wrap"></pre>');
  await page.evaluate((lines) => (document.querySelector('pre').textContent = lines), `$ mvn spring-boot:run\n\n${masked}`);
  await page.locator('pre').screenshot({ path: image('start') });
  await page.close();
  done('the terminal says who may sign in, and that a failover waits for approval');
}

async function closedDoors({ application, arrive, done }) {
  const { url } = application;
  const stranger = await arrive('stranger');
  const { page } = stranger;
  for (const path of ['/', '/camunda/app/tasklist/default/', '/camunda/app/cockpit/default/', '/camunda/app/admin/default/setup/#/setup']) {
    await page.goto(url + path);
    assert.equal(new URL(page.url()).pathname, '/login', `a stranger who opens ${path} is asked to sign in`);
  }
  stranger.expect(/status of 40[13]/);
  const profile = { profile: { id: 'mallory', firstName: 'M', lastName: 'M' }, credentials: { password: 'mallory-mallory' } };
  for (const [method, path, body] of [
    ['POST', '/camunda/api/admin/setup/default/user/create', profile],
    ['POST', '/camunda/api/admin/auth/user/default/login/tasklist'],
    ['GET', '/camunda/api/engine/engine/default/task'],
    ['GET', '/engine-rest/task'],
    ['GET', '/api/failovers'],
  ]) {
    const { status } = await stranger.api(method, path, body);
    assert.ok([401, 403].includes(status), `${method} ${path} is closed to a stranger, not ${status}`);
  }
  await page.getByLabel('User name').fill('stranger');
  await page.getByLabel('Password').fill('anything');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('The user name or the password is wrong.').waitFor();

  const admin = await arrive('admin');
  await admin.signIn(application.password('admin'));
  admin.expect(/status of 403/);
  assert.equal((await admin.api('POST', '/camunda/api/admin/setup/default/user/create', profile)).status, 403);
  const setup = await admin.page.goto(`${url}/camunda/app/admin/default/setup/`);
  assert.equal(setup.status(), 403, "Camunda's page for a first administrator is closed");
  done('every door is closed to a stranger, and the page for a first administrator to everybody');
  return admin;
}

async function approve(stage, approver, operator) {
  const { application, arrive, image, pictures, done } = stage;
  const { page } = approver;
  const { failover, url } = application;
  await page.getByText('DEMONSTRATION').first().waitFor();
  await page.screenshot({ path: image('overview'), clip: { x: 0, y: 0, width: 1400, height: 700 } });
  await boardBefore(stage, approver);
  const phone = await arrive('approver', { viewport: { width: 390, height: 760 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
  await phone.signIn(application.password('approver'));
  await phone.page.goto(`${url}/board/failovers/${failover}`);
  await phone.page.getByText('DEMONSTRATION').first().waitFor();
  assert.ok(await phone.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out of a phone');
  await phone.page.screenshot({ path: image('overview-phone') });
  done('the board shows the waiting failover, its next act, and that it is a demonstration');

  const [task] = (await approver.api('GET', `/api/failovers/${failover}`)).body.tasks;
  operator.expect(/status of 403/);
  assert.equal((await operator.api('POST', `/api/tasks/${task.id}/decision`, { decision: 'approve' })).status, 403);
  const forged = await operator.page.evaluate(async (path) => (await fetch(path, { method: 'POST' })).status, `/api/failovers/${failover}/withdraw`);
  assert.equal(forged, 403, "a change without the page's token is refused");
  await operator.page.goto(`${url}/camunda/app/tasklist/default/`);
  await operator.page.getByText('Tasks for my groups').waitFor();
  await operator.page.getByText('No task matching filters found').waitFor();
  done('an operator sees no task to approve, and cannot approve it by its number');

  await approver.take(failover, 'Approve the change');
  await page.getByText('becomes the master secret server of SSO system CONTOSO').waitFor();
  await page.getByText('ssomanage.exe" -updatedb').waitFor();
  await page.getByText('<secretServer>SSO02</secretServer>').waitFor();
  await page.getByLabel('I have read the plan above').check();
  await pictures(approver, 'approve');
  await movesByItself(stage, operator, () => approver.complete('Approve the change'));
  await tabInCockpit(stage, operator);
  done('the approver reads the plan with its exact commands, and approves it');
}

async function promote(stage, operator) {
  const { application, pictures, done } = stage;
  const { page } = operator;
  const { failover } = application;
  await giveRestorePassword(stage, operator, failover, 'Give the restore password', WRONG_PASSWORD, async () => {
    assert.equal(await page.locator('#restore-password').getAttribute('type'), 'password');
    await pictures(operator, 'password');
  });

  await operator.take(failover, 'Confirm that the former master is down');
  await page.getByLabel('I have seen SSO01 switched off').check();
  await page.getByLabel('How do you know?').fill('Its rack has no power: the colleague in the computing centre looked.');
  await pictures(operator, 'confirm-former');
  await operator.complete('Confirm that the former master is down');

  await giveRestorePassword(stage, operator, failover, 'Give the restore password again', application.restorePassword, async () => {
    await page.getByText('Its reminder').waitFor();
    await page.getByText('The password was refused').first().waitFor();
    await pictures(operator, 'password-again');
  });
  done('a wrong restore password is asked for again, with the reminder of its file');
}

/** Only the way with a password is tried out here; what each form looks like when it has one is for `look`. */
export async function giveRestorePassword({ typed }, operator, failover, task, password, look = async () => {}) {
  const { page } = operator;
  await operator.answer(failover, task, 'I give the password, and the failover goes on.', async () => {
    await page.getByText('C:\\Restore\\SSO01.bak').waitFor();
    await page.locator('#restore-password').fill(password);
    await look();
  });
  typed.push(password);
}

async function result(stage, operator) {
  const { application, image, pictures, typed, done } = stage;
  const { page } = operator;
  const { failover, url } = application;
  await operator.take(failover, 'Confirm the result');
  await page.getByText('holds the restored master secret').waitFor();
  const beliefs = await page.locator('table.rows').first().locator('tbody tr').allInnerTexts();
  assert.equal(beliefs.length, 3, 'the form shows what each of the three SSO servers says');
  await page.getByLabel('I accept the result').check();
  await pictures(operator, 'confirm-result');
  await operator.complete('Confirm the result');

  await operator.take(failover, 'Take a fresh backup');
  await page.getByLabel('I give a new password, and the backup is taken now.').check();
  await page.locator('#backup-password').fill(FRESH_PASSWORD);
  await page.locator('#backup-password-again').fill(`${FRESH_PASSWORD}!`);
  await page.locator('#backup-reminder').fill('Where we keep the new ones.');
  await page.getByRole('button', { name: 'Complete' }).click();
  await page.getByText('The two passwords differ.').waitFor();
  assert.equal(await page.locator('#backup-reminder').inputValue(), 'Where we keep the new ones.', 'what can be read is not typed twice');
  await page.locator('#backup-password').fill(FRESH_PASSWORD);
  await page.locator('#backup-password-again').fill(FRESH_PASSWORD);
  await pictures(operator, 'fresh-backup');
  await operator.complete('Take a fresh backup');
  typed.push(FRESH_PASSWORD);

  await page.goto(`${url}/board/failovers/${failover}`);
  await page.getByText('SSO02 is the master secret server of CONTOSO, with the master secret restored.').waitFor();
  await page.locator('.journal tbody tr').first().waitFor();
  const { body } = await operator.api('GET', `/api/failovers/${failover}`);
  assert.equal(body.state, 'succeeded');
  assert.equal(body.outcome, 'new-proven');
  await page.screenshot({ path: image('done'), clip: { x: 0, y: 0, width: 1400, height: 1150 }, fullPage: true });
  await page.getByRole('link', { name: 'older entries' }).click();
  await page.locator('.journal code', { hasText: '-restoresecret' }).first().waitFor();
  done('the failover has succeeded, and its page shows everything that was typed');
  await boardAfter(stage, operator);
  const auditor = await stage.arrive('auditor');
  await auditor.signIn(application.password('auditor'));
  await auditPage(stage, auditor);
}
