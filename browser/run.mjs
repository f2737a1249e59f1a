// npm run browser: the first run as a newcomer sees it, then every form that a person can meet. Two people carry failovers to their
// ends in two browsers on the lab, and what a page shows, keeps and sends is checked on the way. HANDOVER_BROWSER_IMAGES says where
// the pictures go that the documents show; those of a phone are only for whoever looks, in browser/target.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { apiPage } from './api.mjs';
import { start } from './application.mjs';
import { deafTargets, notDelivered, outlivesARestart, whatToolsStart } from './board.mjs';
import { byHand } from './by-hand.mjs';
import { firstRun } from './first-run.mjs';
import { theLab } from './lab.mjs';
import { DESK, person } from './person.mjs';
import { approvalLapses, onePerson } from './one-person.mjs';
import { planned } from './planned.mjs';
import { readmeForTools } from './readme.mjs';
import { nothingLeaks, nothingOnDisk, oneSignIn } from './sessions.mjs';
import { forbiddenByACheck, stepThatFails } from './ways-on.mjs';

const seen = fileURLToPath(new URL('target', import.meta.url));
const images = process.env.HANDOVER_BROWSER_IMAGES ?? seen;
for (const folder of [images, seen]) await mkdir(folder, { recursive: true });

const application = await start();
const chromiumHere = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
};
const browser = await chromium.launch(chromiumHere);
const profile = await mkdtemp(join(tmpdir(), 'handover-profile-'));
const people = [];

/** What every chapter has at hand. */
const stage = {
  application,
  browser,
  people,
  /** Where pictures go that are only for whoever looks. */
  seen,
  /** Every password of a backup that somebody typed: each has to have been sent once, into custody. */
  typed: [],
  done: (sentence) => console.log(`ok  ${String(Math.round(performance.now() / 1000)).padStart(3)} s  ${sentence}`),
  image: (name) => join(images, `${name}.png`),
  arrive: async (name, options) => enter(name, await browser.newContext({ ...DESK, ...options })),
  /** Somebody whose browser keeps on disk what it keeps, as everybody's does. */
  arriveWithProfile: async (name) => enter(name, await chromium.launchPersistentContext(profile, { ...chromiumHere, ...DESK })),
  profile,
  /** A form at the width of a desk, for the documents, and of a phone. */
  pictures: async (somebody, name) => {
    await somebody.picture(join(images, `${name}.png`));
    await somebody.phonePicture(join(seen, `${name}-phone.png`));
  },
};

try {
  const { operator, approver, administrator } = await firstRun(stage);
  await apiPage(stage, operator);
  await readmeForTools(stage);
  await whatToolsStart(stage, operator);
  await planned(stage, operator, approver);
  await forbiddenByACheck(stage, operator);
  await withMoreEstates(operator, approver);
  await byHand(stage, operator);
  await notDelivered(stage, administrator);
  await onePerson(stage, operator, approver);
  await approvalLapses(stage, operator, approver);
  await stepThatFails(stage, operator, approver);
  await oneSignIn(stage, operator, approver, administrator);
  await nothingLeaks(stage);
  await nothingOnDisk(stage, operator);
  await theLab(stage);
} catch (problem) {
  people.forEach(({ complaints }) => complaints.forEach((complaint) => console.error(complaint)));
  for (const { name, page } of people) await page.screenshot({ path: join(seen, `failed-${name}.png`) }).catch(() => {});
  await writeFile(join(seen, 'application.log'), application.log());
  console.error('Failed; browser/target/failed-*.png show what each person saw last, and application.log what it said.');
  throw problem;
} finally {
  for (const { context } of people) await context.close();
  await browser.close();
  await application.stop();
  await rm(profile, { recursive: true, force: true });
}

async function enter(name, context) {
  const somebody = await person(context, application.url, name);
  people.push(somebody);
  return somebody;
}

/** The same lab in more estates: one without any console, one where a run may go on with one person, and one whose approvals
 * lapse soon. The operator's page stays open meanwhile. */
async function withMoreEstates(operator, approver) {
  for (const { name, page } of people) if (name !== operator.name) await page.goto('about:blank');
  const { account, servers, restoreFile } = await application.lab.read();
  const withConsoles = servers.map((server) => ({ ...server, account, privateKey: application.consoleKey }));
  const system = { name: 'CONTOSO', masterSecretServer: 'SSO03', restoreFiles: [restoreFile] };
  const estates = [
    {
      name: 'without-consoles',
      ssoSystems: [{ ...system, ssoServers: servers.map(({ name }) => ({ name, account, console: 'none' })) }],
    },
    {
      name: 'one-person',
      ssoSystems: [
        {
          ...system,
          approvalValidity: 'PT90S',
          breakGlass: 'allowed',
          ssoServers: withConsoles,
        },
      ],
    },
    { name: 'short-approval', ssoSystems: [{ ...system, approvalValidity: 'PT40S', ssoServers: withConsoles }] },
  ];
  await outlivesARestart(stage, operator, () => application.restartWith(estates, deafTargets(application)));
  for (const { page } of people) await page.goto(application.url);
  for (const { name, page } of [operator, approver]) await page.getByText(`Signed in as ${name}`).waitFor();
}
