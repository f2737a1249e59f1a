// The start page: the failovers, or the one that ?failover= names, as /api tells them. It changes nothing by itself.
import { carryCsrfToken, csrfToken } from '/csrf.js';
import { journalRow } from '/journal.js';
import { el, time, words } from '/page.js';

const LOOK_AGAIN = 3000;
const OPERATORS = 'sso-operators';
const ANSWERING = [OPERATORS, 'sso-approvers'];

const main = document.querySelector('main');
const asked = new URLSearchParams(location.search);
const me = { name: '', groups: [] };
let lastHeard = new Date();

class Problem extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(15000), ...options });
  } catch {
    throw new Problem(0, 'Handover does not answer.');
  }
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  throw new Problem(response.status, body.detail ?? `Handover answered with status ${response.status} and gave no reason.`);
}

const post = (path, body, headers = {}) =>
  call(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-HANDOVER-XSRF': csrfToken(), ...headers },
    body: JSON.stringify(body ?? {}),
  });

/** What a state means, in one sentence, and how it is coloured. */
const STATES = {
  checking: ['run', (f) => `The SSO servers of ${f.ssoSystem} are being looked at. Nothing has been changed.`],
  'awaiting-approval': ['wait', (f) => `It waits for approval that ${f.newMasterSecretServer} becomes the master secret server of ${f.ssoSystem}, in place of ${f.formerMasterSecretServer}.`],
  promoting: ['run', (f) => `${f.newMasterSecretServer} is being made the master secret server of ${f.ssoSystem}, in place of ${f.formerMasterSecretServer}.`],
  'awaiting-password': ['wait', (f) => `It waits for the restore password of ${f.restoreFile}.`],
  verifying: ['run', (f) => `The master secret is restored on ${f.newMasterSecretServer}; now every SSO server of ${f.ssoSystem} is asked whether it has it.`],
  'awaiting-confirmation': ['wait', (f) => `The master secret is restored on ${f.newMasterSecretServer}; it waits for a person who accepts the result.`],
  'needs-decision': ['bad', () => 'It stands still until a person decides how it goes on.'],
  'rolling-back': ['run', (f) => `${f.formerMasterSecretServer} is being named master secret server of ${f.ssoSystem} again.`],
  succeeded: ['good', (f) => `${f.newMasterSecretServer} is the master secret server of ${f.ssoSystem}, with the master secret restored.`],
  'rolled-back': ['off', (f) => `${f.formerMasterSecretServer} is the master secret server of ${f.ssoSystem} again.`],
  withdrawn: ['off', () => 'It was withdrawn. Nothing was changed.'],
  rejected: ['off', () => 'The change was rejected. Nothing was changed.'],
  aborted: ['off', () => 'It was aborted before the SSO database was changed.'],
  'left-open': ['bad', (f) => `It ended without a known result, and ${f.ssoSystem} stays reserved until that is settled.`],
};

/** Where an open task says more than the state does. */
const WAITS = {
  askForApprovalAgain: () => 'The approval expired before anything was changed; it waits for an operator who asks for it again.',
  giveBackupPassword: (f) => `It waits for a new password, with which the master secret of ${f.formerMasterSecretServer} is backed up before anything is changed.`,
  changeInSnapIn: (f) => `It waits for a person who changes the master secret server to ${f.newMasterSecretServer} in the snap-in on ${f.formerMasterSecretServer}.`,
  typeByHand: () => 'It waits for a person who types a command on a server and pastes the answer.',
  decideOnFormerMaster: (f) => `${f.newMasterSecretServer} is the master secret server; it waits for a person who decides what becomes of ${f.formerMasterSecretServer}.`,
  takeFreshBackup: (f) => `${f.newMasterSecretServer} is the master secret server; it waits for the password of a fresh backup.`,
  confirmFormerMasterIsDown: (f) => `It waits for a person who has seen that ${f.formerMasterSecretServer} is down. The SSO database is still as it was.`,
};

const OUTCOMES = {
  'new-proven': (f) => `${f.newMasterSecretServer} is proven to be the master secret server.`,
  'former-proven': (f) => `${f.formerMasterSecretServer} is proven to be the master secret server.`,
  unchanged: (f) => `Unchanged: the SSO database names ${f.formerMasterSecretServer}, as before.`,
  unknown: () => 'Unknown: look at the servers before anything else is done.',
};

const stateOf = (failover) => STATES[failover.state] ?? ['off', () => ''];
const says = (failover) => el('p', { class: 'says' }, (WAITS[failover.tasks[0]?.key] ?? stateOf(failover)[1])(failover));
const badge = (failover) => el('span', { class: `state ${stateOf(failover)[0]}` }, failover.state.replaceAll('-', ' '));
const mine = (task) => task.candidateGroups.some((group) => me.groups.includes(group));

function notice(failover) {
  const sentence = failover.estateNotice || (failover.demonstration ? 'DEMONSTRATION' : failover.rehearsal ? 'REHEARSAL' : '');
  return sentence && el('p', { class: 'notice' }, sentence);
}

function nextAct(failover) {
  return el(
    'div',
    { class: 'next' },
    el('p', {}, el('strong', {}, 'Next act: '), failover.nextAct),
    failover.tasks.map((task) =>
      el(
        'p',
        { class: 'actions' },
        mine(task)
          ? el('a', { class: 'button', href: task.url }, `${task.name} in Tasklist`)
          : el('span', { class: 'soft' }, `It is for the group ${task.candidateGroups.join(', ')}; you are not in it.`),
      ),
    ),
  );
}

const outcome = (failover) => failover.outcome && el('p', {}, 'Outcome: ', failover.known ?? (OUTCOMES[failover.outcome] ?? String)(failover));

/** A former master that came back is shown before anything else. */
const returned = (failover) =>
  failover.formerReturned && el('p', { class: 'problem', role: 'alert' }, failover.formerReturned.means, ' It was first seen to answer at ', time(failover.formerReturned.since), '.');

function card(failover) {
  const page = failover.links.page;
  return el(
    'article',
    { class: 'card' },
    notice(failover),
    el('h2', { class: 'title' }, el('a', { class: 'id', href: page }, failover.id), `SSO system ${failover.ssoSystem}`, badge(failover)),
    returned(failover),
    says(failover),
    outcome(failover),
    nextAct(failover),
    el('p', { class: 'soft' }, 'Asked for by ', failover.requestedBy, ', ', time(failover.requestedAt), '. ', el('a', { href: page }, 'Everything that was done')),
  );
}

async function overview() {
  const number = Number(asked.get('page')) || 0;
  const list = el('section');
  const start = me.groups.includes(OPERATORS) && startAFailover();
  main.replaceChildren(el('h1', {}, 'Failovers'), list, start ? start.form : '');
  let shown;
  return async () => {
    const { items, page, total } = await call(`/api/failovers?page=${number}`);
    if (JSON.stringify(items) === shown) return;
    if (start) await start.refresh();
    shown = JSON.stringify(items);
    const before = page > 0 && el('a', { href: `/?page=${page - 1}` }, 'Newer ones');
    const after = (page + 1) * 50 < total && el('a', { href: `/?page=${page + 1}` }, 'Older ones');
    const none = el('div', { class: 'card' }, el('p', { class: 'says' }, 'There is no failover here.'), el('p', {}, `${page > 0 ? 'This page is beyond the oldest one.' : 'Nobody has asked for one yet.'} `
      + 'An operator starts one on this page; incident tooling does by POST /api/failovers. It then looks at the servers, and waits for approval before it changes anything.'));
    list.replaceChildren(...(items.length ? items.map(card) : [none]), el('p', { class: 'actions' }, before, after));
  };
}

/** The form by which an operator starts one; refreshed whenever a failover began or ended. */
function startAFailover() {
  let systems = [];
  let key = null;
  const ssoSystem = el('select', { id: 'sso-system' });
  const about = el('div');
  const server = el('select', { id: 'new-master' });
  const file = el('select', { id: 'restore-file' });
  const situation = el('select', { id: 'situation' },
    el('option', { value: 'master-lost' }, 'The master secret server is lost'),
    el('option', { value: 'planned' }, 'It answers, and another one is to take its place'));
  const path = el('select', { id: 'path' },
    el('option', { value: 'auto' }, 'The runbook chooses'),
    el('option', { value: 'command-line' }, 'Command line'),
    el('option', { value: 'snap-in' }, 'Snap-in, on the present master'));
  const rehearsal = el('input', { id: 'rehearsal', type: 'checkbox' });
  const reason = el('textarea', { id: 'reason', rows: 2, maxlength: 2000, required: '' });
  const problem = el('p', { role: 'alert' });
  const button = el('button', { type: 'submit' }, 'Start the failover');
  const form = el(
    'form',
    { class: 'card', id: 'start' },
    el('h2', {}, 'Start a failover'),
    el('p', {}, 'The servers are looked at first, and nothing is changed without approval.'),
    el('label', { for: 'sso-system' }, 'SSO system'), ssoSystem, about,
    el('label', { for: 'situation' }, 'Situation'), situation,
    el('label', { for: 'path' }, 'Path'), path,
    el('label', { for: 'new-master' }, 'SSO server that becomes the master secret server'), server,
    el('label', { for: 'restore-file' }, 'Restore file'), file,
    el('label', { for: 'reason' }, 'Reason, for the one who approves'), reason,
    el('label', { for: 'rehearsal' }, rehearsal, ' Rehearse it only, on a twin in the lab'),
    problem, button,
  );
  const offer = (select, choices) => {
    const chosen = select.value;
    select.replaceChildren(...choices.map(([value, label]) => el('option', { value }, label)));
    if (choices.some(([value]) => value === chosen)) select.value = chosen;
  };
  const chosenSystem = () => systems.find(({ estate, name }) => `${estate}/${name}` === ssoSystem.value);
  const show = () => {
    const system = chosenSystem();
    button.disabled = !system || (Boolean(system.openFailover) && !rehearsal.checked);
    about.replaceChildren();
    if (!system) {
      about.append(el('p', { class: 'problem' }, 'The inventory has no SSO system, so no failover can be started.'));
      return;
    }
    const { estateNotice, openFailover, masterSecretServer, ssoServers, restoreFiles, formerMasters } = system;
    if (estateNotice) about.append(el('p', { class: 'notice' }, estateNotice));
    about.append(el('p', {}, `Its master secret server is ${masterSecretServer}.`));
    if (openFailover) about.append(el('p', {}, el('a', { href: `/?failover=${openFailover}` }, openFailover), ' is open on it; there can be only one at a time.'));
    formerMasters.forEach((former) =>
      about.append(el('p', { class: former.returnedAt ? 'problem' : 'soft' },
        `${former.server} was its master before ${former.failover} and is watched: ${former.returnedAt ? 'it answers again.' : 'it does not answer.'}`)));
    offer(server, ssoServers.filter((name) => name !== masterSecretServer).map((name) => [name, name]));
    offer(file, restoreFiles.map(({ path: where, storeFile, msid }) => [where, `${storeFile ? `${storeFile} in the store` : where} (MSID ${msid})`]));
  };
  ssoSystem.addEventListener('change', show);
  rehearsal.addEventListener('change', show);
  form.addEventListener('input', () => (key = null));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    problem.className = '';
    problem.replaceChildren();
    // The same request sent again, because the answer was lost, starts nothing twice.
    key ??= Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
    const { estate, name } = chosenSystem();
    try {
      const failover = await post(
        '/api/failovers',
        { estate, ssoSystem: name, newMasterSecretServer: server.value, situation: situation.value, path: path.value, rehearsal: rehearsal.checked, restoreFile: file.value || undefined, reason: reason.value },
        { 'Idempotency-Key': key },
      );
      location.assign(failover.links.page);
    } catch (refused) {
      problem.className = 'problem';
      problem.append(refused.message);
      button.disabled = false;
    }
  });
  const refresh = async () => {
    systems = (await call('/api/sso-systems')).items;
    offer(ssoSystem, systems.map(({ estate, name }) => [`${estate}/${name}`, `${name} (${estate})`]));
    show();
  };
  return { form, refresh };
}

/** @param words a question that is answered in words, which go into the request */
function act(label, path, question, words) {
  const problem = el('span', { class: 'problem', role: 'alert', hidden: '' });
  const button = el('button', { class: 'quiet', type: 'button' }, label);
  button.addEventListener('click', async () => {
    const said = words ? prompt(question) : confirm(question);
    if (!said) return;
    problem.hidden = true;
    try {
      await post(path, words ? { words: said } : undefined);
    } catch (refused) {
      problem.textContent = refused.message;
      problem.hidden = false;
    }
  });
  return el('p', { class: 'actions' }, button, problem);
}

/** A run that was left open: an operator asks for the settlement, an approver confirms it. */
function settlement(failover, id) {
  if (!failover.links.settle) return false;
  const asked = failover.settlement;
  if (!asked) {
    return me.groups.includes(OPERATORS) && act('Ask for the settlement', failover.links.settle, `How was ${id} finished by hand, and who is master now? An approver reads this and confirms it.`, true);
  }
  return el('div', {}, el('p', {}, `${asked.askedBy} asks to settle it: ${asked.words}`),
    me.groups.includes('sso-approvers') && asked.askedBy !== me.name && act('Confirm the settlement', failover.links.settle, 'Every SSO server is asked who is master; if that is proven, the SSO system is released. What do you say to it?', true));
}

/** A former master that this run disabled: an operator asks that it runs again, an approver confirms it. */
function enabling(failover) {
  if (!failover.links.enableFormer) return false;
  const asked = failover.enabling?.endedAt ? undefined : failover.enabling;
  const former = failover.formerMasterSecretServer;
  if (!asked) {
    return me.groups.includes(OPERATORS) && act(`Ask to enable ${former} again`, failover.links.enableFormer, `Why is ENTSSO on ${former} to run again? It starts as an ordinary SSO server. An approver reads this and confirms it.`, true);
  }
  return el('div', {}, el('p', {}, `${asked.askedBy} asks to enable ${former} again: ${asked.words}`),
    !asked.confirmedBy && me.groups.includes('sso-approvers') && asked.askedBy !== me.name && act(`Confirm that ${former} is enabled again`, failover.links.enableFormer, `ENTSSO on ${former} is set to start as it did before, and started. What do you say to it?`, true));
}

function facts(rows) {
  return el('table', { class: 'facts' }, el('tbody', {}, rows.map(([name, ...value]) => el('tr', {}, el('th', { scope: 'row' }, name), el('td', {}, value)))));
}

/** Who had a part in it, from what the journal says. */
function people(failover, entries) {
  const parts = new Map([[failover.requestedBy, ['asked for it']]]);
  const part = { decision: ({ task, decision }) => `${words(task)}: ${words(decision)}`, 'failover.withdrawn': () => 'withdrew it' };
  for (const { actor, kind, data } of entries.filter((entry) => entry.kind in part)) {
    parts.set(actor, [...(parts.get(actor) ?? []), part[kind](data)]);
  }
  return [...parts].map(([name, acts]) => [name, acts.join('; ')]);
}

async function single(id) {
  const top = el('section');
  const rows = el('tbody');
  const journal = el('section', {}, el('h2', {}, 'Journal'), el('p', { class: 'soft', id: 'chain' }),
    el('table', { class: 'journal' }, el('thead', {}, el('tr', {}, ['Time', 'Who', 'Server', 'What was done'].map((head) => el('th', { scope: 'col' }, head)))), rows));
  main.replaceChildren(top, journal);
  let shown;
  return async () => {
    const [failover, { items, whole }] = await Promise.all([call(`/api/failovers/${id}`), call(`/api/failovers/${id}/journal`)]);
    document.title = `${failover.id} ${failover.state.replaceAll('-', ' ')} – Handover`;
    // A ledger only grows: rows that are there stay, and an answer that was unfolded stays so.
    rows.append(...items.slice(rows.childElementCount).map(journalRow));
    journal.querySelector('#chain').textContent = whole
      ? `${items.length} entries, in the order in which they were made. No link of their chain is broken.`
      : `${items.length} entries. The chain is BROKEN: an entry was changed, removed or reordered.`;
    const now = JSON.stringify([failover, people(failover, items)]);
    if (now === shown) return;
    shown = now;
    const operator = me.groups.includes(OPERATORS);
    const before = !failover.finishedAt && !failover.pointOfNoReturn.passed;
    top.replaceChildren(...[
      notice(failover),
      returned(failover),
      el('h1', { class: 'title' }, el('span', { class: 'id' }, failover.id), `SSO system ${failover.ssoSystem}`, badge(failover)),
      says(failover),
      outcome(failover),
      nextAct(failover),
      operator && failover.stuck.length > 0 && act('Try it again', `/api/failovers/${id}/retry`, 'Try the step again that is stuck?'),
      el('div', { class: `no-return ${failover.pointOfNoReturn.passed ? 'passed' : ''}` },
        el('p', {}, el('strong', {}, `Point of no return: ${failover.pointOfNoReturn.passed ? 'passed. ' : 'not passed. '}`), failover.pointOfNoReturn.means)),
      operator && before && act('Withdraw this failover', `/api/failovers/${id}/withdraw`, `Withdraw ${id}? Nothing has been changed; the SSO system is released.`),
      settlement(failover, id),
      enabling(failover),
      operator && failover.links.failback && act('Fail back', failover.links.failback, `Start the planned failover that makes ${failover.formerMasterSecretServer} the master secret server of ${failover.ssoSystem} again? It asks for approval like any other.`),
      failover.left?.length > 0 && el('h2', {}, 'Not proven, to be finished by hand'),
      failover.left?.length > 0 && facts(failover.left.map(({ name, server, command }) => [`${name} (${server})`, el('code', {}, command)])),
      failover.rehearsed && el('h2', {}, 'What this rehearsal does not prove about the real servers'),
      failover.rehearsed && el('ul', {}, failover.rehearsed.doesNotProve.map((one) => el('li', {}, one))),
      el('h2', {}, 'What was asked for'),
      facts([
        ['Change', `${failover.newMasterSecretServer} in place of ${failover.formerMasterSecretServer} (${failover.situation}, ${failover.path})`],
        ['Reason', failover.reason],
        failover.incident && ['Incident', `${failover.incident.source} ${failover.incident.id}`],
        ['Estate', failover.estate],
        ['Restore file', el('code', {}, failover.restoreFile)],
        failover.planDigest && ['Digest of the plan', el('code', {}, failover.planDigest)],
        ['Asked for', time(failover.requestedAt)],
        failover.finishedAt && ['Ended', time(failover.finishedAt)],
      ].filter(Boolean)),
      el('h2', {}, 'People'),
      facts(people(failover, items)),
    ].filter(Boolean));
  };
}

function isLive(live, why = '') {
  const banner = document.querySelector('#not-live');
  banner.hidden = live;
  banner.textContent = live ? '' : `Not live: ${why} What you see is as of ${lastHeard.toLocaleTimeString()}.`;
  document.querySelector('#live').textContent = live ? `Live, as of ${lastHeard.toLocaleTimeString()}.` : '';
}

async function whoAmI() {
  Object.assign(me, await call('/api/me'));
  document.querySelector('#who').textContent = `Signed in as ${me.name}`;
  document.querySelector('#tasklist').hidden = !me.groups.some((group) => ANSWERING.includes(group));
}

carryCsrfToken(document.querySelector('#sign-out'));
let look = null;
for (;;) {
  let again = LOOK_AGAIN;
  try {
    if (!me.name) await whoAmI();
    look ??= await (asked.has('failover') ? single(encodeURIComponent(asked.get('failover'))) : overview());
    await look();
    lastHeard = new Date();
    isLive(true);
  } catch (problem) {
    if (problem.status === 401) {
      isLive(false, 'you are no longer signed in; reload this page to sign in.');
      break;
    }
    if (problem.status === 404) {
      main.replaceChildren(el('p', { class: 'card' }, `${problem.message} `, el('a', { href: '/' }, 'See all failovers')));
      break;
    }
    isLive(false, `${problem.message} It is asked again every few seconds.`);
  }
  await new Promise((resolve) => setTimeout(resolve, document.hidden ? again * 5 : again));
}
