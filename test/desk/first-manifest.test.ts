import { expect, it } from 'vitest';
import { Refusal } from '../../schemas/codes.ts';
import type { Api } from '../../src/client/api/api.ts';
import { deskTasks } from '../../src/client/desk/tasks.ts';
import { signingKey } from '../../src/client/keyring/keyring.ts';
import { draftManifest, enrol, keepProfile, readSetUp, toFound } from '../../src/client/set-up/set-up.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { enrolled, founder, keep, profile, withCode } from '../members/founders.ts';
import { startTestNode } from '../members/node.ts';

/* A node lists the founders. Whoever drafts signs for those who were on the screen, whatever it lists by then. */

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Refusal ? error.code : Promise.reject(error)),
  );

it('is drafted of the people who stood on the screen, and of nobody whom the node adds meanwhile', async () => {
  await using node = await startTestNode();
  await enrolled(node);
  await keepProfile(withCode(node), profile, null);
  const desk = deskTasks(node.origin, i18nFor('en'));
  await desk.beginWith(node.code());
  const words = await desk.newWords();
  const shown = await desk.makeKeyring({
    roles: ['steward', 'accompanier'],
    back: [2, 6, 10].map((at) => words[at] ?? ''),
  });
  expect(shown.founding?.people.length).toBe(4);
  await enrol(withCode(node), await founder(['steward', 'accompanier']));
  expect(await code(desk.draftFirst(shown.founding?.print ?? ''))).toBe('conflict');
  expect((await readSetUp(withCode(node))).drafts).toEqual([]);
  const again = await desk.settingUp();
  expect(again?.founding?.people.length).toBe(5);
  const drafted = await desk.draftFirst(again?.founding?.print ?? '');
  const { print: _, ...founded } = again?.founding ?? { print: '' };
  expect(drafted.drafts).toMatchObject([{ ...founded, expires: expect.any(String), signed: true }]);
  // Beside one that lies there nothing is drafted: it is shown.
  expect((await desk.draftFirst('')).drafts.length).toBe(1);
});

it.each(['another key', 'other roles', 'somebody else', 'nobody'] as const)(
  'is not drafted where the node answers with %s after it was shown',
  async (instead) => {
    await using node = await startTestNode();
    const { rosa } = await enrolled(node);
    const late = await founder(['steward', 'accompanier']);
    await enrol(withCode(node), late);
    const api = withCode(node);
    const drafting = { profile, now: new Date(), leaveOut: [] };
    const print = toFound(await readSetUp(api), drafting).print;
    const hostile: Api = {
      origin: api.origin,
      async send(method, path, body, ifMatch) {
        const answer = await api.send(method, path, body, ifMatch);
        if (method !== 'GET' || path !== '/setup') return answer;
        const state = JSON.parse(answer);
        const at = state.members.findIndex((one: { member: string }) => one.member === late.member);
        const changed = {
          'another key': [{ ...state.members[at], publicKey: signingKey(await founder(['steward'])) }],
          'other roles': [{ ...state.members[at], roles: ['steward'] }],
          'somebody else': [{ ...state.members[at], member: (await founder([])).member }],
          nobody: [],
        }[instead];
        state.members.splice(at, 1, ...changed);
        return JSON.stringify(state);
      },
    };
    expect(await code(draftManifest(hostile, rosa, { ...drafting, shown: print }, keep))).toBe('conflict');
    expect((await readSetUp(api)).drafts).toEqual([]);
    expect(await code(draftManifest(api, rosa, { ...drafting, shown: print }, keep))).toBe('accepted');
  },
);
