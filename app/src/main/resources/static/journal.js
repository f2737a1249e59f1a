// The journal of one failover as a table: one row an entry, long answers folded.
import { el, time, words } from '/page.js';

const code = (text) => el('code', {}, text);
const folded = (summary, text) => text && el('details', {}, el('summary', {}, summary), el('pre', {}, text));
const json = (value) => JSON.stringify(value, null, 2);
const sentence = (data, ...words) => words.concat(data.comment || data.justification ? [` “${data.comment || data.justification}”`] : []);

const refused = (text) => el('span', { class: 'refused' }, text);

/** What each kind of entry says; one that is not known here is shown as it is kept. */
const SAYS = {
  'failover.requested': ({ request }) => [`The failover was asked for: ${request.reason}`, folded('the request', json(request))],
  'failover.withdrawn': (data) => sentence(data, 'The failover was withdrawn.'),
  'failover.ended': ({ state, outcome }) => [`The failover ended: ${state}, outcome ${outcome}.`],
  'estate.looked': ({ blocking, findings }) => [
    blocking ? refused('The servers were looked at: something forbids the change.') : 'The servers were looked at: nothing forbids the change.',
    folded('what was checked', findings.map(({ check, result, seen, whatToDo }) => `${check}: ${result}\n    ${seen} ${whatToDo}`).join('\n')),
  ],
  'step.typed': ({ command, answer, exitCode, tookMillis, account }) => [
    code(command),
    folded(`answer (exit code ${exitCode}, ${tookMillis} ms, as ${account})`, answer?.trim() || 'nothing'),
  ],
  'step.console': ({ command, failure, answer }) => [code(command), el('br'), refused(failure), folded('answer so far', answer?.trim())],
  'step.intent': ({ step, attempt, command, noted }) => [
    `${words(step)}, attempt ${attempt}: about to type `, code(command), Object.keys(noted ?? {}).length > 0 && folded('noted before', json(noted)),
  ],
  'step.begun': ({ step }) => [`${words(step)}: begins.`],
  'step.outcome': ({ step, attempt, outcome, seen, events }) => [
    `${words(step)}, attempt ${attempt}: ${outcome}.`,
    events?.length > 0 && ` Windows answered with ${events.map(({ id, recordId }) => `${id} (record ${recordId})`).join(', ')}.`,
    folded('what was seen', seen?.trim()),
  ],
  'step.proven': ({ step, how, seen }) => [`${words(step)}: proven (${how}).`, folded('what was seen', seen?.trim())],
  'step.failed': ({ step, failure, seen }) => [refused(`${words(step)}: ${failure}`), folded('what was seen', seen?.trim())],
  'step.stuck': ({ activity, why }) => [refused(`${words(activity)} is stuck: ${why}`)],
  'run.path': (passed) => ['The path through the pictures was recorded.', folded('what was passed', json(passed))],
  'wall.refused': ({ step, why }) => [refused(`${words(step)} was not typed: ${why}`)],
  'decision.refused': ({ task, why }) => [refused(`${words(task)}: the answer was refused. ${why}`)],
  decision: (data) => sentence(data, `${words(data.task)}: ${words(data.decision)}.`),
  approval: (data) => sentence(data, `${data.decision}, for the plan `, code(data.plan.slice(0, 12)), '…'),
  plan: ({ digest, plan }) => ['The plan was made, with the digest ', code(digest.slice(0, 12)), '…', folded('the plan', json(plan))],
  verification: ({ agreed, beliefs }) => [
    agreed ? 'Every SSO server but the former master has the secret.' : 'Not every SSO server is proven to have the secret.',
    el('ul', {}, beliefs.map(({ server, secret, masterNamed }) => el('li', {}, `${server}: secret ${secret}; names as master: ${masterNamed}`))),
  ],
};

export function journalRow({ at, actor, kind, data }) {
  const says = SAYS[kind]?.(data) ?? [`${kind} `, folded('details', json(data))];
  return el('tr', {}, el('td', {}, time(at, { timeStyle: 'medium' })), el('td', {}, actor), el('td', {}, data.server ?? ''), el('td', {}, says));
}
