// What holds for everybody who was signed in, once all has been done.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export async function oneSignIn({ application, done }, operator, approver, administrator) {
  const { url } = application;
  const { page } = operator;
  await withoutAdvertisement(url, operator, ['welcome', 'cockpit']);
  await page.getByText('Running Process Instances').waitFor();
  await withoutAdvertisement(url, operator, ['tasklist']);
  await withoutAdvertisement(url, administrator, ['admin']);
  done("the vendor's banner is out of the way in Camunda's web apps, and leaves no gap");
  operator.expect(/status of 401/);
  await page.locator('.account .dropdown-toggle').click();
  await page.getByRole('link', { name: 'Log out' }).click();
  await page.waitForURL(`${url}/login`);
  for (const path of ['/', '/camunda/app/cockpit/default/', '/camunda/app/tasklist/default/#/login']) {
    await page.goto(url + path);
    assert.equal(new URL(page.url()).pathname, '/login', `after signing out in Tasklist, ${path} asks to sign in`);
  }
  assert.equal((await operator.api('GET', '/api/failovers')).status, 401);

  approver.expect(/EventSource's response has a MIME type/);
  const open = await approver.context.newPage();
  await open.goto(`${url}/board`);
  await open.getByText('Live, as of').waitFor();
  await approver.page.goto(url);
  await approver.page.getByRole('button', { name: 'Sign out' }).click();
  await approver.page.getByText('You are signed out').waitFor();
  await approver.page.goto(`${url}/camunda/app/tasklist/default/`);
  assert.equal(new URL(approver.page.url()).pathname, '/login', 'after signing out on the board, Tasklist asks to sign in');
  done("one sign-in serves the board, Tasklist and Cockpit; signing out ends all; Camunda's own sign-in page never shows");

  const notLive = open.getByText('Not live: you are no longer signed in.');
  await notLive.waitFor({ timeout: 150_000 }); // A stream lives two minutes.
  for (let asked = 0; asked < 10; asked++) await open.waitForResponse((response) => new URL(response.url()).pathname === '/login');
  assert.ok(await notLive.isVisible(), 'an open page goes on saying that nobody is signed in');
  const leadsTo = (await approver.context.cookies()).find(({ name }) => name === 'REDIRECT_URI');
  assert.match(Buffer.from(leadsTo.value, 'base64').toString(), /\/camunda\/app\/tasklist\//, 'what an open page asks by itself is not where a sign-in leads');
  await approver.signIn(application.password('approver'));
  await open.getByText('Live, as of').waitFor();
  await open.close();
  done('an open page says that nobody is signed in any more, and is live again after a sign-in in another tab');
}

/** The banner is on each of their pages, is not seen, and what lies below it begins where the page's head ends. */
export async function withoutAdvertisement(url, { page, expect }, apps) {
  expect(/status of 404.*identity\/password-policy/); // Welcome asks for one, and there is none.
  for (const app of apps) {
    await page.goto(`${url}/camunda/app/${app}/default/`);
    const banner = page.locator('.ce-eol-banner');
    await banner.waitFor({ state: 'attached' });
    assert.ok(await banner.isHidden(), `no banner in ${app}`);
    const { y, height } = await page.locator('[cam-widget-header]').boundingBox();
    const content = await page.evaluate(() => {
      const placed = document.querySelector('.ctn-main, .page-wrap');
      return placed ? placed.getBoundingClientRect().top : parseFloat(getComputedStyle(document.body).paddingTop);
    });
    assert.ok(Math.abs(content - (y + height)) <= 2, `in ${app} the content begins at ${content}, below a head that ends at ${y + height}`);
  }
}

export async function nothingLeaks({ application, people, typed, done }) {
  const forms = (secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').replace(/=+$/, ''), Buffer.from(secret).toString('hex')];
  const holds = (text, secret) => forms(secret).some((form) => text.includes(form));
  const { http } = await application.lab.read();
  const ours = (address) => [application.url, http].some((own) => address.startsWith(own)) || /^(data|blob):/.test(address);
  let puts = 0;
  for (const somebody of people) {
    const kept = await somebody.kept();
    for (const secret of new Set(typed)) {
      assert.ok(!holds(kept, secret), `no storage, cookie or address of ${somebody.name} holds a password of a backup`);
      for (const request of somebody.sent) {
        const custody = request.method === 'PUT' && /\/(restore|backup)-password$/.test(new URL(request.url).pathname);
        assert.ok(!holds(request.url + JSON.stringify(request.headers), secret), `no address or header holds a password of a backup: ${request.url}`);
        if (custody) puts += holds(request.body, secret) ? 1 : 0;
        else assert.ok(!holds(request.body, secret), `${request.method} ${request.url} sends no password of a backup`);
      }
    }
    const elsewhere = somebody.sent.map((request) => request.url).filter((address) => !ours(address));
    assert.deepEqual(elsewhere, [], 'nothing is fetched from outside');
  }
  assert.equal(puts, typed.length, 'each password of a backup that was typed was sent once, into custody');
  done('a password of a backup is in no storage, cookie, address or request but the one that puts it into custody');
  assert.deepEqual(people.flatMap(({ complaints }) => complaints), [], 'no browser complained');
  done('no browser complained');
}

/** What the browser of whoever gave all the passwords has written into its profile. */
export async function nothingOnDisk({ application, profile, people, typed, done }, operator) {
  const marker = 'what-a-page-may-keep';
  await operator.page.goto(`${application.url}/login`);
  await operator.page.evaluate((text) => localStorage.setItem('marker', text), marker);
  people.splice(people.indexOf(operator), 1);
  await operator.context.close();

  const entries = await readdir(profile, { recursive: true, withFileTypes: true });
  const files = await Promise.all(entries.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath ?? entry.path, entry.name))));
  const onDisk = (text) => shapes(text).some((shape) => files.some((file) => file.includes(shape)));
  assert.ok(onDisk(marker), 'what a page keeps is found in the profile');
  for (const secret of new Set(typed)) assert.ok(!onDisk(secret), "no file of the operator's profile holds a password of a backup");
  done(`none of the ${files.length} files of the operator's profile holds a password of a backup`);
}

/** A text as it may stand in a file: in either width, escaped, in hexadecimal, or inside of something in Base64. */
function shapes(text) {
  const widths = [Buffer.from(text), Buffer.from(text, 'utf16le')];
  const inBase64 = (bytes) =>
    [0, 1, 2].map((before) => {
      const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64').replace(/=+$/, '');
      return whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    });
  const written = widths.flatMap((bytes) => [bytes.toString('hex'), ...inBase64(bytes)]);
  return [...widths, ...[encodeURIComponent(text), ...written].map((shape) => Buffer.from(shape))];
}
