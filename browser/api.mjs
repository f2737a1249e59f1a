// The page on which the REST interface is read and tried: Swagger UI, under the same policy as every page and with the same sign-in.
import assert from 'node:assert/strict';
import { join } from 'node:path';

export async function apiPage({ application, seen, done }, somebody) {
  const { page } = somebody;
  await page.goto(`${application.url}/board`);
  await page.getByRole('link', { name: 'REST interface' }).click();
  const operation = (id) => page.locator(`[id$="-${id}"]`);
  await operation('listFailovers').waitFor();
  for (const [size, viewport] of [['desk', { width: 1400, height: 900 }], ['phone', { width: 390, height: 760 }]]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(seen, `api-${size}-${colorScheme}.png`) });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `nothing sticks out: api, ${size}`);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1400, height: 900 });

  const answer = await tried(page, operation('me'), '/api/me');
  assert.match(answer, new RegExp(somebody.name), 'what is tried is done under the name of whoever is signed in');

  // Changes nothing, but only with the token against forgery is it looked at.
  somebody.expect(/status of 4\d\d/);
  await operation('retry').getByRole('button').first().click();
  await operation('retry').getByRole('button', { name: 'Try it out' }).click();
  await operation('retry').getByPlaceholder('id').fill('FO-000000');
  const [refused] = await Promise.all([
    page.waitForResponse((response) => response.url().endsWith('/api/failovers/FO-000000/retry')),
    operation('retry').getByRole('button', { name: 'Execute' }).click(),
  ]);
  assert.equal(refused.status(), 404, 'a change that is tried carries what it has to repeat');
  await page.screenshot({ path: join(seen, 'api-tried.png') });
  done('the REST interface is read and tried on its page, with nothing from elsewhere');
}

async function tried(page, operation, path) {
  await operation.getByRole('button').first().click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  const [response] = await Promise.all([
    page.waitForResponse((one) => new URL(one.url()).pathname === path),
    operation.getByRole('button', { name: 'Execute' }).click(),
  ]);
  assert.equal(response.status(), 200);
  return response.text();
}
