import { carryCsrfToken } from '/csrf.js';

const form = document.querySelector('#sign-in');
const message = document.querySelector('#message');
const asked = new URLSearchParams(location.search);

function say(sentence, kind) {
  message.textContent = sentence;
  message.className = kind;
  message.hidden = false;
}

const REFUSED = {
  'no-group': 'You are known there, but you are in none of the groups that are let in here. Ask whoever keeps the groups to put you into one of them.',
  'no-name': 'Your user name there cannot be used here: it may have letters, digits, dots, hyphens, underscores and @ only. Ask whoever keeps Handover.',
  'name-taken': 'Your user name there belongs to another person or to a tool here. Ask whoever keeps Handover.',
  provider: 'Signing in did not work: the provider refused, did not answer, or is not set up for Handover. Try again; the log of Handover says why.',
};

/** What was typed too early was not looked at; the page says when it is. */
function wait(seconds) {
  const until = Date.now() + seconds * 1000;
  const button = form.querySelector('button');
  const show = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    button.disabled = left > 0;
    say(left > 0 ? `Too many wrong passwords came from here. Try again in ${left < 120 ? `${left} s` : `${Math.ceil(left / 60)} minutes`}.` : 'You can try again now.', left > 0 ? 'problem' : 'done');
    if (left > 0) setTimeout(show, 500);
  };
  show();
}

if (asked.has('error')) {
  say('The user name or the password is wrong.', 'problem');
} else if (asked.has('wait')) {
  wait(Number(asked.get('wait')) || 1);
} else if (asked.has('refused')) {
  say(REFUSED[asked.get('refused')] ?? REFUSED.provider, 'problem');
} else if (asked.has('logout')) {
  say('You are signed out, of Tasklist and Cockpit too.', 'done');
}

// A link to a task names it behind the #, which no server sees: carried along, the browser still has it after signing in.
form.action = '/login' + location.hash;
carryCsrfToken(form);

const ways = await (await fetch('/login/ways')).json();
if (ways.provider) {
  const link = document.querySelector('#provider');
  link.href = ways.address;
  link.textContent = `Sign in with ${ways.provider}`;
  link.hidden = false;
  form.hidden = !ways.passwords;
  document.querySelector('.hint').hidden = true;
}
