import { carryCsrfToken } from '/csrf.js';

const form = document.querySelector('#sign-in');
const message = document.querySelector('#message');
const asked = new URLSearchParams(location.search);

function say(sentence, kind) {
  message.textContent = sentence;
  message.className = kind;
  message.hidden = false;
}

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
} else if (asked.has('logout')) {
  say('You are signed out, of Tasklist and Cockpit too.', 'done');
}

// A link to a task names it behind the #, which no server sees: carried along, the browser still has it after signing in.
form.action = '/login' + location.hash;
carryCsrfToken(form);
