// What is put before a person when something cannot simply go on.
import { until } from './until.mjs';
import { giveRestorePassword } from './first-run.mjs';

export async function forbiddenByACheck({ application, pictures, done }, operator) {
  const { page } = operator;
  const failover = await operator.ask({ newMaster: 'SSO02', reason: 'To see what happens while the master secret server answers.' });
  await operator.take(failover, 'Decide on failed checks');
  await page.getByText('There is no way to make SSO02 the master secret server').waitFor();
  await page.getByText('It answers and can be logged on to').waitFor();
  await page.getByLabel('Withdraw this failover').check();
  await pictures(operator, 'failed-checks');
  await operator.complete('Decide on failed checks');
  await page.goto(`${application.url}/board/failovers/${failover}`);
  await page.getByText('It was withdrawn. Nothing was changed.').waitFor();
  done('an operator starts a failover on the page; while the master answers, a check forbids it');
}

export async function stepThatFails(stage, operator, approver) {
  const { application, pictures, done } = stage;
  const { page } = operator;
  const failover = await awayFromTheLostSSO03(stage, operator, 'demonstration/CONTOSO');
  await approver.answer(failover, 'Approve the change', 'I have read the plan above');
  await giveRestorePassword(stage, operator, failover, 'Give the restore password', application.restorePassword);
  await operator.answer(failover, 'Confirm that the former master is down', 'I have seen SSO03 switched off', async () => {
    await page.getByLabel('How do you know?').fill('I switched it off.');
    await application.lab.power('SSO02', false);
  });
  await operator.take(failover, 'Decide how to go on');
  await page.getByText('A step could not be proven').waitFor();
  await page.getByLabel('Try this step again.').waitFor();
  await page.getByLabel('Abort the run').check();
  await page.getByLabel('Why?').fill('SSO02 has lost its power, too.');
  await pictures(operator, 'go-on');
  await operator.complete('Decide how to go on');
  await page.goto(`${application.url}/board/failovers/${failover}`);
  await page.getByText('It was aborted before the SSO database was changed.').waitFor();
  done('a step that cannot be proven is put before a person, with the ways on that there are');
}

/** Takes the power from SSO03, the master by then, and asks for SSO02 until a request waits for approval. */
export async function awayFromTheLostSSO03({ application }, operator, system) {
  await application.lab.power('SSO03', false);
  return until('a failover away from the lost SSO03 waits for approval', 60_000, async () => {
    const asked = await operator.ask({ system, newMaster: 'SSO02', reason: 'SSO03 has lost its power.' });
    const state = await until('the servers have been looked at', 30_000, async () => {
      const now = (await operator.api('GET', `/api/failovers/${asked}`)).body.state;
      return now === 'checking' ? null : now;
    });
    if (state === 'awaiting-approval') return asked;
    // SSO02 has not yet noticed that its master is gone.
    await operator.api('POST', `/api/failovers/${asked}/withdraw`);
    return null;
  });
}
