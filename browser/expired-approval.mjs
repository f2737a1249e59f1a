// An approval that is too old when the first change would be typed.
import { giveBackupPassword } from './planned.mjs';

export async function expiredApproval(stage, operator, approver) {
  const { application, pictures, done } = stage;
  const { page } = operator;
  const failover = await operator.ask({ system: 'short-approvals/CONTOSO', situation: 'planned', path: 'command-line', newMaster: 'SSO02', reason: 'SSO03 is to be patched.' });
  await giveBackupPassword(stage, operator, failover);
  await approver.answer(failover, 'Approve the change', 'I have read the plan above', () => application.lab.slow('SSO02', 3));
  await operator.take(failover, 'Ask for approval again');
  await application.lab.withoutFaults('SSO02');
  await page.getByLabel('Withdraw this failover').check();
  await pictures(operator, 'approval-again');
  await operator.complete('Ask for approval again');
  await page.goto(`${application.url}/?failover=${failover}`);
  await page.getByText('It was withdrawn. Nothing was changed.').waitFor();
  done('an approval that expired before the first change has to be asked for again');
}
