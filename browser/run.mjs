// npm run browser: the first run as a newcomer sees it. Two people carry a failover to its end in two browsers, and what a
// page shows, keeps and sends is checked on the way. HANDOVER_BROWSER_IMAGES says where the pictures go.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { start } from './application.mjs';
import { person } from './person.mjs';
import { until } from './until.mjs';

const failures = fileURLToPath(new URL('target', import.meta.url));
const images = process.env.HANDOVER_BROWSER_IMAGES ?? failures;
const image = (name) => join(images, `${name}.png`);
const WRONG_PASSWORD = 'not-the-restore-password';
const done = (sentence) => console.log(`ok  ${sentence}`);

for (const folder of [images, failures]) await mkdir(folder, { recursive: true });
const application = await start();
const { url } = application;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
});
const freshPassword = 'a new one, for the fresh backup';
const people = [];
const arrive = async (name, options) => {
  const somebody = await person(browser, url, name, options);
  people.push(somebody);
  return somebody;
};

try {
  await theTerminal();
  await closedDoors();
  const approver = await arrive('approver');
  const operator = await arrive('operator');
  await approver.signIn(application.password('approver'));
  await operator.signIn(application.password('operator'));
  await approve(approver, operator);
  await promote(operator);
  await result(operator);
  await forbiddenByACheck(operator);
  await stepThatFails(operator, approver);
  await oneSignIn(operator, approver);
  await nothingLeaks();
} catch (problem) {
  people.forEach(({ complaints }) => complaints.forEach((complaint) => console.error(complaint)));
  for (const { name, page } of people) await page.screenshot({ path: join(failures, `failed-${name}.png`) }).catch(() => {});
  console.error('Failed; browser/target/failed-*.png show what each person saw last.');
  throw problem;
} finally {
  await browser.close();
  await application.stop();
}

async function theTerminal() {
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

async function closedDoors() {
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
}

async function approve(approver, operator) {
  const { page } = approver;
  const failover = application.failover;
  await page.getByText('DEMONSTRATION').first().waitFor();
  await page.getByRole('link', { name: 'Approve the change in Tasklist' }).waitFor();
  await approver.picture(image('overview'), 470);
  const phone = await arrive('approver', { viewport: { width: 390, height: 760 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
  await phone.signIn(application.password('approver'));
  await phone.page.getByText('DEMONSTRATION').first().waitFor();
  assert.ok(await phone.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out of a phone');
  await phone.picture(image('overview-phone'), 760);
  done('the start page shows the waiting failover, its next act, and that it is a demonstration');

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
  await approver.picture(image('approve'), 1880);
  await approver.complete('Approve the change');
  done('the approver reads the plan with its exact commands, and approves it');
}

async function promote(operator) {
  const { page } = operator;
  const failover = application.failover;
  await givePassword(operator, 'Give the restore password', WRONG_PASSWORD, async () => {
    assert.equal(await page.locator('#restore-password').getAttribute('type'), 'password');
    await operator.picture(image('password'), 800);
  });

  await operator.take(failover, 'Confirm that the former master is down');
  await page.getByLabel('I have seen SSO01 switched off').check();
  await page.getByLabel('How do you know?').fill('Its rack has no power: the colleague in the computing centre looked.');
  await operator.picture(image('confirm-former'), 960);
  await operator.complete('Confirm that the former master is down');

  await givePassword(operator, 'Give the restore password again', application.restorePassword, async () => {
    await page.getByText('Its reminder').waitFor();
    await page.getByText('The password was refused').first().waitFor();
    await operator.picture(image('password-again'), 850);
  });
  done('a wrong restore password is asked for again, with the reminder of its file');
}

async function givePassword(operator, task, password, look) {
  await operator.take(application.failover, task);
  await operator.page.getByText('C:\\Restore\\SSO01.bak').waitFor();
  await operator.page.locator('#restore-password').fill(password);
  await operator.page.getByLabel('I give the password, and the failover goes on.').check();
  await look();
  await operator.complete(task);
}

async function result(operator) {
  const { page } = operator;
  const failover = application.failover;
  await operator.take(failover, 'Confirm the result');
  await page.getByText('holds the restored master secret').waitFor();
  const beliefs = await page.locator('table.rows').first().locator('tbody tr').allInnerTexts();
  assert.equal(beliefs.length, 3, 'the form shows what each of the three SSO servers says');
  await page.getByLabel('I accept the result').check();
  await operator.picture(image('confirm-result'), 1150);
  await operator.complete('Confirm the result');

  await operator.take(failover, 'Take a fresh backup');
  await page.getByLabel('I give a new password, and the backup is taken now.').check();
  await page.locator('#backup-password').fill(freshPassword);
  await page.locator('#backup-password-again').fill(freshPassword);
  await page.locator('#backup-reminder').fill('Where we keep the new ones.');
  await operator.picture(image('fresh-backup'), 1150);
  await operator.complete('Take a fresh backup');

  await page.goto(`${url}/?failover=${failover}`);
  await page.getByText('SSO02 is the master secret server of CONTOSO, with the master secret restored.').waitFor();
  await page.locator('.journal tbody tr').first().waitFor();
  const { body } = await operator.api('GET', `/api/failovers/${failover}`);
  assert.equal(body.state, 'succeeded');
  assert.equal(body.outcome, 'new-proven');
  await operator.picture(image('done'), 1150);
  await page.locator('.journal code', { hasText: '-restoresecret' }).first().waitFor();
  done('the failover has succeeded, and its page shows everything that was typed');
}

async function ask(operator, newMaster, reason) {
  const { page } = operator;
  await page.goto(url);
  await page.getByLabel('SSO server that becomes the master secret server').selectOption(newMaster);
  await page.getByLabel('Reason, for the one who approves').fill(reason);
  await page.getByRole('button', { name: 'Start the failover' }).click();
  await page.waitForURL(/failover=FO-/);
  return new URL(page.url()).searchParams.get('failover');
}

async function forbiddenByACheck(operator) {
  const { page } = operator;
  const failover = await ask(operator, 'SSO03', 'To see what happens while the master secret server answers.');
  await operator.take(failover, 'Decide on failed checks');
  await page.getByText('There is no way to make SSO03 the master secret server').waitFor();
  await page.getByText('It answers and can be logged on to').waitFor();
  await page.getByLabel('Withdraw this failover').check();
  await operator.picture(image('failed-checks'), 1400);
  await operator.complete('Decide on failed checks');
  await page.goto(`${url}/?failover=${failover}`);
  await page.getByText('It was withdrawn. Nothing was changed.').waitFor();
  done('an operator starts a failover on the page; while the master answers, a check forbids it');
}

async function stepThatFails(operator, approver) {
  const { page } = operator;
  await application.lab.power('SSO02', false);
  const failover = await until('a failover away from the lost SSO02 waits for approval', 60_000, async () => {
    const asked = await ask(operator, 'SSO03', 'SSO02 has lost its power.');
    const state = await until('the servers have been looked at', 30_000, async () => {
      const now = (await operator.api('GET', `/api/failovers/${asked}`)).body.state;
      return now === 'checking' ? null : now;
    });
    if (state === 'awaiting-approval') return asked;
    // SSO03 has not yet noticed that its master is gone.
    await operator.api('POST', `/api/failovers/${asked}/withdraw`);
    return null;
  });
  await approver.take(failover, 'Approve the change');
  await approver.page.getByLabel('I have read the plan above').check();
  await approver.complete('Approve the change');
  await operator.take(failover, 'Give the restore password');
  await page.locator('#restore-password').fill(application.restorePassword);
  await page.getByLabel('I give the password, and the failover goes on.').check();
  await operator.complete('Give the restore password');
  await operator.take(failover, 'Confirm that the former master is down');
  await page.getByLabel('I have seen SSO02 switched off').check();
  await page.getByLabel('How do you know?').fill('I switched it off.');
  await application.lab.power('SSO03', false);
  await operator.complete('Confirm that the former master is down');
  await operator.take(failover, 'Decide how to go on');
  await page.getByText('A step could not be proven').waitFor();
  await page.getByLabel('Try this step again.').waitFor();
  await page.getByLabel('Abort the run').check();
  await page.getByLabel('Why?').fill('SSO03 has lost its power, too.');
  await operator.picture(image('go-on'), 1130);
  await operator.complete('Decide how to go on');
  await page.goto(`${url}/?failover=${failover}`);
  await page.getByText('It was aborted before the SSO database was changed.').waitFor();
  done('a step that cannot be proven is put before a person, with the ways on that there are');
}

async function oneSignIn(operator, approver) {
  const { page } = operator;
  await page.goto(`${url}/camunda/app/cockpit/default/`);
  await page.getByText('Running Process Instances').waitFor();
  await page.goto(`${url}/camunda/app/tasklist/default/`);
  operator.expect(/status of 401/);
  await page.locator('.account .dropdown-toggle').click();
  await page.getByRole('link', { name: 'Log out' }).click();
  await page.waitForURL(`${url}/login`);
  for (const path of ['/', '/camunda/app/cockpit/default/', '/camunda/app/tasklist/default/#/login']) {
    await page.goto(url + path);
    assert.equal(new URL(page.url()).pathname, '/login', `after signing out in Tasklist, ${path} asks to sign in`);
  }
  assert.equal((await operator.api('GET', '/api/failovers')).status, 401);

  await approver.page.goto(url);
  await approver.page.getByRole('button', { name: 'Sign out' }).click();
  await approver.page.getByText('You are signed out').waitFor();
  await approver.page.goto(`${url}/camunda/app/tasklist/default/`);
  assert.equal(new URL(approver.page.url()).pathname, '/login', 'after signing out on the start page, Tasklist asks to sign in');
  done("one sign-in serves the start page, Tasklist and Cockpit; signing out ends all; Camunda's own sign-in page never shows");
}

async function nothingLeaks() {
  const forms = (secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').replace(/=+$/, ''), Buffer.from(secret).toString('hex')];
  const holds = (text, secret) => forms(secret).some((form) => text.includes(form));
  let puts = 0;
  for (const somebody of people) {
    const kept = await somebody.kept();
    for (const secret of [WRONG_PASSWORD, application.restorePassword, freshPassword]) {
      assert.ok(!holds(kept, secret), `no storage, cookie or address of ${somebody.name} holds a password of a backup`);
      for (const request of somebody.sent) {
        const custody = request.method === 'PUT' && /\/(restore|backup)-password$/.test(new URL(request.url).pathname);
        assert.ok(!holds(request.url + JSON.stringify(request.headers), secret), `no address or header holds a password of a backup: ${request.url}`);
        if (custody) puts += holds(request.body, secret) ? 1 : 0;
        else assert.ok(!holds(request.body, secret), `${request.method} ${request.url} sends no password of a backup`);
      }
    }
    const elsewhere = somebody.sent.map((request) => request.url).filter((address) => !address.startsWith(url) && !/^(data|blob):/.test(address));
    assert.deepEqual(elsewhere, [], 'nothing is fetched from outside');
  }
  assert.equal(puts, 4, 'each password of a backup that was typed was sent once, into custody');
  done('a password of a backup is in no storage, cookie, address or request but the one that puts it into custody');
  assert.deepEqual(people.flatMap(({ complaints }) => complaints), [], 'no browser complained');
  done('no browser complained');
}
