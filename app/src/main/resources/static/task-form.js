// Runs inside Tasklist: what the embedded forms (forms/*.html) have in common. Such a form answers its task under /api, past the
// engine's own form variables, so that no password and no pasted text reaches the engine, its history, or the draft that Tasklist
// keeps in the browser.
import { csrfToken } from './csrf.js';

/** By this Tasklist knows that a form keeps its task, and says nothing of its own. */
const KEPT = 'camForm submission prevented';

/** What the application answers, or as `problem` a sentence for the person at the form. */
async function ask(method, path, body) {
  const headers = { Accept: 'application/json, application/problem+json' };
  if (body) Object.assign(headers, { 'Content-Type': 'application/json', 'X-HANDOVER-XSRF': csrfToken() });
  try {
    const base = location.pathname.split('/camunda/')[0];
    const response = await fetch(base + path, { method, headers, body: body && JSON.stringify(body) });
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return answer;
    return { problem: answer.detail ?? `Handover answered with status ${response.status} and gave no reason. Try again.` };
  } catch {
    return { problem: 'Handover could not be reached. The task is still open as far as is known; try again.' };
  }
}

/**
 * Brings an embedded form to life: `run` in its scope are the variables that it shows, `answer.decision` what was chosen, `problem`
 * why the task is still here. `loaded` is called once the variables are there; `words` when the task is answered, for what is sent
 * with the decision. Either may answer with a problem.
 */
function form(camForm, $scope, { shown, loaded = () => ({}), words = () => ({}) }) {
  Object.assign($scope, { run: {}, answer: {}, problem: null });
  const say = (problem = null) => {
    $scope.problem = problem;
    $scope.$applyAsync();
  };
  camForm.on('form-loaded', () => shown.forEach((name) => camForm.variableManager.fetchVariable(name)));
  camForm.on('variables-fetched', async () => {
    shown.forEach((name) => ($scope.run[name] = camForm.variableManager.variableValue(name)));
    say((await loaded()).problem);
  });
  camForm.submitVariables = async (done) => {
    const { decision } = $scope.answer;
    const said = await words(decision);
    const { problem } = said.problem ? said : await ask('POST', `/api/tasks/${camForm.taskId}/decision`, { decision, ...said });
    say(problem);
    done(problem ? new Error(KEPT) : null);
  };
}

/**
 * A form that takes a password into custody before it answers its task. `fields` are the ids of its input elements, which are
 * bound to nothing; each is emptied as soon as it is read. `custody` in the scope says what is held already.
 */
function custody(camForm, $scope, { shown, kind, decisions, fields }) {
  const element = (name) => document.getElementById(fields[name]);
  const names = Object.keys(fields);
  const address = () => `/api/failovers/${encodeURIComponent($scope.run.failoverId)}/${kind}-password`;
  const taken = (name) => {
    const { value } = element(name);
    element(name).value = '';
    return value;
  };
  const look = async () => {
    const held = await ask('GET', address());
    if (!held.problem) $scope.custody = held;
    return held;
  };

  async function give() {
    if (names.every((name) => element(name).value === '')) {
      const { problem, held } = await look();
      return problem || held ? { problem } : { problem: `No password is held for this run. Type the ${kind} password first.` };
    }
    const password = taken('password');
    if (fields.again && taken('again') !== password) return { problem: 'The two passwords differ. Type them again.' };
    const reminder = fields.reminder && element('reminder').value;
    const { problem } = await ask('PUT', address(), { password, reminder });
    if (problem) return { problem: `${problem} Type the password again.` };
    names.forEach(taken);
    $scope.custody.held = true;
    return {};
  }

  $scope.custody = {};
  form(camForm, $scope, { shown, loaded: look, words: (decision) => (decisions.includes(decision) ? give() : {}) });
  $scope.$on('$destroy', () => names.filter(element).forEach(taken));
}

/** Copies what an element shows, also where the page came over plain HTTP and has no clipboard of its own. */
function copy(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  return document.execCommand('copy');
}

/** A link in a Camunda Form loses its target on the way: it would take the place of the form, and of all that was typed into it. */
function openBesideTheForm({ target }) {
  const link = target.closest('.fjs-container a[href]');
  if (link) Object.assign(link, { target: '_blank', rel: 'noopener' });
}

window.handover = { form, custody, copy };
document.addEventListener('click', openBesideTheForm, true);

export default [];
