import { expect, test } from 'vitest';
import { membersSetUpContract } from '../../schemas/routes/members-set-up.ts';
import { connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { signIn } from '../../src/client/api/sign-in.ts';
import { signingSecret } from '../../src/client/keyring/keyring.ts';
import { ownRoot } from '../../src/client/keyring/own-trust.ts';
import { draftManifest, enrol, readSetUp, reviewDraft, signManifest } from '../../src/client/set-up/set-up.ts';
import { ownNode } from '../../src/collective/store.ts';
import { draftEnvelope, readUnverified, signEnvelope } from '../../src/protocol/envelope.ts';
import { enrolled, founder, keep, profile, read, withCode } from '../members/founders.ts';
import { startTestNode } from '../members/node.ts';

/* Somebody who has the set-up code and gave keys keeps drafting while the others sign. */

const code = (code: string) => expect.objectContaining({ code });

test('a draft keeps its signatures whatever another founder drafts, and stands once all it lists have signed', async () => {
  await using node = await startTestNode();
  const { rosa, marisol, tono } = await enrolled(node);
  const api = withCode(node);
  const lu = await founder(['steward', 'accompanier']);
  const shown = await read(node);
  await enrol(api, lu);
  const drafted = await draftManifest(api, rosa, { profile, shown }, keep);
  const id = drafted.keyring.collective!;
  const signs = async (who: typeof rosa) => signManifest(api, who, reviewDraft(await readSetUp(api), who, id), keep);
  await signs(marisol);
  const { envelope, boxShares } = drafted.state.drafts[0]!;
  const { statement } = readUnverified('manifest', envelope);
  // Draft after draft, dated apart, until nobody takes any more of Lu.
  const flood = async () => {
    for (let n = 0; n < 50; n++)
      await draftManifest(
        api,
        lu,
        { profile: { ...profile, name: `Lu ${n}` }, now: new Date(Date.now() - n * 1000) },
        keep,
      );
  };
  await expect(flood()).rejects.toEqual(code('too-many'));
  const { drafts } = await readSetUp(api);
  expect(drafts).toHaveLength(5);
  expect(drafts.find((one) => one.id === id)).toMatchObject({ by: rosa.member, missing: [tono.member], profile });
  // The same words under another name change nothing of what is shown.
  const again = { envelope: signEnvelope(draftEnvelope('manifest', statement), signingSecret(lu)), boxShares };
  const renamed = call(api, membersSetUpContract.draftFirst, {
    body: { ...again, profile: { ...profile, name: 'Lu' } },
  });
  await expect(renamed).rejects.toEqual(code('signature'));
  await call(api, membersSetUpContract.draftFirst, {
    body: { envelope, boxShares, profile: { ...profile, name: 'Lu' } },
  });
  expect((await readSetUp(api)).drafts.find((one) => one.id === id)).toMatchObject({ missing: [tono.member], profile });
  const { keyring } = await signs(tono);
  expect(await ownNode(node.runtime.db)).toMatchObject({ collective: id, name: 'Ceiba' });
  const root = await ownRoot(await signIn(connect(node.origin), keyring), keyring);
  expect(root.chain.collective).toBe(id);
  for (const table of ['manifest_drafts', 'members'] as const)
    expect((await node.runtime.db.selectFrom(table).selectAll().execute()).length).toBe(table === 'members' ? 3 : 0);
});

test('where several drafts list somebody, they sign the one that they name, and no other', async () => {
  await using node = await startTestNode();
  const { rosa, marisol, tono } = await enrolled(node);
  const api = withCode(node);
  const first = await draftManifest(api, rosa, { profile }, keep);
  const other = await draftManifest(api, marisol, { profile: { ...profile, name: 'Otra' } }, keep);
  const state = await readSetUp(api);
  expect(() => reviewDraft(state, tono)).toThrow(code('several'));
  const named = reviewDraft(state, tono, first.keyring.collective!.slice(0, 12));
  expect(named.profile.name).toBe('Ceiba');
  await signManifest(api, tono, named, keep);
  const missing = Object.fromEntries((await readSetUp(api)).drafts.map((one) => [one.id, one.missing]));
  expect(missing).toEqual({
    [first.keyring.collective!]: [marisol.member],
    [other.keyring.collective!]: expect.arrayContaining([rosa.member, tono.member]),
  });
});
