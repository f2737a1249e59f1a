// The lab's own two pages, on a lab that runs by itself: every server on one screen that moves by itself, and the snap-in of one server.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './until.mjs';

const PASSWORD = 'lab-of-the-browser';
const TOKEN = 'token-of-the-browser';
const PHONE = { width: 390, height: 760 };
const CLASSES = fileURLToPath(new URL('../lab/target/classes', import.meta.url));
/** Thirteen servers: more than fit side by side when each shows all that it can. */
const TOPOLOGY = {
  systems: [
    { name: 'CONTOSO', master: 'SSO01', members: ['SSO02', 'SSO03'] },
    { name: 'FABRIKAM', master: 'FSSO01', down: [], biztalkHosts: [], members: ['FSSO02', 'FSSO03', 'FSSO04', 'FSSO05', 'FSSO06', 'FSSO07', 'FSSO08', 'FSSO09', 'FSSO10'] },
  ],
};

export async function theLab({ browser, seen, done }) {
  const lab = await startLab();
  const complaints = [];
  const sent = [];
  const open = [];
  const visit = async (options = {}) => {
    const context = await browser.newContext({ viewport: { width: 1600, height: 900 }, locale: 'en-GB', timezoneId: 'UTC', ...options });
    context.on('request', (request) => sent.push(request.url()));
    context.on('weberror', (error) => complaints.push(error.error().message));
    context.on('console', (message) => {
      // that a request was refused is what some of these steps are about; the page says it in a sentence
      if (['error', 'warning'].includes(message.type()) && !/status of 40[0139]|ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(message.text())) complaints.push(message.text());
    });
    context.on('page', (page) => open.push(page));
    return context.newPage();
  };
  const picture = (page, name) => page.screenshot({ path: join(seen, `lab-${name}.png`), fullPage: true, animations: 'disabled' });
  try {
    await theToken(visit, lab);
    await beforeTheFirstAnswer(visit, lab);
    const page = await visit();
    await page.goto(`${lab.http}/#token=${TOKEN}`);
    await oneScreen(page);
    await picture(page, 'desk-light');
    done('the lab shows its thirteen servers on one screen');
    await movesByItself(page, lab);
    await faultsOfAServer(page);
    await aTwin(page, picture);
    await notLive(page);
    done("the lab's page moves by itself, switches faults, makes twins, and says so when it is not live");
    await snapIn(page, lab, picture);
    done('the snap-in changes the master on the master only, for nobody who may not, and counts that once');
    await resetIt(page);
    done("a reset from the lab's page takes a system back to its founding");
    await otherEyes(visit, lab, picture);
    assert.ok(sent.every((url) => !url.includes(TOKEN) && !url.includes(PASSWORD)), 'neither token nor password is ever in an address that is sent');
    assert.deepEqual(complaints, [], 'the browser has nothing to complain about');
    done("the lab's pages fit a phone and are dark for who likes it dark");
  } catch (problem) {
    const left = open.filter((page) => !page.isClosed());
    for (const [index, page] of left.entries()) await page.screenshot({ path: join(seen, `failed-lab-${index}.png`) }).catch(() => {});
    throw problem;
  } finally {
    for (const context of new Set(open.map((page) => page.context()))) await context.close();
    await lab.stop();
  }
}

async function startLab() {
  const home = await mkdtemp(join(tmpdir(), 'handover-browser-lab-'));
  const topology = join(home, 'topology.yml');
  await writeFile(topology, JSON.stringify(TOPOLOGY)); // JSON is YAML
  const libraries = (await readFile(join(CLASSES, '..', 'lab.classpath'), 'utf8')).trim();
  let output = '';
  const child = spawn('java', ['-XX:TieredStopAtLevel=1', '-cp', `${CLASSES}:${libraries}`, 'org.handover.lab.LabMain', topology], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HANDOVER_LAB_HOME: join(home, 'kept'), HANDOVER_LAB_TOKEN: TOKEN, HANDOVER_LAB_CONSOLE_PASSWORD: PASSWORD, HANDOVER_LAB_POLL_SECONDS: '1', HANDOVER_LAB_START_SECONDS: '0.3', LC_ALL: 'C.UTF-8' },
  });
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (output += text));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(home, { recursive: true, force: true });
  };
  try {
    const http = await until('the lab is ready', 120_000, () => {
      if (child.exitCode !== null) throw new Error(`The lab ended:\n${output.slice(-3000)}`);
      return /^lab ready: (http:\S+),/m.exec(output)?.[1];
    });
    const ask = async (method, path, body) => {
      const answer = await fetch(http + path, { method, headers: { Authorization: `Bearer ${TOKEN}` }, body: body && JSON.stringify(body) });
      if (!answer.ok) throw new Error(`The lab refused: ${await answer.text()}`);
      return answer.json();
    };
    return { http, ask, stop };
  } catch (problem) {
    await stop();
    throw problem;
  }
}

const card = (page, name) => page.locator('article.server', { has: page.getByRole('button', { name, exact: true }) });

async function theToken(visit, { http }) {
  const page = await visit();
  await page.goto(http);
  await page.getByText("This page wants the lab's token").waitFor();
  assert.equal(await page.locator('article.server').count(), 0, 'without the token nothing is shown');
  await page.getByLabel('Token').fill('a wrong one');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('The lab does not know this token.').waitFor();
  await page.getByLabel('Token').fill(TOKEN);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('Live', { exact: true }).waitFor();
  await page.context().close();
}

/** A lab that does not answer at all is told in a sentence, and is found as soon as it does. */
async function beforeTheFirstAnswer(visit, { http }) {
  const page = await visit();
  await page.route('**/overview', (route) => route.abort());
  await page.goto(`${http}/#token=${TOKEN}`);
  await page.getByText('Not live: the lab has not answered yet.').waitFor();
  await page.unroute('**/overview');
  await page.getByText('Live', { exact: true }).waitFor();
  await page.context().close();
}

async function oneScreen(page) {
  await page.getByText('Live', { exact: true }).waitFor();
  assert.ok(!page.url().includes(TOKEN), 'the token is taken out of the address');
  const cards = page.locator('article.server');
  assert.equal(await cards.count(), 13);
  for (const box of await cards.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().toJSON()))) {
    assert.ok(box.top >= 0 && box.bottom <= 900 && box.left >= 0 && box.right <= 1600, `a server is outside of the screen: ${JSON.stringify(box)}`);
  }
  await card(page, 'SSO01').getByText('no power').waitFor();
  await card(page, 'FSSO01').getByText('master secret server').first().waitFor();
  await card(page, 'SSO02').getByRole('button', { name: 'SSO02', exact: true }).click();
  await card(page, 'SSO02').getByText('Event log').waitFor();
  await card(page, 'SSO02').getByText('Nobody has typed anything yet.').waitFor();
}

/** What others do shows, without anybody touching the page. */
async function movesByItself(page, { ask }) {
  await page.evaluate(() => (window.sameDocument = true));
  await ask('POST', '/systems/CONTOSO/servers/SSO03/power', { on: false });
  await card(page, 'SSO03').getByText('no power').waitFor();
  await ask('POST', '/systems/CONTOSO/servers/SSO03/power', { on: true });
  await card(page, 'SSO03').locator('.power', { hasText: 'on' }).waitFor();
  const open = card(page, 'SSO02');
  await open.getByRole('button', { name: 'Take down' }).click();
  await open.getByText('no power').waitFor();
  await open.getByRole('button', { name: 'Bring back' }).click();
  await open.locator('.power', { hasText: 'on' }).waitFor();
  await open.locator('[data-fact=entsso]', { hasText: 'running' }).waitFor();
  assert.ok(await page.evaluate(() => window.sameDocument), 'the page was never loaded again');
}

async function faultsOfAServer(page) {
  const open = card(page, 'SSO02');
  await open.getByRole('button', { name: 'Faults…' }).click();
  await page.getByRole('heading', { name: 'What goes wrong on SSO02' }).waitFor();
  const form = page.locator('#fault-form');
  await form.getByLabel('What goes wrong').selectOption('slow');
  await page.getByText('Each command line that is typed').waitFor();
  await form.locator('[name=seconds]').fill('a while');
  await form.getByRole('button', { name: 'Switch on' }).click();
  await page.getByText('No fault is switched on here.').waitFor();
  await page.locator('#fault-wrong:not([hidden])').waitFor();
  await form.locator('[name=seconds]').fill('2');
  await form.getByRole('button', { name: 'Switch on' }).click();
  await page.locator('#faults-on').getByText('slow (seconds 2)').waitFor();
  await page.getByRole('button', { name: 'Close' }).first().click();
  await open.getByText('slow (seconds 2)').waitFor();
  await open.getByRole('button', { name: 'Switch slow off' }).click();
  await open.getByText('slow (seconds 2)').waitFor({ state: 'detached' });
}

async function aTwin(page, picture) {
  const system = page.locator('section.system', { has: page.getByRole('heading', { name: 'CONTOSO', exact: true }) });
  await system.getByRole('button', { name: 'Make a twin' }).click();
  const dialog = page.locator('#twin');
  await dialog.getByText('Its password').waitFor({ timeout: 60_000 });
  await picture(page, 'twin');
  const name = (await dialog.getByRole('heading').textContent()).replace(' is up', '');
  await dialog.getByRole('button', { name: 'Close' }).click();
  const twin = page.locator('section.system', { has: page.getByRole('heading', { name: `${name} (twin of CONTOSO)` }) });
  assert.equal(await twin.locator('article.server').count(), 3);
  await twin.getByRole('button', { name: 'Remove twin…' }).click();
  await page.getByRole('button', { name: 'Leave it' }).click();
  assert.equal(await twin.count(), 1, 'who thinks better of it keeps the twin');
  await twin.getByRole('button', { name: 'Remove twin…' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await twin.waitFor({ state: 'detached', timeout: 60_000 });
}

async function notLive(page) {
  await page.context().setOffline(true);
  await page.getByText('Not live: the lab has not answered').waitFor();
  await page.context().setOffline(false);
  await page.getByText('Live', { exact: true }).waitFor();
}

async function snapIn(page, { http, ask }, picture) {
  const [member] = await Promise.all([page.context().waitForEvent('page'), card(page, 'SSO02').getByRole('button', { name: 'Snap-in' }).click()]);
  await signIn(member, 'CONTOSO\\handover', 'wrong');
  await member.locator('#message:not([hidden])').waitFor();
  await signIn(member, 'CONTOSO\\handover', PASSWORD);
  await openProperties(member);
  assert.equal(await member.locator('#secret-server').inputValue(), 'SSO01');
  assert.ok(await member.getByRole('button', { name: 'Change…' }).isDisabled(), 'off the master it is grey');
  await member.getByText('Only on the master secret server, SSO01').waitFor();
  await member.close();

  const dark = await page.context().newPage();
  await dark.goto(`${http}/servers/CONTOSO/SSO01/snap-in#token=${TOKEN}`);
  await signIn(dark, 'CONTOSO\\handover', PASSWORD);
  await dark.getByText('The screen of SSO01 is dark: the server has no power.').waitFor();
  await dark.close();

  const master = await page.context().newPage();
  await master.goto(`${http}/servers/FABRIKAM/FSSO01/snap-in#token=${TOKEN}`);
  await signIn(master, 'FABRIKAM\\filtered', PASSWORD);
  await openProperties(master);
  await change(master, 'FSSO02');
  await master.locator('#dialog-message:not([hidden])').waitFor();
  assert.equal((await ask('GET', '/systems/FABRIKAM/state')).masterSecretServer, 'FSSO01', 'who is not elevated changes nothing');
  await master.getByRole('button', { name: 'Close' }).click();
  await master.getByRole('button', { name: 'Sign out' }).click();

  await signIn(master, 'FABRIKAM\\handover', PASSWORD);
  await openProperties(master);
  await picture(master, 'snap-in-desk-light');
  for (const tab of ['Accounts', 'Options', 'Audits', 'General']) {
    await master.getByRole('tab', { name: tab }).click();
    await master.locator('[role=tabpanel]:not([hidden]) input').first().waitFor();
  }
  const changes = async () => (await ask('GET', '/systems/FABRIKAM/commands')).servers.find(({ name }) => name === 'FSSO01').changeCount;
  const before = await changes();
  await change(master, 'FSSO02');
  await master.waitForFunction(() => document.querySelector('#secret-server').value === 'FSSO02');
  assert.equal((await ask('GET', '/systems/FABRIKAM/state')).masterSecretServer, 'FSSO02');
  assert.equal(await changes(), before + 1, 'one change is counted as one');
  await master.close();
  await page.getByText('The database names FSSO02 as the master secret server.').waitFor();
}

async function resetIt(page) {
  const system = page.locator('section.system', { has: page.getByRole('heading', { name: 'FABRIKAM', exact: true }) });
  await system.getByRole('button', { name: 'Reset…' }).click();
  await page.getByRole('button', { name: 'Leave it' }).click();
  await page.getByText('The database names FSSO02 as the master secret server.').waitFor();
  await system.getByRole('button', { name: 'Reset…' }).click();
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await page.getByText('The database names FSSO01 as the master secret server.').waitFor({ timeout: 60_000 });
}

async function signIn(page, account, password) {
  await page.getByLabel('User name').fill(account);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** As somebody at the server does: a right click on System. */
async function openProperties(page) {
  await page.getByRole('button', { name: 'System', exact: true }).click({ button: 'right' });
  await page.locator('#menu').getByRole('button', { name: 'Properties' }).click();
  await page.getByRole('heading', { name: 'System Properties' }).waitFor();
}

async function change(page, name) {
  await page.getByRole('button', { name: 'Change…' }).click();
  await page.getByLabel('Computer').fill(name);
  await page.getByRole('button', { name: 'OK' }).click();
}

/** Both pages on a phone and in the dark: nothing sticks out, and the colours are others. */
async function otherEyes(visit, { http }, picture) {
  const looks = { 'phone-light': { viewport: PHONE, isMobile: true, hasTouch: true }, 'phone-dark': { viewport: PHONE, isMobile: true, hasTouch: true, colorScheme: 'dark' }, 'desk-dark': { colorScheme: 'dark' } };
  for (const [name, options] of Object.entries(looks)) {
    const page = await visit(options);
    await page.goto(`${http}/#token=${TOKEN}`);
    await page.getByText('Live', { exact: true }).waitFor();
    await card(page, 'SSO02').getByRole('button', { name: 'SSO02', exact: true }).click();
    await fits(page, name, options);
    await picture(page, name);
    await card(page, 'SSO02').getByRole('button', { name: 'Faults…' }).click();
    await fits(page, `${name}, with the faults`, options);
    await picture(page, `${name}-faults`);
    await page.goto(`${http}/servers/FABRIKAM/FSSO02/snap-in#token=${TOKEN}`);
    await signIn(page, 'FABRIKAM\\handover', PASSWORD);
    await page.getByRole('button', { name: 'Properties', exact: true }).click();
    await fits(page, `${name}, the snap-in`, options, '#dialog');
    await picture(page, `snap-in-${name}`);
    await page.context().close();
  }
}

async function fits(page, what, { colorScheme }, paperOf = 'body') {
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `nothing sticks out: ${what}`);
  const paper = await page.evaluate((of) => getComputedStyle(document.querySelector(of)).backgroundColor.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0), paperOf);
  assert.equal(paper < 3 * 128, colorScheme === 'dark', `${what} is ${colorScheme ?? 'light'}, not ${paper / 3}`);
}
