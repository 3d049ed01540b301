import { expect, test } from 'vitest';
import type { Role } from '../../schemas/manifest.ts';
import { askedBack } from '../../src/client/desk/begin/asked-back.ts';
import type { SettingUp } from '../../src/client/desk/begin/setting-up.ts';
import type { Opening } from '../../src/client/desk/showing.ts';
import { deskTasks } from '../../src/client/desk/tasks.ts';
import { signingKey, signingSecret } from '../../src/client/keyring/keyring.ts';
import { enrol, readSetUp } from '../../src/client/set-up/set-up.ts';
import { insertManifestDraft } from '../../src/collective/store.ts';
import { transaction } from '../../src/database/database.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { draftEnvelope, idOf, readUnverified, signEnvelope } from '../../src/protocol/envelope.ts';
import { calledBy } from '../../src/protocol/two-word-name.ts';
import { founder, profile, withCode } from '../members/founders.ts';
import { startTestNode, type TestNode } from '../members/node.ts';

/* What page and worker say to each other about the first manifest; the pages are in test/browser. */

const both: Role[] = ['steward', 'accompanier'];
const refusal = (code: string, where?: string) => expect.objectContaining({ code, ...(where && { where }) });

/** A founder's browser, with a keyring of theirs given to the node. */
async function founding(node: TestNode, roles: Role[] = both) {
  const desk = deskTasks(node.origin, i18nFor('en'));
  await desk.beginWith(node.code());
  const words = await desk.newWords();
  const shown = await desk.makeKeyring({ roles, back: askedBack.map((at) => words[at] ?? '') });
  return { desk, me: shown.people.find(({ me }) => me)! };
}

/** Four people who gave keys; Lu made theirs twice. */
async function four(node: TestNode) {
  const rosa = await founding(node);
  await rosa.desk.sayProfile({ profile, before: null });
  const marisol = await founding(node);
  const tono = await founding(node, ['steward']);
  const lu = await founding(node);
  return { rosa, marisol, tono, lu };
}

const toDraft = ({ people, opening }: SettingUp & Opening, ...without: string[]) => ({
  opening,
  people: people.map(({ member }) => member).filter((member) => !without.includes(member)),
});
const listed = ({ drafts }: SettingUp) => drafts.map(({ people }) => people.length);

test('it lists exactly the people whom the page showed, though others came in meanwhile', async () => {
  await using node = await startTestNode();
  const { rosa } = await four(node);
  const shown = (await rosa.desk.settingUp())!;
  await founding(node);
  const after = await rosa.desk.draftFirst(toDraft(shown));
  expect(after.people.length).toBe(5);
  expect(after.drafts[0]?.people.map(({ member }) => member).sort()).toEqual(
    shown.people.map(({ member }) => member).sort(),
  );
});

test('a founder can be an accompanier of processes, and stands so in what is drafted', async () => {
  await using node = await startTestNode();
  const { rosa, tono } = await four(node);
  const paz = await founding(node, ['process-accompanier']);
  expect(paz.me).toMatchObject({ has: ['process-accompanier'], roles: 'accompanier of processes' });
  const [draft] = (await rosa.desk.draftFirst(toDraft((await rosa.desk.settingUp())!))).drafts;
  expect(draft?.people.find(({ member }) => member === paz.me.member)?.has).toEqual(['process-accompanier']);
  expect((await tono.desk.settingUp())?.drafts).toHaveLength(1);
});

test('whatever the node says by then, what is signed is what was shown', async () => {
  await using node = await startTestNode();
  const { rosa, tono } = await four(node);
  const shown = (await rosa.desk.settingUp())!;
  const { db } = node.runtime;
  await db.updateTable('members').set({ roles: both }).where('member', '=', tono.me.member).execute();
  // The node takes no manifest with the roles that it had shown.
  await expect(rosa.desk.draftFirst(toDraft(shown))).rejects.toEqual(refusal('set-up-members'));
  const again = (await rosa.desk.settingUp())!;
  await expect(rosa.desk.draftFirst(toDraft(shown))).rejects.toEqual(refusal('conflict', 'opening'));
  expect((await rosa.desk.draftFirst(toDraft(again))).drafts[0]).toMatchObject(again.founding!);
});

test('whoever drafts leaves people out, drafts another one beside it, and it stands with the one that all sign', async () => {
  await using node = await startTestNode();
  const { rosa, marisol, tono, lu } = await four(node);
  const all = await rosa.desk.draftFirst(toDraft((await rosa.desk.settingUp())!));
  expect(listed(all)).toEqual([4]);
  // Again, as after an answer that was lost: the same one.
  const again = await rosa.desk.draftFirst(toDraft(all));
  expect(listed(again)).toEqual([4]);
  const two = await rosa.desk.draftFirst(toDraft(again, lu.me.member));
  expect(listed(two)).toEqual([4, 3]);
  const id = two.drafts[1]!.id;
  expect(await marisol.desk.signFirst(id)).not.toBeNull();
  expect(await tono.desk.signFirst(id)).toBeNull();
  const rows = await node.runtime.db.selectFrom('members').select('member').execute();
  expect(rows.length).toBe(3);
});

test('another name is another draft', async () => {
  await using node = await startTestNode();
  const { rosa } = await four(node);
  const first = await rosa.desk.draftFirst(toDraft((await rosa.desk.settingUp())!));
  const renamed = await rosa.desk.sayProfile({ profile: { ...profile, name: 'Ceiba roja' }, before: profile });
  const titles = (await rosa.desk.draftFirst(toDraft(renamed))).drafts.map(({ title }) => title.split(' · ')[0]);
  expect([first.drafts.length, titles]).toEqual([1, [profile.name, 'Ceiba roja']]);
});

test('too few are refused, and nothing is drafted', async () => {
  await using node = await startTestNode();
  const { rosa, marisol, lu } = await four(node);
  const few = toDraft((await rosa.desk.settingUp())!, marisol.me.member, lu.me.member);
  await expect(rosa.desk.draftFirst(few)).rejects.toEqual(refusal('rotate-threshold-new'));
  expect((await readSetUp(withCode(node))).drafts).toEqual([]);
});

test('a draft that may not be signed is named with why, and hides no other', async () => {
  await using node = await startTestNode();
  const { rosa, marisol, tono } = await four(node);
  const shown = await rosa.desk.draftFirst(toDraft((await rosa.desk.settingUp())!));
  // Lu's client drafts for another node than this one, and this one shows it.
  const lu = await founder(both);
  await enrol(withCode(node), lu);
  const [draft] = (await readSetUp(withCode(node))).drafts;
  const { statement } = readUnverified('manifest', draft!.envelope);
  const keys = statement.node.keys.toReversed();
  const members = [...statement.members, { member: lu.member, roles: both, sign: [signingKey(lu)] }];
  const changed = draftEnvelope('manifest', { ...statement, members, node: { ...statement.node, keys } });
  const envelope = signEnvelope(changed, signingSecret(lu));
  await transaction(node.runtime.db, (tx) =>
    insertManifestDraft(tx, {
      ...{ id: idOf(envelope), envelope: JSON.stringify(envelope), profile: JSON.stringify(draft!.profile) },
      ...{ shares: JSON.stringify(draft!.boxShares), drafted: new Date(), drafted_by: lu.member },
    }),
  );
  const { drafts, refused } = (await marisol.desk.settingUp())!;
  expect(drafts.map(({ id }) => id)).toEqual([shown.drafts[0]!.id]);
  expect(refused.map(([begun]) => begun)).toEqual([expect.stringContaining(calledBy(lu.member, 'en'))]);
  expect((await tono.desk.signFirst(drafts[0]!.id))?.refused.length).toBe(1);
});
