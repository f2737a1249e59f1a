// How soon a change is at who follows a run, and how soon a run goes on once it is approved.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { carryOut, loseTheMaster, THINKING_MILLIS, TOOK_ITS_TIME } from './failover.mjs';
import { as, call, expect, pause, percentiles, table, until } from './programs.mjs';

const FAILOVERS = 2;
const READERS = 20;
const APPROVALS = 30;
const AT_ONCE = 2;
const HEAD = ['median', 'p95', 'p99', 'most'];
/** The state that comes with a task. */
const STATE_OF = {
  approveChange: 'awaiting-approval',
  giveRestorePassword: 'awaiting-password',
  confirmResult: 'awaiting-confirmation',
  takeFreshBackup: 'verifying',
};

/** Whole failovers on the lab of the first run, each followed by twenty tools and twenty pages. */
export async function measureEvents(url, data) {
  const cookie = await signIn(url, as('operator'));
  const heard = { entries: [], tasks: [], states: [], pages: [] };
  let changes = 0;
  for (let number = 1; number <= FAILOVERS; number++) {
    const lab = JSON.parse(readFileSync(path.join(data, 'lab', 'lab.json'), 'utf8'));
    const tools = [];
    const pages = [];
    const { people, journal } = await carryOut(url, await loseTheMaster(lab), async (id) => {
      for (let reader = 0; reader < READERS; reader++) {
        tools.push(await read(`${url}/api/failovers/${id}/events`, { Authorization: basic(as('auditor')) }));
        pages.push(await read(`${url}/board/failovers/${id}/live`, { Cookie: cookie }));
      }
    });
    await until('the streams of the run have ended', () => tools.every(({ ended }) => ended.yes));
    pages.forEach(({ close }) => close());
    changes += journal.length;
    for (const tool of tools) addTold(heard, tool);
    for (const page of pages) heard.pages.push(...people.map((asked) => untilShown(page, asked)));
    console.error(`failover ${number} of ${FAILOVERS}: entries ${percentiles(heard.entries).join(', ')}, states ${percentiles(heard.states).join(', ')}, pages ${percentiles(heard.pages).join(', ')} ms`);
  }
  const row = (what, values) => [what, values.length, ...percentiles(values)];
  return [
    `Events of ${FAILOVERS} failovers (${changes} entries in their journals), each with ${READERS} readers of its events and ${READERS} of its page; milliseconds from the time that stands in what is told, before its transaction ends:`,
    '',
    table(
      ['', 'events', ...HEAD],
      [
        row('an entry of the journal', heard.entries),
        row('a task for a person', heard.tasks),
        row('a state: one that comes with a task, or the end', heard.states),
        row("the page's stream: the last news before a task is answered", heard.pages),
      ],
    ),
  ].join('\n');
}

/** What was told of after the stream began; the reader was told at once what had been before. */
function addTold(heard, { opened, events }) {
  const due = new Map();
  for (const { name, data, at } of events) {
    const told = JSON.parse(data);
    const note = (list, when) => Date.parse(when) > opened && list.push(at - Date.parse(when));
    if (name === 'journal') {
      note(heard.entries, told.at);
    } else if (name === 'task' && told.open) {
      note(heard.tasks, told.task.createdAt);
      due.set(STATE_OF[told.task.key], told.task.createdAt);
    }
  }
  const ended = events.find(({ name, data }) => name === 'state' && JSON.parse(data).finishedAt);
  heard.states.push(ended.at - Date.parse(JSON.parse(ended.data).finishedAt));
  for (const [state, since] of due) {
    const event = events.find(({ name, data, at }) => name === 'state' && at >= Date.parse(since) && JSON.parse(data).state === state);
    if (event !== undefined && Date.parse(since) > opened) heard.states.push(event.at - Date.parse(since));
  }
}

/** A page is told only that there is something new: what came last before the answer has the task in it. */
function untilShown({ events }, { from, to }) {
  const news = events.filter(({ data }, index) => index === 0 || data !== events[index - 1].data);
  const before = news.filter(({ at }) => at >= from && at <= to);
  const shown = before.at(-1) ?? news.find(({ at }) => at > to);
  if (shown === undefined) throw new Error('A page was never told of a task.');
  return shown.at - from;
}

/** Rehearsals, each on a twin of its own: approved, and aborted as soon as the first step after that is done. */
export async function measureApprovals(url) {
  const system = expect(200, await call(`${url}/api/sso-systems/CONTOSO`, { user: as('operator') }), 'CONTOSO');
  const newMaster = system.ssoServers.find((name) => name !== system.masterSecretServer);
  const approvals = [];
  let begun = 0;
  const rehearse = async () => {
    while (begun++ < APPROVALS) approvals.push(await approveOne(url, newMaster));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, rehearse));
  console.error(`${approvals.length} approvals: ${percentiles(approvals.map(({ sent, acted }) => acted - sent)).join(', ')} ms`);
  const row = (what, of) => [what, ...percentiles(approvals.map(of))];
  return [
    `${approvals.length} approvals, ${AT_ONCE} rehearsals at a time; milliseconds until the first command of the next remote step is sent to its server:`,
    '',
    table(
      ['', ...HEAD],
      [
        row('from the moment when the approver sends the answer', ({ sent, acted }) => acted - sent),
        row('from the entry of the approval in the ledger', ({ recorded, acted }) => acted - recorded),
      ],
    ),
  ].join('\n');
}

async function approveOne(url, newMasterSecretServer) {
  const body = { ssoSystem: 'CONTOSO', newMasterSecretServer, situation: 'master-lost', rehearsal: true, reason: 'bench/reactions.mjs' };
  const { id } = expect(201, await call(`${url}/api/failovers`, { method: 'POST', user: as('operator'), body }), 'rehearsal');
  const get = async () => expect(200, await call(`${url}/api/failovers/${id}`, { user: as('operator') }), id);
  const asked = (...keys) =>
    until(`${id} asks for ${keys}`, async () => {
      const { tasks, finishedAt } = await get();
      if (finishedAt) throw new Error(`${id} ended instead of asking for ${keys}.`);
      return tasks.find(({ key }) => keys.includes(key));
    });
  const answer = async (task, user, decision) => {
    await pause(THINKING_MILLIS);
    const sent = Date.now();
    expect(204, await call(`${url}/api/tasks/${task.id}/decision`, { method: 'POST', user, body: { decision } }), task.key);
    return sent;
  };
  let open = await asked('approveChange', 'decideOnFailedChecks');
  // Where the twin's other servers have not noticed yet that they lost their master, that contradicts what is asked for.
  while (open.key === 'decideOnFailedChecks') {
    await answer(open, as('operator'), 'checkAgain');
    open = await asked('approveChange', 'decideOnFailedChecks');
  }
  const sent = await answer(open, as('approver'), 'approve');
  await answer(await asked('giveRestorePassword'), as('operator'), 'abort');
  await until(`${id} ends`, async () => (await get()).finishedAt);
  const { items } = expect(200, await call(`${url}/api/failovers/${id}/journal`, { user: as('auditor') }), id);
  const recorded = items.findIndex(({ kind }) => kind === 'approval');
  const acted = items.slice(recorded).find(({ kind }) => TOOK_ITS_TIME.includes(kind));
  return { sent, recorded: Date.parse(items[recorded].at), acted: Date.parse(acted.data.startedAt) };
}

const basic = ({ name, password }) => `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;

/** @returns the cookies of a session, as a browser has them after its form */
async function signIn(url, { name, password }) {
  const page = await fetch(`${url}/login`);
  const cookies = page.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  const token = cookies.find((cookie) => cookie.startsWith('HANDOVER-XSRF=')).slice('HANDOVER-XSRF='.length);
  const done = await fetch(`${url}/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { Cookie: cookies.join('; '), 'X-HANDOVER-XSRF': token },
    body: new URLSearchParams({ username: name, password }),
  });
  return done.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');
}

/** Follows a stream of events until it ends, and notes when each of them is there. */
function read(where, headers) {
  return new Promise((resolve, reject) => {
    const request = http.get(where, { agent: false, headers: { Accept: 'text/event-stream', ...headers } }, (response) => {
      if (response.statusCode !== 200) {
        reject(new Error(`${where}: ${response.statusCode}`));
        return;
      }
      const stream = { opened: Date.now(), events: [], ended: { yes: false }, close: () => request.destroy() };
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => {
        text += part;
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const event = eventOf(text.slice(0, end));
          if (event.name !== '') stream.events.push({ at: Date.now(), ...event });
          text = text.slice(end + 2);
        }
      });
      response.on('close', () => (stream.ended.yes = true));
      response.on('error', () => (stream.ended.yes = true));
      resolve(stream);
    });
    request.on('error', reject);
  });
}

function eventOf(block) {
  const field = (name) => block.split('\n').filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1)).join('\n');
  return { name: field('event'), data: field('data') };
}
