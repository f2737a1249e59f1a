// Runs inside Cockpit: a tab of a process instance that leads to its run on the board, and shows the newest entries of its journal.
import { el, time, words } from '/page.js';

const NEWEST = 50;

async function ask(path) {
  const response = await fetch(path, { headers: { Accept: 'application/json, application/problem+json' } });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.detail ?? answer.message ?? `Handover answered with status ${response.status}.`);
  return answer;
}

const row = ({ at, actor, kind, data }) =>
  el('tr', {}, el('td', {}, time(at)), el('td', {}, actor), el('td', {}, data.server ?? ''), el('td', {}, `${words(data.step ?? data.task ?? '')} ${kind.replace('.', ' ')} `, data.command && el('code', {}, data.command)));

async function show(node, { api, processInstanceId }) {
  const { businessKey } = await ask(`${api.engineApi}/process-instance/${processInstanceId}`);
  if (!businessKey) throw new Error('This process instance belongs to no failover.');
  const { items } = await ask(`/api/failovers/${businessKey}/journal`);
  const heads = ['Time', 'Who', 'Server', 'What was done'].map((head) => el('th', {}, head));
  node.replaceChildren(
    el('p', {}, el('a', { href: `/board/failovers/${businessKey}` }, `${businessKey} on the board`), ': what is true, the next act, its whole journal, checks and proofs. ',
      el('a', { href: `/api/failovers/${businessKey}/evidence` }, 'Its signed evidence'), ' is for auditors and approvers.'),
    el('p', {}, `The ledger has ${items.length} entries of this run; the newest first:`),
    el('table', { class: 'table' }, el('thead', {}, el('tr', {}, heads)), el('tbody', {}, items.slice(-NEWEST).reverse().map(row))),
  );
}

export default [
  {
    id: 'handoverOfProcessInstance',
    pluginPoint: 'cockpit.processInstance.runtime.tab',
    priority: 9,
    properties: { label: 'Handover' },
    render: (node, about) => {
      node.textContent = 'The journal is being read.';
      show(node, about).catch(({ message }) => (node.textContent = message));
    },
  },
];
