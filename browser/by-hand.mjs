// A server on which the application has no console: a person types, and pastes what it answered.
import assert from 'node:assert/strict';
import { until } from './until.mjs';

const ANSWER = `
SERVICE_NAME: ENTSSO
        TYPE               : 10  WIN32_OWN_PROCESS
        STATE              : 4  RUNNING
                                (STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN)
        WIN32_EXIT_CODE    : 0  (0x0)
        SERVICE_EXIT_CODE  : 0  (0x0)
        CHECKPOINT         : 0x0
        WAIT_HINT          : 0x0
        PID                : 2140
        FLAGS              :
EXITCODE 0
`;

/** Longer than a variable of the engine can hold. */
const PASTED = `Not what was asked for. ${'A line of a console that says nothing.\n'.repeat(200)}`;
const TOO_LONG = 'x'.repeat(200_001);

export async function byHand({ application, pictures, done }, operator) {
  const { page } = operator;
  const failover = await operator.ask({ system: 'without-consoles/CONTOSO', situation: 'planned', newMaster: 'SSO02', reason: 'To see how it is done by hand.' });
  await operator.take(failover, 'Type by hand');
  const command = await page.locator('#hand-command').innerText();
  const answer = page.getByLabel('What did it answer?');
  await page.getByRole('button', { name: 'Copy the command' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Copied.').waitFor();
  await answer.focus();
  await page.keyboard.press('Control+V');
  assert.equal(await answer.inputValue(), command, 'the button copies the command as it has to be typed');
  await page.getByLabel('I have typed it').check();
  await answer.fill(ANSWER);
  await pictures(operator, 'type-by-hand');

  operator.expect(/status of 400/);
  await answer.fill(TOO_LONG);
  await page.getByRole('button', { name: 'Complete' }).click();
  await page.getByRole('alert').filter({ hasText: '200000' }).waitFor();
  assert.equal((await answer.inputValue()).length, TOO_LONG.length, 'what was pasted is still there after a refusal');
  await answer.fill(PASTED);
  await operator.complete('Type by hand');
  done('a command is copied, typed by hand, and its answer pasted; a refusal is a sentence and loses nothing');

  const journal = await operator.api('GET', `/api/failovers/${failover}/journal`);
  assert.equal(JSON.stringify(journal.body).split('A line of a console').length, 201, 'the journal has all that was pasted');
  for (const kept of ['variable-instance', 'detail']) {
    const { status, body } = await operator.api('GET', `/camunda/api/engine/engine/default/history/${kept}?maxResults=2000`);
    assert.equal(status, 200, `the engine's history can be read as ${kept}`);
    assert.deepEqual(body, [], `the engine's history keeps no value of anything as ${kept}`);
  }
  assert.ok(!(await operator.kept()).includes('A line of a console'), 'nor does the browser');
  done('what was pasted is in the journal, and neither in the engine nor in the browser');

  const next = await until('the run asks a person again', 60_000, async () => (await operator.api('GET', `/api/failovers/${failover}`)).body.tasks[0]);
  if (next.key === 'typeByHand') await operator.answer(failover, 'Type by hand', 'I cannot type it');
  await operator.answer(failover, 'Decide how to go on', 'Abort the run', () => page.getByLabel('Why?').fill('Nobody is there to type.'));
  await page.goto(`${application.url}/board/failovers/${failover}`);
  await page.getByText('It was aborted before the SSO database was changed.').waitFor();
}
