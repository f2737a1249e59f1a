// One person at one browser: signs in, answers tasks; everything that the browser sends and complains about is kept.
import assert from 'node:assert/strict';
import { until } from './until.mjs';

/** What the browser may complain about, and why that is no fault of ours. */
const HARMLESS = [
  [/An iframe which has both allow-scripts and allow-same-origin/, "Camunda's web apps frame their own plugins so."],
];
const PHONE = { width: 390, height: 760 };
const HIGHEST = 6000;

/** How a browser of theirs is set up, where nothing else is said. */
export const DESK = { viewport: { width: 1400, height: 700 }, locale: 'en-GB', timezoneId: 'UTC' };

export async function person(context, url, name) {
  const page = context.pages()[0] ?? (await context.newPage());
  const sent = [];
  const complaints = [];
  const expected = [];
  context.on('request', (request) => sent.push({ method: request.method(), url: request.url(), headers: request.headers(), body: request.postData() ?? '' }));
  context.on('weberror', (error) => complaints.push(`${name}: ${error.error().message}`));
  context.on('console', (message) => {
    const complaint = `${message.text()} ${message.location().url}`;
    const known = [...HARMLESS.map(([pattern]) => pattern), ...expected];
    if (['error', 'warning'].includes(message.type()) && !known.some((pattern) => pattern.test(complaint))) complaints.push(`${name}: ${complaint}`);
  });

  const self = {
    name,
    page,
    context,
    sent,
    complaints,
    /** A complaint that the run itself provokes. */
    expect: (pattern) => expected.push(pattern),

    async signIn(password) {
      await page.goto(url);
      await page.getByLabel('User name').fill(name);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText(`Signed in as ${name}`).waitFor();
    },

    /** As a page's own script would ask, with the session's cookie and the token against forgery. */
    async api(method, path, body) {
      return page.evaluate(
        async ([method, path, body]) => {
          const token = decodeURIComponent(/HANDOVER-XSRF=([^;]*)/.exec(document.cookie)?.[1] ?? '');
          const response = await fetch(path, {
            method,
            headers: { 'Content-Type': 'application/json', 'X-HANDOVER-XSRF': token },
            body: body && JSON.stringify(body),
          });
          const text = await response.text();
          return { status: response.status, body: /^[[{]/.test(text) ? JSON.parse(text) : text };
        },
        [method, path, body],
      );
    },

    /** Starts a failover on the board, and answers with its id. */
    async ask({ system = 'demonstration/CONTOSO', situation = 'master-lost', path = 'auto', newMaster, reason }) {
      await page.goto(`${url}/board/start?system=${encodeURIComponent(system)}`);
      await page.getByLabel('Situation').selectOption(situation);
      await page.getByLabel('Path').selectOption(path);
      await page.getByLabel('SSO server that becomes the master secret server').selectOption(newMaster);
      await page.getByLabel('Reason, for the one who approves').fill(reason);
      await page.getByRole('button', { name: 'Start the failover' }).click();
      await page.waitForURL(/failovers\/FO-/);
      return new URL(page.url()).pathname.split('/').pop();
    },

    /** Goes from the failover's page to its open task, and takes it. */
    async take(failover, task) {
      await page.goto(`${url}/board/failovers/${failover}`);
      const link = page.getByRole('link', { name: `${task} in Tasklist` });
      await link.waitFor({ timeout: 120_000 });
      await link.click();
      await page.getByRole('heading', { name: task, exact: true, level: 2 }).waitFor();
      const claim = page.getByRole('button', { name: 'Claim' });
      await claim.waitFor();
      // Where Tasklist is drawn before its language has come, it shows the names of its texts instead of the texts.
      while (await page.getByText('CREATION_DATE').count()) {
        await page.reload();
        await claim.waitFor();
      }
      await claim.click();
      await claim.waitFor({ state: 'detached' });
      await page.locator('form [type=radio]:enabled').first().waitFor();
    },

    async complete(task) {
      await page.getByRole('button', { name: 'Complete' }).click();
      await page.getByRole('heading', { name: task, exact: true, level: 2 }).waitFor({ state: 'detached' });
    },

    /** Takes a task and answers it at once: with the choice of this label, after whatever else has to be filled in. */
    async answer(failover, task, choice, fillIn = async () => {}) {
      await self.take(failover, task);
      await page.getByLabel(choice).check();
      await fillIn();
      await self.complete(task);
    },

    /** A picture of what is open in Tasklist, as high as everything in it takes. */
    async picture(path) {
      const before = page.viewportSize();
      await until('no notification covers the page', 15_000, async () => (await page.locator('.page-notifications .alert').count()) === 0);
      await page.setViewportSize({ width: before.width, height: Math.min(HIGHEST, before.height + (await hidden(page))) });
      await page.evaluate(() => document.querySelectorAll('*').forEach((element) => (element.scrollTop = 0)));
      const clip = await page.locator('.task-details').boundingBox();
      await page.screenshot({ path, clip, caret: 'hide', animations: 'disabled' });
      await page.setViewportSize(before);
    },

    /** A picture as on a phone; nothing may stick out of it. */
    async phonePicture(path) {
      const before = page.viewportSize();
      await page.setViewportSize(PHONE);
      await until('Tasklist has moved its columns', 15_000, async () => (await page.locator('.task-details').boundingBox()).x === 0);
      await self.picture(path);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `nothing sticks out of a phone: ${path}`);
      await page.setViewportSize(before);
    },

    /** All that the browser keeps for this person: storage, cookies, addresses. */
    async kept() {
      const storage = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]));
      return storage + JSON.stringify(await context.storageState());
    },
  };
  return self;
}

/** How much of what can be scrolled down to is not seen, in pixels. */
function hidden(page) {
  return page.evaluate(() => {
    const scrolls = (element) => element === document.scrollingElement || /auto|scroll/.test(getComputedStyle(element).overflowY);
    const heights = [...document.querySelectorAll('html, html *')].filter(scrolls).map((element) => element.scrollHeight - element.clientHeight);
    return Math.max(0, ...heights);
  });
}
