// npm run check:forms: models and forms belong together, and no form uses what Tasklist 7.24 cannot show. Needs no browser.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { BpmnModdle } from 'bpmn-moddle';
import { diagrams, folder } from './diagrams.js';

/** What was seen to work in Tasklist 7.24 (form-js 1.8.7). A file picker makes it refuse the form, a dynamic list never completes. */
const COMPONENTS = new Set(
  ('text textfield textarea number checkbox checklist radio select taglist datetime table html group separator spacer image ' +
    'expression button').split(' '),
);
const EMBEDDED = 'embedded:deployment:';

const forms = join(dirname(folder), 'forms');
const files = readdirSync(forms).filter((file) => file.endsWith('.form') || file.endsWith('.html'));
const complaints = [];
const complain = (where, what) => complaints.push(`${where}: ${what}`);

const offered = new Map(files.map((file) => [file, file.endsWith('.form') ? offeredByForm(file) : offeredByPage(file)]));
const asked = await decisionsAsked();

for (const [file, { tasks, decisions }] of asked) {
  const choices = offered.get(file);
  if (!files.includes(file)) {
    complain(tasks.join(', '), `there is no form ${file}`);
  } else if (choices && decisions.size) {
    [...choices].filter((choice) => !decisions.has(choice)).forEach((choice) => complain(file, `no flow is taken for ${choice}`));
    [...decisions].filter((decision) => !choices.has(decision)).forEach((decision) => complain(file, `does not offer ${decision}`));
  }
}
files.filter((file) => !asked.has(file)).forEach((file) => complain(file, 'no user task shows it'));

complaints.forEach((complaint) => console.error(complaint));
console.log(`check:forms: ${files.length} forms, ${complaints.length} complaints`);
process.exitCode = complaints.length ? 1 : 0;

/** The values of `decision` that a Camunda Form offers, or null when the process hands them over. */
function offeredByForm(file) {
  const form = JSON.parse(readFileSync(join(forms, file), 'utf8'));
  if (form.id !== basename(file, '.form')) complain(file, `its id is ${form.id}`);
  if (form.schemaVersion !== 16) complain(file, `schema version ${form.schemaVersion}; Tasklist 7.24 knows up to 16`);
  if (form.executionPlatformVersion !== '7.24.0') complain(file, `made for ${form.executionPlatformVersion}`);
  const every = (components) => components.flatMap((component) => [component, ...every(component.components ?? [])]);
  const components = every(form.components);
  components
    .filter(({ type }) => !COMPONENTS.has(type))
    .forEach(({ id, type }) => complain(file, `${id} is a ${type}, which Tasklist 7.24 cannot show`));
  components
    .filter((component) => component.valuesKey && !form.components.includes(component))
    .forEach(({ id }) => complain(file, `${id} gets its choices from a variable, which works only outside of groups`));
  const first = form.components[0];
  if (!first.content?.includes('{{estateNotice}}')) complain(file, 'it does not begin with the notice of the estate');
  const decision = components.find(({ key }) => key === 'decision');
  if (!decision?.validate?.required) complain(file, 'it does not demand a decision');
  if (decision?.valuesKey) return null;
  const values = decision?.values?.map(({ value }) => value);
  return new Set(values ?? matches(decision?.valuesExpression ?? '', /"value": "(\w+)"/g));
}

/** The values of `decision` that an embedded form offers. */
function offeredByPage(file) {
  const page = readFileSync(join(forms, file), 'utf8');
  const passwords = page.match(/<input[^>]*type="password"[^>]*>/g) ?? [];
  passwords
    .filter((field) => /cam-variable|ng-model|\sname=/.test(field))
    .forEach(() => complain(file, 'its password field is bound to something that keeps the value'));
  if (!page.includes('{{ run.estateNotice }}')) complain(file, 'it does not show the notice of the estate');
  return new Set(matches(page, /name="decision" value="(\w+)"/g));
}

/** For each form: the user tasks that show it, and every value of `decision` that the gateways behind them look for. */
async function decisionsAsked() {
  const found = new Map();
  for (const { name, model } of diagrams()) {
    const { rootElement } = await new BpmnModdle().fromXML(readFileSync(model, 'utf8'));
    const process = rootElement.rootElements.find(({ $type }) => $type === 'bpmn:Process');
    for (const task of everyElement(process).filter(({ $type }) => $type === 'bpmn:UserTask')) {
      const { 'camunda:formRef': ref, 'camunda:formRefBinding': binding, 'camunda:formKey': key } = task.$attrs;
      if (ref ? binding !== 'deployment' : !key?.startsWith(EMBEDDED)) {
        complain(`${name}/${task.id}`, 'its form is not bound to the deployment');
      }
      const file = ref ? `${ref}.form` : (key ?? '').replace(EMBEDDED, '');
      const entry = found.get(file) ?? { tasks: [], decisions: new Set() };
      entry.tasks.push(`${name}/${task.id}`);
      decisionsBehind(task).forEach((decision) => entry.decisions.add(decision));
      found.set(file, entry);
    }
  }
  return found;
}

/** The elements of a process and of its sub-processes, at every depth. */
function everyElement({ flowElements = [] }) {
  return flowElements.flatMap((element) => [element, ...everyElement(element)]);
}

/** What the next gateway that looks at the decision looks for; a step that probes first may stand between. */
function decisionsBehind(node) {
  return (node.outgoing ?? []).flatMap(({ targetRef }) => {
    const asked = (targetRef.outgoing ?? []).flatMap(({ conditionExpression }) =>
      matches(conditionExpression?.body ?? '', /decision == '(\w+)'/g),
    );
    return asked.length || targetRef.$type === 'bpmn:UserTask' ? asked : decisionsBehind(targetRef);
  });
}

function matches(text, pattern) {
  return [...text.matchAll(pattern)].map((match) => match[1]);
}
