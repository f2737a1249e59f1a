import { carryCsrfToken } from '/csrf.js';

const form = document.querySelector('#sign-in');
const message = document.querySelector('#message');
const asked = new URLSearchParams(location.search);

function say(sentence, kind) {
  message.textContent = sentence;
  message.className = kind;
  message.hidden = false;
}

if (asked.has('error')) {
  // The engine refuses for 3 s after a wrong try, then for longer each time, whatever is typed.
  say('The user name or the password is wrong. Wait a little before the next try: too soon after a wrong one, the right one is refused too.', 'problem');
} else if (asked.has('logout')) {
  say('You are signed out, of Tasklist and Cockpit too.', 'done');
}

// A link to a task names it behind the #, which no server sees: carried along, the browser still has it after signing in.
form.action = '/login' + location.hash;
carryCsrfToken(form);
