import { afterAll, beforeAll, expect, test } from 'vitest';
import { membersContract } from '../../schemas/routes/members.ts';
import { connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { signIn } from '../../src/client/api/sign-in.ts';
import { enterAs } from '../support/browser-session.ts';
import { asking } from '../support/member-pages.ts';
import { type Collective, found } from '../support/world.ts';

let ceiba: Collective & AsyncDisposable;
beforeAll(async () => {
  ceiba = await found('Ceiba');
});
afterAll(() => ceiba?.[Symbol.asyncDispose]());

const inBrowser = async (who: number) => asking(ceiba.origin, '', await enterAs(ceiba.origin, ceiba.keyrings[who]!));
const atDesk = (who: number) => signIn(connect(ceiba.origin), ceiba.keyrings[who]!);
const signedIn = (api: Awaited<ReturnType<typeof atDesk>>) =>
  call(api, membersContract.me).then(
    () => true,
    () => false,
  );

test('a member sees where they are signed in, and nobody else’s sessions', async () => {
  await atDesk(1);
  const rosa = await inBrowser(0);
  await inBrowser(0);
  const desk = await atDesk(0);
  const { text } = await rosa.get('/sessions?lang=en');
  expect([text.match(/This browser</g)?.length, text.match(/Another browser</g)?.length]).toEqual([1, 1]);
  expect(text.match(/A desk, or a terminal</g)?.length).toBe(1);
  expect((await connectedWithout('/sessions')).status).toBe(401);
  expect(await signedIn(desk)).toBe(true);
});

test('they end one, or all of them with the links that would begin one', async () => {
  const rosa = await inBrowser(0);
  const [desk, other] = [await atDesk(0), await atDesk(1)];
  const page = await rosa.get('/sessions?lang=en');
  // The newest stands first.
  await rosa.post('/sessions/end', { session: /name="session" value="([^"]*)"/.exec(page.text)?.[1] ?? '' });
  expect(await signedIn(desk)).toBe(false);
  const again = await atDesk(0);
  const { code } = await call(await atDesk(0), membersContract.enter);
  await rosa.post('/sessions/end-all', {});
  expect(await signedIn(again)).toBe(false);
  expect((await rosa.get('/sessions')).status).toBe(401);
  const headers = { origin: ceiba.origin, 'sec-fetch-site': 'same-origin' };
  const late = await fetch(`${ceiba.origin}/enter/${code}`, { method: 'POST', redirect: 'manual', headers });
  expect(late.status).not.toBe(303);
  expect(await signedIn(other)).toBe(true);
});

const connectedWithout = (path: string) => fetch(ceiba.origin + path, { headers: { accept: 'text/html' } });
