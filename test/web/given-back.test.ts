import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rooms } from '../../src/app.ts';
import { type Collective, found } from '../support/world.ts';

/* Whoever sends a form when their session is over has all of it back, whatever form it is. */

let ceiba: Collective & AsyncDisposable;
beforeAll(async () => {
  ceiba = await found('Ceiba');
});
afterAll(() => ceiba?.[Symbol.asyncDispose]());

const forms = rooms
  .flatMap((room) => ('forms' in room ? room.forms : []))
  .flatMap((some) => Object.values(some))
  .filter(({ who }) => who.some((one) => one === 'member'))
  .map(({ path }) => path.replaceAll(/:\w+/g, 'A'.repeat(22)));
const texts = ['/agreements/writing', `/agreements/writing/${'A'.repeat(22)}/parts`];
const minutes = `${'We spoke about <the> kitchen. '.repeat(300)}\nAnd "agreed".`;

const send = (path: string, headers: Record<string, string>, body = new URLSearchParams(fields).toString()) =>
  fetch(`${ceiba.origin}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body,
  });
const fields = { do: 'close', part: '', minutes };
const ours = { 'sec-fetch-site': 'same-origin' };
const ended = { ...ours, cookie: `__Host-convive=${'A'.repeat(43)}` };

describe('a form that comes after the session ended', () => {
  test.each([...new Set([...forms, ...texts])])('%s', async (path) => {
    for (const headers of [ours, ended]) {
      const answer = await send(path, headers);
      const page = await answer.text();
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([401, 'no-store']);
      expect(page).toContain('Your session has ended');
      expect(page).toContain('kitchen. We spoke about &lt;the&gt; kitchen.');
      expect(page).toContain('And &quot;agreed&quot;.</textarea>');
      expect(page).toMatch(/<input type="hidden" name="do" value="close"/);
      expect(page).toContain('<form method="post" action=""');
    }
    // Nothing of what another site, a program or nobody's page sends.
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'none' },
      { origin: 'https://elsewhere.test' },
      {},
      { ...ours, accept: 'application/json' },
      { ...ours, authorization: `Bearer ${'A'.repeat(43)}` },
      { ...ours, 'content-type': 'text/plain' },
    ])
      expect(await (await send(path, headers)).text()).not.toContain('kitchen');
  });

  test('is not read to the end where nothing of ours is as long', async () => {
    const [path = ''] = forms;
    const answer = await send(path, ours, `minutes=${'x'.repeat(800 * 1024)}`);
    expect([answer.status, (await answer.text()).includes('xxxx')]).toEqual([401, false]);
  });

  test('can be sent from there once they came in again', async () => {
    const page = await (await send('/agreements/writing', ours, 'from=empty')).text();
    expect(page).toContain('<input type="hidden" name="from" value="empty"');
    expect(page).toContain('<button class="main" type="submit">Send it</button>');
  });
});
