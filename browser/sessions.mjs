// What holds for everybody who was signed in, once all has been done.
import assert from 'node:assert/strict';

export async function oneSignIn({ application, done }, operator, approver) {
  const { url } = application;
  const { page } = operator;
  await page.goto(`${url}/camunda/app/cockpit/default/`);
  await page.getByText('Running Process Instances').waitFor();
  await page.goto(`${url}/camunda/app/tasklist/default/`);
  operator.expect(/status of 401/);
  await page.locator('.account .dropdown-toggle').click();
  await page.getByRole('link', { name: 'Log out' }).click();
  await page.waitForURL(`${url}/login`);
  for (const path of ['/', '/camunda/app/cockpit/default/', '/camunda/app/tasklist/default/#/login']) {
    await page.goto(url + path);
    assert.equal(new URL(page.url()).pathname, '/login', `after signing out in Tasklist, ${path} asks to sign in`);
  }
  assert.equal((await operator.api('GET', '/api/failovers')).status, 401);

  await approver.page.goto(url);
  await approver.page.getByRole('button', { name: 'Sign out' }).click();
  await approver.page.getByText('You are signed out').waitFor();
  await approver.page.goto(`${url}/camunda/app/tasklist/default/`);
  assert.equal(new URL(approver.page.url()).pathname, '/login', 'after signing out on the board, Tasklist asks to sign in');
  done("one sign-in serves the board, Tasklist and Cockpit; signing out ends all; Camunda's own sign-in page never shows");
}

export async function nothingLeaks({ application, people, typed, done }) {
  const forms = (secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').replace(/=+$/, ''), Buffer.from(secret).toString('hex')];
  const holds = (text, secret) => forms(secret).some((form) => text.includes(form));
  const { http } = await application.lab.read();
  const ours = (address) => [application.url, http].some((own) => address.startsWith(own)) || /^(data|blob):/.test(address);
  let puts = 0;
  for (const somebody of people) {
    const kept = await somebody.kept();
    for (const secret of new Set(typed)) {
      assert.ok(!holds(kept, secret), `no storage, cookie or address of ${somebody.name} holds a password of a backup`);
      for (const request of somebody.sent) {
        const custody = request.method === 'PUT' && /\/(restore|backup)-password$/.test(new URL(request.url).pathname);
        assert.ok(!holds(request.url + JSON.stringify(request.headers), secret), `no address or header holds a password of a backup: ${request.url}`);
        if (custody) puts += holds(request.body, secret) ? 1 : 0;
        else assert.ok(!holds(request.body, secret), `${request.method} ${request.url} sends no password of a backup`);
      }
    }
    const elsewhere = somebody.sent.map((request) => request.url).filter((address) => !ours(address));
    assert.deepEqual(elsewhere, [], 'nothing is fetched from outside');
  }
  assert.equal(puts, typed.length, 'each password of a backup that was typed was sent once, into custody');
  done('a password of a backup is in no storage, cookie, address or request but the one that puts it into custody');
  assert.deepEqual(people.flatMap(({ complaints }) => complaints), [], 'no browser complained');
  done('no browser complained');
}
