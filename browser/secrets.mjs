// npm run browser: what a real browser leaves on its disk after an operator has typed a password: nothing of it. Its whole profile
// is searched, byte by byte, after a draft was saved, the page was left and loaded again, the session ended under the operator's
// hands, and the password was given.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { start } from './application.mjs';
import { person } from './person.mjs';

const TASK = 'Give the restore password';
const CANARIES = ['Canary-saved-4711-ä€', 'Canary-left-4712-ä€', 'Canary-session-ended-4713-ä€', 'Canary-given-4714-ä€'];
const VISIBLE = 'Canary-that-is-meant-to-stay-4715';
const done = (sentence) => console.log(`ok  ${sentence}`);

const application = await start();
const profile = await mkdtemp(join(tmpdir(), 'handover-profile-'));
const launch = () =>
  chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    viewport: { width: 1400, height: 1000 },
    locale: 'en-GB',
  });
let browser = await launch();
try {
  await approved();
  const operator = await person({ newContext: async () => browser }, application.url, 'operator');
  await operator.signIn(application.password('operator'));
  const { page } = operator;
  const type = async (password) => {
    await operator.take(application.failover, TASK).catch(async (taken) => {
      // Claimed already: it is enough that its form is there.
      if (!(await page.locator('#restore-password').count())) throw taken;
    });
    await page.locator('[name=decision][value=continue]').check();
    await page.locator('#restore-password').fill(password);
  };

  await page.evaluate((text) => localStorage.setItem('handover-test', text), VISIBLE);
  await type(CANARIES[0]);
  await page.getByRole('button', { name: 'Save' }).click();
  done('a draft was saved with a password in its field');

  await page.locator('#restore-password').fill(CANARIES[1]);
  await page.reload();
  await page.locator('#restore-password').waitFor();
  assert.equal(await page.locator('#restore-password').inputValue(), '', 'a page that is loaded again has an empty field');
  done('the page was left with a password in its field');

  await page.locator('[name=decision][value=continue]').check();
  await page.locator('#restore-password').fill(CANARIES[2]);
  const cookies = await browser.cookies();
  await browser.clearCookies({ name: 'JSESSIONID' });
  await page.getByRole('button', { name: 'Complete' }).click();
  await browser.addCookies(cookies);
  await page.goto(application.url);
  done('the session ended while a password was in its field');

  await type(CANARIES[3]);
  await page.getByRole('button', { name: 'Complete' }).click();
  await page.getByRole('heading', { name: TASK, exact: true, level: 2 }).waitFor({ state: 'detached' });
  done('a password was given');

  await browser.close();
  await searched();
} finally {
  await browser.close().catch(() => {});
  await application.stop();
  await rm(profile, { recursive: true, force: true });
}

async function approved() {
  const headers = { Authorization: `Basic ${Buffer.from(`approver:${application.password('approver')}`).toString('base64')}`, 'Content-Type': 'application/json' };
  const failover = await (await fetch(`${application.url}/api/failovers/${application.failover}`, { headers })).json();
  const answer = await fetch(`${application.url}/api/tasks/${failover.tasks[0].id}/decision`, { method: 'POST', headers, body: JSON.stringify({ decision: 'approve' }) });
  assert.equal(answer.status, 204);
}

async function searched() {
  const forms = (secret) => [
    Buffer.from(secret, 'utf8'),
    Buffer.from(secret, 'utf16le'),
    Buffer.from(Buffer.from(secret).toString('hex')),
    Buffer.from(Buffer.from(secret).toString('base64').replace(/.?=*$/, '')),
    Buffer.from(encodeURIComponent(secret)),
    // Without what is not ASCII, which some formats write in their own way.
    Buffer.from(/^[\w-]+/.exec(secret)[0], 'utf8'),
    Buffer.from(/^[\w-]+/.exec(secret)[0], 'utf16le'),
  ];
  const files = (await readdir(profile, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const found = [];
  let visible = 0;
  for (const file of files) {
    const bytes = await readFile(join(file.parentPath ?? file.path, file.name));
    if (forms(VISIBLE).some((form) => bytes.includes(form))) visible++;
    for (const canary of CANARIES) {
      if (forms(canary).some((form) => bytes.includes(form))) found.push(`${canary} in ${file.name}`);
    }
  }
  assert.ok(files.length > 20, 'the browser has written its profile');
  assert.ok(visible > 0, 'what a page stores is found in the profile');
  assert.deepEqual(found, [], 'no password is in the profile');
  done(`no password is in any of the ${files.length} files of the browser's profile`);
}
