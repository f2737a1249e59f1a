// A request that nobody answers in time: one person goes on alone where the inventory allows it, and another one reviews it.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { until } from './until.mjs';
import { awayFromTheLostSSO03 } from './ways-on.mjs';

export async function onePerson(stage, operator, approver) {
  const { application, pictures, done } = stage;
  const { page } = operator;
  const failover = await awayFromTheLostSSO03(stage, operator, 'one-person/CONTOSO');
  await operator.take(failover, 'Break the glass');
  await page.getByText('What is configured here has changed').waitFor();
  await page.getByLabel('Nobody else can be had').check();
  await page.getByLabel('Why can nobody else be had').fill('Both approvers are on the same flight, and nothing can be encrypted until they land.');
  await pictures(operator, 'break-glass');
  await operator.complete('Break the glass');

  await operator.take(failover, 'Give the restore password');
  await page.getByText('THE GLASS WAS BROKEN by operator').waitFor();
  await page.getByLabel('I cannot give it. Abort').check();
  await operator.complete('Give the restore password');
  await page.goto(`${application.url}/board/failovers/${failover}`);
  await page.getByText('It was aborted before the SSO database was changed.').waitFor();

  await approver.take(failover, 'Review what was done');
  await approver.page.getByText('THE GLASS WAS BROKEN by operator').waitFor();
  await approver.page.getByLabel('I have read what was done and why').check();
  await pictures(approver, 'review-break-glass');
  await approver.complete('Review what was done');
  done('a request that nobody answers becomes urgent, one person goes on alone and is marked, and another one reviews it');
}

/** The approver has the task open while its time runs out. */
export async function approvalLapses(stage, operator, approver) {
  const { application, seen, done } = stage;
  const failover = await awayFromTheLostSSO03(stage, operator, 'short-approval/CONTOSO');
  const open = (what, found) =>
    until(what, 60_000, async () => (await operator.api('GET', `/api/failovers/${failover}`)).body.tasks.find(found));
  const urgent = await open('the request has become urgent', ({ key, priority }) => key === 'approveChange' && priority === 90);
  await approver.take(failover, 'Approve the change');
  await approver.page.getByLabel('I have read the plan above').check();
  await open('the request has lapsed', ({ key }) => key === 'askForApprovalAgain');
  approver.expect(new RegExp(`status of (404|500).*${urgent.id}`));
  await approver.page.getByRole('button', { name: 'Complete' }).click();
  await approver.page.getByText('The task does not exist anymore').waitFor();
  await approver.page.screenshot({ path: join(seen, 'lapsed.png') });
  assert.deepEqual((await operator.api('GET', `/api/failovers/${failover}`)).body.approvals, [], 'an answer that comes too late is none');
  await approver.page.goto(`${application.url}/board/failovers/${failover}`);
  await approver.page.getByText("An operator answers the task 'Ask for approval again'").waitFor();

  await operator.answer(failover, 'Ask for approval again', 'Look at the servers again');
  await approver.answer(failover, 'Approve the change', 'I have read the plan above');
  await operator.take(failover, 'Give the restore password');
  await operator.page.getByLabel('I cannot give it. Abort').check();
  await operator.complete('Give the restore password');
  await approver.page.goto(`${application.url}/board/failovers/${failover}`);
  await approver.page.getByText('It was aborted before the SSO database was changed.').waitFor();
  done('a request lapses under the eyes of its approver, which is no yes; it is asked for again and approved');
}
