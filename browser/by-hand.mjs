// A server on which the application has no console: a person types, and pastes what it answered.
import assert from 'node:assert/strict';

/** Longer than a variable of the engine can hold. */
const PASTED = `Not what was asked for. ${'A line of a console that says nothing.\r\n'.repeat(200)}`;
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
  await answer.fill('The operation completed.');
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
  assert.ok(JSON.stringify(journal.body).includes(JSON.stringify(PASTED.trim()).slice(1, -1).slice(0, 5000)), 'the journal has all that was pasted');
  for (const kept of ['variable-instance', 'detail']) {
    const { status, body } = await operator.api('POST', `/camunda/api/engine/engine/default/history/${kept}?deserializeValues=false`, {});
    assert.equal(status, 200);
    assert.ok(body.length > 0 && !JSON.stringify(body).includes('A line of a console'), `the engine's history keeps nothing of it as ${kept}`);
  }
  assert.ok(!(await operator.kept()).includes('A line of a console'), 'nor does the browser');
  done('what was pasted is in the journal, and neither in the engine nor in the browser');

  const { tasks } = (await operator.api('GET', `/api/failovers/${failover}`)).body;
  if (!tasks.some(({ key }) => key === 'decideHowToGoOn')) await operator.answer(failover, 'Type by hand', 'I cannot type it');
  await operator.answer(failover, 'Decide how to go on', 'Abort the run', () => page.getByLabel('Why?').fill('Nobody is there to type.'));
  await page.goto(`${application.url}/?failover=${failover}`);
  await page.getByText('It was aborted before the SSO database was changed.').waitFor();
}
