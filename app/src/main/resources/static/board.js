// Keeps a page of the board as it is now. The server tells in which state the thing is that the page shows; where that is another
// one, the page is asked for again and its parts are put in the place of those here. What somebody is typing into stays.
const QUIET_AT_MOST = 12_000;
const TRY_AGAIN = 3_000;
const CHANGES_AT_MOST_EVERY = 1_000;

const main = document.querySelector('main[data-live]');
const banner = document.querySelector('#not-live');
const shownParts = new Map();
let lastHeard = Date.now();
let shown = main?.dataset.state;
let asking = false;
let signedOut = false;

/** Times in the viewer's own zone, with UTC beside it. */
function localize(root) {
  const zone = new Intl.DateTimeFormat(undefined, { timeZoneName: 'short' }).resolvedOptions().timeZone;
  if (['UTC', 'Etc/UTC', 'GMT'].includes(zone)) return;
  for (const time of root.querySelectorAll('time:not([data-local])')) {
    const at = new Date(time.dateTime);
    time.dataset.local = '';
    time.textContent = `${at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })} (${at.toISOString().slice(11, 19)} UTC)`;
  }
}

function say(sentence) {
  banner.hidden = !sentence;
  banner.textContent = sentence ? `Not live: ${sentence} What you see is as of ${new Date(lastHeard).toLocaleTimeString()}.` : '';
  document.querySelector('#live').textContent = sentence ? '' : `Live, as of ${new Date(lastHeard).toLocaleTimeString()}.`;
}

function tell() {
  if (signedOut) say('you are no longer signed in. Load this page again to sign in, or sign in in another tab: it is asked again every few seconds.');
  else if (Date.now() - lastHeard > QUIET_AT_MOST) say('Handover does not answer. It is asked again every few seconds.');
  else say('');
}

const isBeingTypedInto = (part) => [...part.querySelectorAll('textarea, input:not([type=hidden])')].some((field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked);

function putParts(page) {
  for (const part of document.querySelectorAll('[data-part]')) {
    const now = page.getElementById(part.id);
    if (!now || shownParts.get(part.id) === now.innerHTML || isBeingTypedInto(part)) continue;
    const focused = part.contains(document.activeElement) && document.activeElement.id;
    const open = [...part.querySelectorAll('details[id]')].map(({ id, open }) => [id, open]);
    shownParts.set(part.id, now.innerHTML);
    part.replaceChildren(...document.importNode(now, true).childNodes);
    open.forEach(([id, open]) => document.getElementById(id)?.toggleAttribute('open', open));
    if (focused) document.getElementById(focused)?.focus();
  }
}

/** A ledger only grows: rows that are here stay, and what was unfolded stays so. */
function putRows(page) {
  const rows = document.querySelector('[data-rows]');
  if (!rows) return;
  const newest = Number(rows.firstElementChild?.dataset.seq ?? 0);
  const now = [...page.getElementById(rows.id).children];
  const more = now.filter(({ dataset }) => Number(dataset.seq) > newest).map((row) => document.importNode(row, true));
  if (more.length === now.length) rows.replaceChildren(...more);
  else rows.prepend(...more);
}

async function ask() {
  const headers = { Accept: 'text/html', 'X-Requested-With': 'XMLHttpRequest' };
  const response = await fetch(location.href, { headers, cache: 'no-store', signal: AbortSignal.timeout(15_000) });
  signedOut = response.redirected && new URL(response.url).pathname === '/login';
  if (signedOut) {
    tell();
    return;
  }
  if (!response.ok) throw new Error(`Handover answered with status ${response.status}.`);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  putParts(page);
  putRows(page);
  localize(document);
  document.title = page.title;
  shown = page.querySelector('main').dataset.state;
  lastHeard = Date.now();
}

/** One look at a time; what changed meanwhile is told with the next event. */
async function bringUpToDate(state) {
  if (asking || state === shown) return;
  asking = true;
  try {
    await ask();
    await new Promise((resolve) => setTimeout(resolve, CHANGES_AT_MOST_EVERY));
  } catch {
    // The next event asks again; where none comes, the page says that it is not live.
  } finally {
    asking = false;
  }
}

function follow() {
  const events = new EventSource(main.dataset.live + location.search);
  events.addEventListener('state', ({ data }) => {
    lastHeard = Date.now();
    tell();
    bringUpToDate(data);
  });
  events.addEventListener('error', () => {
    if (events.readyState !== EventSource.CLOSED) return;
    // The browser gives up where the answer is no stream: nobody is signed in any more, or the server is just coming up.
    setTimeout(async () => {
      await ask().catch(() => {
        signedOut = false;
      });
      follow();
    }, TRY_AGAIN);
  });
}

document.querySelectorAll('[data-part]').forEach((part) => shownParts.set(part.id, part.innerHTML));
localize(document);
document.querySelector('#live').textContent = '';
if (main) {
  follow();
  setInterval(() => {
    if (signedOut || Date.now() - lastHeard > QUIET_AT_MOST) tell();
  }, 1_000);
}
