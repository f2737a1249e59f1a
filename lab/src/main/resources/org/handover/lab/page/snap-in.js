// The SSO Administration snap-in of one server. What the service does not allow is not offered, and is refused by it anyway.

import { ask, Refused, takeTokenFromAddress, useToken } from './connection.js';

const [, , system, server] = location.pathname.split('/').map(decodeURIComponent);
const base = location.pathname;
const $ = id => document.getElementById(id);
let session = '';
let known = null;
let node = 'system';

const NODES = {
  root: () => rows(['Name'], [['System'], ['Affiliate Applications'], ['Servers'], ['Password Synchronization']]),
  system: () => rows(['Name', 'Value'], [
    ['SSO Server', known.server],
    ['SQL Server', known.sqlServer],
    ['SSO database', known.database],
    ['SSO secret server', known.secretServer],
    ['SSO status', known.enabled ? 'Enabled' : 'Disabled'],
    ['SSO Administrators', known.administrators],
    ['SSO Affiliate Administrators', known.affiliateAdministrators],
  ]),
  applications: () => rows(['Name', 'Type', 'Description', 'Contact'],
    known.applications.map(one => [one.name, one.kind, one.description, one.contact])),
  servers: () => rows(['Name', 'Status', 'Service Account', 'SSO Database', 'Secret Server'],
    known.servers.map(one => [one.name, words(one.status), known.serviceAccount, `${known.sqlServer}.${known.database}`, one.secretServer ? 'Yes' : 'No'])),
  sync: () => rows(['Name'], []),
};

function words(status) {
  return status.toLowerCase().replaceAll('_', ' ').replace(/^./, first => first.toUpperCase());
}

function rows(head, body) {
  const line = (cells, tag) => {
    const row = document.createElement('tr');
    row.append(...cells.map(cell => Object.assign(document.createElement(tag), { textContent: cell })));
    return row;
  };
  $('head').replaceChildren(line(head, 'th'));
  $('rows').replaceChildren(...body.map(cells => line(cells, 'td')));
  $('nothing').textContent = body.length ? '' : 'There are no items to show in this view.';
}

function say(text) {
  $('message').textContent = text;
  $('message').hidden = !text;
}

const request = (method, what, body) =>
  ask(method, `${base}/${what}`, body, session ? { 'Snap-In-Session': session } : {});

async function load() {
  known = await request('GET', 'system');
  const answers = !known.error;
  say(answers ? '' : known.error);
  $('signed-in').textContent = known.account;
  $('properties').disabled = !answers;
  draw();
}

function draw() {
  for (const button of $('tree').querySelectorAll('button')) {
    button.setAttribute('aria-current', String(button.dataset.node === node));
  }
  if (known.error) {
    rows([''], []);
  } else {
    NODES[node]();
  }
}

async function attempt(work) {
  try {
    await work();
  } catch (problem) {
    if (problem instanceof Refused && problem.status === 401) {
      $('token-form').hidden = false;
    }
    say(problem instanceof Refused ? problem.message : 'The lab does not answer.');
  }
}

function list(panel, values) {
  $(panel).replaceChildren(...values.map(([name, value]) => {
    const label = document.createElement('label');
    const field = document.createElement('input');
    field.readOnly = true;
    field.value = value;
    label.append(`${name} `, field);
    return label;
  }));
}

function openProperties() {
  $('menu').hidden = true;
  const set = known.settings;
  const yes = flag => (flag ? 'Yes' : 'No');
  $('secret-server').value = known.secretServer;
  $('ticket-timeout').value = known.ticketTimeoutMinutes;
  $('cache-timeout').value = known.credentialCacheMinutes;
  $('change').disabled = !known.mayChange;
  $('why-not').textContent = known.mayChange ? '' : `Only on the master secret server, ${known.secretServer}, can it be changed here.`;
  list('accounts', [['SSO Administrators', known.administrators], ['SSO Affiliate Administrators', known.affiliateAdministrators]]);
  list('options', [
    ['Allow tickets', yes(set.tickets_allowed)],
    ['Validate tickets', yes(set.validate_tickets)],
    ['Host initiated SSO', yes(set.host_initiated)],
    ['Password sync from Windows to adapters', yes(set.sync_from_windows)],
    ['Password sync from adapters to the SSO database', yes(set.sync_to_database)],
    ['Password sync from adapters to Windows', yes(set.sync_to_windows)],
  ]);
  list('audits', [
    ['Deleted applications', set.audit_deleted_applications],
    ['Deleted mappings', set.audit_deleted_mappings],
    ['External credential lookups', set.audit_external_lookups],
  ]);
  $('dialog-message').hidden = true;
  chooseTab('general');
  if (!$('dialog').open) {
    $('dialog').showModal();
  }
}

function chooseTab(chosen) {
  for (const tab of document.querySelectorAll('[role=tab]')) {
    tab.setAttribute('aria-selected', String(tab.dataset.tab === chosen));
    $(tab.dataset.tab).hidden = tab.dataset.tab !== chosen;
  }
}

document.querySelectorAll('[role=tab]').forEach(tab => tab.addEventListener('click', () => chooseTab(tab.dataset.tab)));
$('tree').addEventListener('click', event => {
  if (event.target.dataset.node) {
    node = event.target.dataset.node;
    draw();
  }
});
$('tree').addEventListener('contextmenu', event => {
  if (event.target.dataset.node === 'system' && !known.error) {
    event.preventDefault();
    node = 'system';
    draw();
    $('menu').style.left = `${event.pageX}px`;
    $('menu').style.top = `${event.pageY}px`;
    $('menu').hidden = false;
  }
});
document.addEventListener('click', () => { $('menu').hidden = true; });
$('properties').addEventListener('click', openProperties);
$('menu-properties').addEventListener('click', openProperties);
$('refresh').addEventListener('click', () => attempt(load));
$('close').addEventListener('click', () => $('dialog').close());
$('cancel').addEventListener('click', () => $('chooser').close());
$('change').addEventListener('click', () => {
  $('servers').replaceChildren(...known.servers.map(one => new Option(one.name)));
  $('new-server').value = '';
  $('chooser').showModal();
});
$('chooser-form').addEventListener('submit', async event => {
  event.preventDefault();
  $('chooser').close();
  try {
    known = await request('POST', 'secret-server', { secretServer: $('new-server').value.trim() });
    openProperties();
    draw();
  } catch (problem) {
    $('dialog-message').textContent = problem instanceof Refused ? problem.message : 'The lab does not answer.';
    $('dialog-message').hidden = false;
  }
});
$('sign-in').addEventListener('submit', event => {
  event.preventDefault();
  attempt(async () => {
    const answer = await request('POST', 'sign-in', { account: $('account').value.trim(), password: $('password').value });
    session = answer.session;
    $('password').value = '';
    await load();
    $('sign-in').hidden = true;
    $('console').hidden = false;
  });
});
$('sign-out').addEventListener('click', () => attempt(async () => {
  await request('POST', 'sign-out');
  session = '';
  say('');
  $('console').hidden = true;
  $('sign-in').hidden = false;
}));
$('token-form').addEventListener('submit', event => {
  event.preventDefault();
  useToken($('token').value);
  $('token-form').hidden = true;
  say('');
});

$('where').textContent = `${server} of ${system}`;
$('console-title').textContent = `SSO Administration on ${server}`;
document.title = `LAB: SSO Administration on ${server}`;
$('sign-in-server').textContent = server;
$('sign-in').hidden = false;
$('token-form').hidden = takeTokenFromAddress();
