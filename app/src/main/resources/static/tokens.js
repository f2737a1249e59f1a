// The tokens of tools, for administrators: make one, see when each was last used, revoke one.
import { carryCsrfToken, csrfToken } from '/csrf.js';
import { el, time } from '/page.js';

const form = document.querySelector('#make');
const made = document.querySelector('#made');
const problem = document.querySelector('#problem');

async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: { 'Content-Type': 'application/json', 'X-HANDOVER-XSRF': csrfToken() },
    body: body && JSON.stringify(body),
  });
  const answer = response.headers.get('Content-Type')?.includes('json') ? await response.json() : {};
  if (!response.ok) throw new Error(answer.detail ?? `Handover answered ${response.status}.`);
  return answer;
}

async function attempt(act) {
  problem.hidden = true;
  try {
    await act();
  } catch (refused) {
    problem.textContent = refused.message;
    problem.hidden = false;
  }
}

function row(token) {
  const revoke = el('button', { class: 'quiet', type: 'button' }, 'Revoke');
  revoke.addEventListener('click', () => {
    if (confirm(`Revoke the token ${token.id} of ${token.tool}? It opens nothing from then on, and cannot be made valid again.`)) {
      attempt(async () => {
        await call('DELETE', `/api/tokens/${token.id}`);
        await show();
      });
    }
  });
  return el('tr', {}, [
    el('td', {}, token.tool),
    el('td', {}, token.scopes.join(', ')),
    el('td', {}, token.state, token.revokedBy && ` by ${token.revokedBy}`),
    el('td', {}, time(token.expiresAt, { dateStyle: 'medium' })),
    el('td', {}, token.lastUsedAt ? time(token.lastUsedAt) : 'never'),
    el('td', {}, token.madeBy),
    el('td', {}, token.state === 'valid' && revoke),
  ]);
}

async function show() {
  const { items } = await call('GET', '/api/tokens');
  document.querySelector('#none').hidden = items.length > 0;
  const heads = ['Tool', 'May', 'State', 'Ends', 'Last used', 'Made by', ''].map((head) => el('th', { scope: 'col' }, head));
  document.querySelector('#all').replaceChildren(
    items.length > 0 ? el('table', { class: 'journal' }, el('thead', {}, el('tr', {}, heads)), el('tbody', {}, items.map(row))) : '',
  );
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(async () => {
    const scopes = ['start', 'read'].filter((scope) => form.elements[scope].checked);
    const { tool, token } = await call('POST', '/api/tokens', { tool: form.elements.tool.value, scopes, days: Number(form.elements.days.value) });
    made.querySelector('strong').textContent = tool;
    made.querySelector('pre').textContent = token;
    made.hidden = false;
    form.reset();
    await show();
  });
});

carryCsrfToken(document.querySelector('#sign-out'));
attempt(show);
