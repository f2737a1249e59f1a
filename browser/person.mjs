// One person at one browser: signs in, answers tasks; everything that the browser sends and complains about is kept.
import { until } from './until.mjs';

/** What the browser may complain about, and why that is no fault of ours. */
const HARMLESS = [
  [/An iframe which has both allow-scripts and allow-same-origin/, "Camunda's web apps frame their own plugins so."],
  [/assets\/IBMPlexSans.*\.woff/, "Camunda's web apps ask for one more font when signing out, after the session has ended."],
];

export async function person(browser, url, name, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 1000 }, locale: 'en-GB', timezoneId: 'UTC', ...options });
  const page = await context.newPage();
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
          return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
        },
        [method, path, body],
      );
    },

    /** Goes from the failover's page to its open task, and takes it. */
    async take(failover, task) {
      await page.goto(`${url}/?failover=${failover}`);
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
      await page.locator('form [type=radio]:enabled').first().waitFor();
    },

    async complete(task) {
      await page.getByRole('button', { name: 'Complete' }).click();
      await page.getByRole('heading', { name: task, exact: true, level: 2 }).waitFor({ state: 'detached' });
    },

    /** A picture of the page, as high as it takes. */
    async picture(path, height) {
      const before = page.viewportSize();
      await page.setViewportSize({ width: before.width, height });
      await until('no notification covers the page', 15_000, async () => (await page.locator('.page-notifications .alert').count()) === 0);
      await page.evaluate(() => document.querySelectorAll('*').forEach((element) => (element.scrollTop = 0)));
      await page.screenshot({ path, caret: 'hide' });
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
