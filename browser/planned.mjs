// A planned change: its secret is backed up first, a person changes the name in the snap-in, and then decides on the former master.
import assert from 'node:assert/strict';
import { giveRestorePassword } from './first-run.mjs';

const BACKUP_PASSWORD = 'one more, for the backup before';

export async function planned(stage, operator, approver) {
  const { pictures, done } = stage;
  const { page } = operator;
  const failover = await operator.ask({
    situation: 'planned', path: 'snap-in', newMaster: 'SSO03', reason: 'SSO02 is to be patched tonight, and everything is to stay up meanwhile.',
  });

  await giveBackupPassword(stage, operator, failover, () => pictures(operator, 'backup-password'));
  await approver.answer(failover, 'Approve the change', 'I have read the plan above');
  await giveRestorePassword(stage, operator, failover, 'Give the restore password', stage.application.restorePassword);

  await operator.take(failover, 'Change it in the snap-in');
  await page.getByText('Name SSO03 as the master secret server').waitFor();
  await page.getByLabel('I have changed it').check();
  await operator.complete('Change it in the snap-in');
  await operator.take(failover, 'Change it in the snap-in');
  await page.getByText('When it was last looked at, it was not so').waitFor();
  await pictures(operator, 'change-in-snap-in');
  await changeIt(stage, operator);
  await page.getByLabel('I have changed it').check();
  await operator.complete('Change it in the snap-in');
  done('who says that it is changed in the snap-in is asked again until it is');

  await operator.take(failover, 'Confirm the result');
  await page.getByText('Roll back means').waitFor();
  await page.getByLabel('I accept the result').check();
  await pictures(operator, 'confirm-planned-result');
  await operator.complete('Confirm the result');

  await operator.take(failover, 'Decide on the former master');
  await page.getByText('What becomes of SSO02?').waitFor();
  await page.getByLabel('Make SSO02 an ordinary SSO server').check();
  await pictures(operator, 'former-master');
  await operator.complete('Decide on the former master');
  await operator.answer(failover, 'Take a fresh backup', 'Skip it');
  await page.goto(`${stage.application.url}/board/failovers/${failover}`);
  await page.getByText('SSO03 is the master secret server of CONTOSO, with the master secret restored.').waitFor();
  done('a planned change by the snap-in ends with the former master as an ordinary SSO server');
}

export async function giveBackupPassword({ typed }, operator, failover, look = async () => {}) {
  const { page } = operator;
  await operator.answer(failover, 'Give the backup password', 'I give the password, and the secret is backed up', async () => {
    await page.locator('#backup-password').fill(BACKUP_PASSWORD);
    await page.locator('#backup-password-again').fill(BACKUP_PASSWORD);
    await page.locator('#backup-reminder').fill('The usual place.');
    await look();
  });
  typed.push(BACKUP_PASSWORD);
}

/** On the screen of the former master, to which the form leads. */
async function changeIt({ application }, operator) {
  const [screen] = await Promise.all([operator.context.waitForEvent('page'), operator.page.getByRole('link', { name: 'Open the snap-in of SSO02' }).click()]);
  const { token, account } = await application.lab.read();
  await screen.getByLabel('Token').fill(token);
  await screen.getByRole('button', { name: 'Go on' }).click();
  await screen.getByLabel('User name').fill(account);
  await screen.getByLabel('Password').fill(application.snapInPassword);
  await screen.getByRole('button', { name: 'Sign in' }).click();
  await screen.getByRole('button', { name: 'Properties', exact: true }).click();
  assert.equal(await screen.locator('#secret-server').inputValue(), 'SSO02');
  await screen.getByRole('button', { name: 'Change…' }).click();
  await screen.getByLabel('Computer').fill('SSO03');
  await screen.getByRole('button', { name: 'OK' }).click();
  await screen.waitForFunction(() => document.querySelector('#secret-server').value === 'SSO03');
  await screen.close();
}
