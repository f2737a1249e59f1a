// A request that nobody answers in time: one person goes on alone where the inventory allows it, and another one reviews it.
import { awayFromTheLostSSO03 } from './ways-on.mjs';

export async function onePerson(stage, operator, approver) {
  const { application, pictures, done } = stage;
  const { page } = operator;
  const failover = await awayFromTheLostSSO03(stage, operator, 'one-person/CONTOSO');
  await operator.take(failover, 'Break the glass');
  await page.getByText('What is configured here has changed').waitFor();
  await page.getByLabel('No second person can be had').check();
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
