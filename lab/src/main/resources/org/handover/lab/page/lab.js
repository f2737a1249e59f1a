// The lab's page: asks for everything once a second and changes what is different.

import { ask, pageWithToken, Refused, systemPath, takeTokenFromAddress, useToken } from './connection.js';

const PACE = 1000;
const MANY = 9;
const ROLES = {
  MASTER: 'master secret server',
  MASTER_WITHOUT_SECRET: 'master, without the secret',
  MASTER_WITH_UNREADABLE_SECRET: 'master, cannot read its secret',
  MEMBER: 'member, secret in memory',
  MEMBER_WITHOUT_SECRET: 'member, without a secret',
};

const $ = id => document.getElementById(id);
const sections = new Map();
let lastAnswer = null;
let faultsOf = null;
let asking = false;

function make(tag, text, className) {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className) {
    element.className = className;
  }
  return element;
}

function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Fills a list anew, only when its content is different; an empty one says why it is. */
function fill(list, content, build, empty) {
  const key = JSON.stringify(content);
  if (list.filledWith !== key) {
    list.filledWith = key;
    list.replaceChildren(...(content.length === 0 && empty ? [make('li', empty, 'quiet')] : content.map(build)));
  }
}

function time(at) {
  const when = new Date(at);
  const today = when.toDateString() === new Date().toDateString();
  return today
    ? when.toLocaleTimeString('en-GB')
    : `${when.toLocaleDateString('en-GB', { day: '2-digit', month: 'short' })} ${when.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`;
}

function say(problem) {
  $('said').textContent = problem.message;
  $('said').hidden = false;
}

async function act(button, work) {
  button.disabled = true;
  $('said').hidden = true;
  try {
    await work();
    await look();
  } catch (problem) {
    say(problem);
  } finally {
    button.disabled = false;
  }
}

function sure(title, text, yes) {
  $('sure-title').textContent = title;
  $('sure-text').textContent = text;
  $('sure-yes').textContent = yes;
  const dialog = $('sure');
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise(done => dialog.addEventListener('close', () => done(dialog.returnValue === 'yes'), { once: true }));
}

// --- systems

function section(system) {
  const element = $('system-template').content.firstElementChild.cloneNode(true);
  const name = system.name;
  element.querySelector('h2').textContent = system.twinOf ? `${name} (twin of ${system.twinOf})` : name;
  element.classList.toggle('twin', Boolean(system.twinOf));
  const button = what => element.querySelector(`[data-act=${what}]`);
  button('remove').hidden = !system.twinOf;
  button('reset').addEventListener('click', async event => {
    if (await sure(`Reset ${name}?`, 'Every server of it goes back to the state that it was founded in. Connections are cut, and what was done since is gone. Ports and host keys stay.', 'Reset')) {
      act(event.target, () => ask('POST', systemPath(name, '/reset')));
    }
  });
  button('remove').addEventListener('click', async event => {
    if (await sure(`Remove ${name}?`, 'The twin ends, with everything that is on it.', 'Remove')) {
      act(event.target, () => ask('DELETE', systemPath(name)));
    }
  });
  for (const as of ['now', 'founded']) {
    button(`twin-${as}`).addEventListener('click', event =>
      act(event.target, async () => showTwin(await ask('POST', systemPath(name, '/twin'), { as }))));
  }
  $('systems').append(element);
  return { element, cards: new Map() };
}

function showTwin(twin) {
  $('twin-title').textContent = `${twin.name} is up`;
  const facts = [
    ['Account', twin.account],
    ...twin.servers.map(server => [server.name, `${server.host}:${server.port}`]),
    ['Restore file', twin.restoreFile.path],
    ['SHA-256', twin.restoreFile.sha256],
    ['MSID in it', twin.restoreFile.msid],
    ['Its password', twin.restorePassword],
  ];
  $('twin-facts').replaceChildren(...facts.map(([term, value]) => {
    const row = document.createElement('div');
    row.append(make('dt', term), make('dd', value));
    return row;
  }));
  $('twin').showModal();
}

// --- servers

function card(system, server, into) {
  const element = $('server-template').content.firstElementChild.cloneNode(true);
  const path = rest => systemPath(system.name, `/servers/${encodeURIComponent(server.name)}${rest}`);
  const name = element.querySelector('.name');
  name.textContent = server.name;
  name.setAttribute('aria-expanded', 'false');
  name.addEventListener('click', () => name.setAttribute('aria-expanded', String(element.classList.toggle('open'))));
  element.querySelector('[data-act=power]').addEventListener('click', event => {
    const on = event.target.dataset.on === 'true';
    act(event.target, () => ask('POST', path('/power'), { on: !on }));
  });
  element.querySelector('[data-act=faults]').addEventListener('click', event => act(event.target, () => openFaults(system.name, server.name)));
  element.querySelector('[data-act=snap-in]').addEventListener('click', () =>
    window.open(pageWithToken(`/servers/${encodeURIComponent(system.name)}/${encodeURIComponent(server.name)}/snap-in`), '_blank', 'noopener'));
  into.append(element);
  return { element, path };
}

function fact(element, name, text, className) {
  const place = element.querySelector(`[data-fact=${name}]`);
  setText(place, text);
  if (className !== undefined) {
    place.dataset.tone = className;
  }
}

function update(known, server, named) {
  const { element, path } = known;
  element.classList.toggle('off', !server.poweredOn);
  element.classList.toggle('faulty', server.faults.length > 0);
  setText(element.querySelector('.address'), `port ${server.port}`);
  setText(element.querySelector('.power'), server.poweredOn ? 'on' : 'no power');
  const isMaster = (server.role ?? '').startsWith('MASTER');
  element.classList.toggle('master', isMaster);
  fact(element, 'role', server.role ? ROLES[server.role] ?? server.role : server.poweredOn ? 'none: ENTSSO does not run' : '–',
    server.role === 'MASTER' ? 'master' : (server.role ?? '').includes('WITH') ? 'bad' : '');
  fact(element, 'entsso', (server.entsso ?? '–').toLowerCase().replaceAll('_', ' '), server.entsso === 'RUNNING' ? 'good' : 'bad');
  const dependents = Object.entries(server.dependents);
  fact(element, 'dependents', dependents.map(([name, state]) => `${name.replace('$', '$\u200b')}: ${state.toLowerCase().replaceAll('_', ' ')}`).join(', ') || '–',
    dependents.some(([, state]) => state !== 'RUNNING') ? 'bad' : '');
  fact(element, 'ssoss', server.ssoss.join('\n') || 'none');
  fact(element, 'memory', server.msidsInMemory.join('\n') || 'none');
  fact(element, 'named', named === null ? 'does not answer' : named.toUpperCase() === server.name ? 'this server' : named,
    named === null ? 'bad' : named.toUpperCase() === server.name ? 'master' : '');
  const power = element.querySelector('[data-act=power]');
  power.dataset.on = String(server.poweredOn);
  setText(power, server.poweredOn ? 'Take down' : 'Bring back');
  power.classList.toggle('danger', server.poweredOn);
  fill(element.querySelector('.on'), server.faults, fault => faultChip(fault, path));
  setText(element.querySelector('.typed-count'), String(server.typedCount));
  setText(element.querySelector('.change-count'), String(server.changeCount));
  fill(element.querySelector('.events'), [...server.events].reverse(), event => {
    const line = document.createElement('li');
    line.dataset.level = event.level;
    line.append(make('time', time(event.at)), make('b', String(event.id)), make('span', event.message));
    line.title = `${event.source}, record ${event.recordId}\n${event.message}`;
    return line;
  }, 'ENTSSO has said nothing yet.');
  fill(element.querySelector('.typed'), [...server.typed].reverse(), line => {
    const item = document.createElement('li');
    item.append(make('time', time(line.at)), make('code', line.commandLine));
    item.title = `${line.account}${line.pty ? ', in a terminal' : ''}\n${line.commandLine}`;
    return item;
  }, 'Nobody has typed anything yet.');
  fill(element.querySelector('.changes'), [...server.changes].reverse(), change => {
    const item = document.createElement('li');
    item.append(make('time', time(change.at)), make('span', change.what));
    item.title = change.what;
    return item;
  }, 'Nothing was changed here yet.');
}

function faultChip(fault, path) {
  const chip = document.createElement('li');
  const settings = Object.entries(fault.settings).map(([name, value]) => `${name} ${value}`).join(', ');
  chip.append(make('span', fault.id + (settings ? ` (${settings})` : '')
    + (fault.atCommand > 0 ? ` at command ${fault.atCommand}` : '')));
  chip.classList.toggle('waiting', fault.atCommand > 0);
  const off = make('button', '✕');
  off.setAttribute('aria-label', `Switch ${fault.id} off`);
  off.addEventListener('click', () => act(off, async () => {
    const answer = await ask('DELETE', path(`/faults/${encodeURIComponent(fault.id)}`));
    if ($('faults').open) {
      showFaults(answer);
    }
  }));
  chip.append(off);
  return chip;
}

// --- the faults of one server

async function openFaults(system, server) {
  const path = rest => systemPath(system, `/servers/${encodeURIComponent(server)}${rest}`);
  const answer = await ask('GET', path('/faults'));
  faultsOf = { path, catalogue: answer.catalogue };
  $('faults-title').textContent = `What goes wrong on ${server}`;
  $('fault-id').replaceChildren(...answer.catalogue.map(fault => new Option(fault.id, fault.id)));
  $('fault-at').value = '0';
  showFaults(answer);
  chooseFault();
  $('faults').showModal();
}

function showFaults(answer) {
  const chips = answer.switched.map(fault => faultChip(fault, faultsOf.path));
  $('faults-on').replaceChildren(...(chips.length ? chips : [make('li', 'No fault is switched on here.', 'quiet')]));
  $('fault-wrong').hidden = true;
}

function chooseFault() {
  const fault = faultsOf.catalogue.find(one => one.id === $('fault-id').value);
  setText($('fault-meaning'), fault?.meaning ?? 'This server knows no fault.');
  setText($('fault-source'), fault ? `See ${fault.source}.` : '');
  $('fault-settings').replaceChildren(...Object.entries(fault?.settings ?? {}).map(([name, meaning]) => {
    const label = make('label', `${name}: ${meaning} `);
    const field = document.createElement('input');
    field.name = name;
    field.placeholder = /default\s+(\S*[^\s.,;])/.exec(meaning)?.[1] ?? '';
    label.append(field);
    return label;
  }));
}

$('fault-id').addEventListener('change', chooseFault);
$('fault-form').addEventListener('submit', async event => {
  event.preventDefault();
  const settings = {};
  for (const field of $('fault-settings').querySelectorAll('input')) {
    if (field.value.trim()) {
      settings[field.name] = field.value.trim();
    }
  }
  try {
    showFaults(await ask('POST', faultsOf.path('/faults'), { id: $('fault-id').value, settings, atCommand: Number($('fault-at').value) }));
    await look();
  } catch (problem) {
    $('fault-wrong').textContent = problem.message;
    $('fault-wrong').hidden = false;
  }
});
$('faults-off').addEventListener('click', async () => {
  showFaults(await ask('DELETE', faultsOf.path('/faults')));
  await look();
});

// --- looking

function show(overview) {
  const there = new Set(overview.systems.map(system => system.name));
  for (const [name, known] of sections) {
    if (!there.has(name)) {
      known.element.remove();
      sections.delete(name);
    }
  }
  const count = overview.systems.reduce((sum, system) => sum + system.servers.length, 0);
  document.body.classList.toggle('many', count > MANY);
  for (const system of overview.systems) {
    if (!sections.has(system.name)) {
      sections.set(system.name, section(system));
    }
    const known = sections.get(system.name);
    setText(known.element.querySelector('.named'), system.masterSecretServer === null
      ? 'The SSO database does not answer.'
      : `The database names ${system.masterSecretServer} as the master secret server.`);
    const into = known.element.querySelector('.servers');
    for (const server of system.servers) {
      if (!known.cards.has(server.name)) {
        known.cards.set(server.name, card(system, server, into));
      }
      update(known.cards.get(server.name), server, system.masterSecretServer);
    }
  }
}

function live(isLive) {
  document.body.classList.toggle('stale', !isLive);
  const how = lastAnswer
    ? `has not answered since ${lastAnswer.toLocaleTimeString('en-GB')}. What you see is old.`
    : 'has not answered yet. See whether it runs; this page goes on asking.';
  setText($('live'), isLive ? 'Live' : `Not live: the lab ${how}`);
}

async function look() {
  if (asking) {
    return;
  }
  asking = true;
  try {
    const overview = await ask('GET', '/overview');
    lastAnswer = new Date();
    $('token-form').hidden = true;
    show(overview);
    live(true);
  } catch (problem) {
    if (problem instanceof Refused && problem.status === 401) {
      $('token-wrong').hidden = $('token-form').hidden && lastAnswer === null && !$('token').value;
      $('token-form').hidden = false;
    }
    live(false);
  } finally {
    asking = false;
  }
}

async function keepLooking() {
  if ($('token-form').hidden) {
    await look();
  }
  setTimeout(keepLooking, PACE);
}

$('token-form').addEventListener('submit', event => {
  event.preventDefault();
  useToken($('token').value);
  look();
});

if (!takeTokenFromAddress()) {
  $('token-form').hidden = false;
  setText($('live'), 'Not live: the token is missing.');
}
keepLooking();
