import { expect } from 'vitest';
import type { Contact } from '../../schemas/agreement.ts';
import { collectiveContract } from '../../schemas/routes/collective.ts';
import { membersContract } from '../../schemas/routes/members.ts';
import { membersSetUpContract } from '../../schemas/routes/members-set-up.ts';
import { type Api, connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { signedIn, signIn } from '../../src/client/api/sign-in.ts';
import { type Keyring, newKeyring, signingKey, signingSecret } from '../../src/client/keyring/keyring.ts';
import { invitePerson } from '../../src/client/keyring/rotation.ts';
import { draftManifest, enrol, readSetUp, reviewDraft, signManifest } from '../../src/client/set-up/set-up.ts';
import { generateSigningKey } from '../../src/protocol/ed25519.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, signEnvelope } from '../../src/protocol/envelope.ts';
import { newSecret, phraseSignInKeyOf, wordsOf } from '../../src/protocol/secrets.ts';
import { enrolled, founder, keep, profile, read, withCode } from '../members/founders.ts';
import { startTestNode } from '../members/node.ts';
import { madeUpKeyring, proofBy } from '../members/people.ts';
import { linkFor } from '../support/browser-session.ts';
import { asking, atPages } from '../support/member-pages.ts';
import { found } from '../support/world.ts';
import { type AtWork, type Deed, lu, marisol, rosa } from './house-at-work.ts';

/** What Lu's words would give. */
const lusWords = generateSigningKey();

export const refusedWith = (code: string) => expect.objectContaining({ code });

/** Under the set-up code: of a node that is founded there is none. */
const setUp =
  (method: string, path: string, body: unknown) =>
  async ({ ceiba }: AtWork) => {
    const sent = connect(ceiba.origin, 'Setup AAAA-BBBB-CCCC-DDDD').send(method, path, body);
    await expect(sent).rejects.toMatchObject({ status: expect.any(Number) });
  };

/** With the code of somebody who gave a keyring under it, and words of her own. */
const atOffered =
  (method: string) =>
  async ({ ceiba, offered }: AtWork) => {
    const api = connect(ceiba.origin, `Invite ${offered.code}`);
    const { secret } = phraseSignInKeyOf(newSecret());
    const envelope = await signedIn(api, secret, new Date());
    const body = method === 'POST' ? { envelope } : { envelope, file: 'AAAA', revision: 1 };
    await expect(api.send(method, '/rotation/keyring', body)).rejects.toEqual(refusedWith('signature'));
  };

/** The sessions of everybody else. */
async function othersSessions(db: AtWork['db'], member: string): Promise<string[]> {
  const rows = db.selectFrom('sessions').select('token_hash').where('member', '!=', member);
  return (await rows.orderBy('token_hash').execute()).map(({ token_hash }) => token_hash);
}

const night: Contact = {
  ...{ id: 'A'.repeat(22), purpose: { es: 'De noche' }, role: {}, place: {}, hours: {} },
  ...{ address: null, phone: '555 0100', email: null, languages: [], ifAboutThem: {} },
};
const luProfile = { ...profile, name: 'Lu' };

type AmongFounders = { api: Api; lu: Keyring; id: string };

/** A node that is being set up, where Rosa drafted and Marisol signed, and Lu gave keys: what they made stays. */
async function amongFounders(by: (founders: AmongFounders) => Promise<unknown>): Promise<void> {
  await using node = await startTestNode();
  const { rosa, marisol, tono } = await enrolled(node);
  const api = withCode(node);
  const lu = await founder(['steward', 'accompanier']);
  const shown = await read(node);
  await enrol(api, lu);
  const id = (await draftManifest(api, rosa, { profile, shown }, keep)).keyring.collective!;
  await signManifest(api, marisol, reviewDraft(await readSetUp(api), marisol, id), keep);
  const theirs = async () => (await readSetUp(api)).drafts.find((one) => one.id === id);
  const before = await theirs();
  expect(before?.missing).toEqual([tono.member]);
  await by({ api, lu, id });
  expect(await theirs()).toEqual(before);
}

/** What Lu does where people and their keys are. */
export const ofPeople: Record<string, Deed> = {
  'POST /setup/members': { work: 'untouched', by: setUp('POST', '/setup/members', {}) },
  'PUT /setup/profile': { work: 'untouched', by: setUp('PUT', '/setup/profile', {}) },
  'PUT /setup/alone': { work: 'untouched', by: setUp('PUT', '/setup/alone', undefined) },
  'PUT /contacts': {
    work: 'untouched',
    // Whoever has not read what another steward says does not take its place; who did, and when, stands in the record.
    by: async ({ as }) => {
      const says = (who: number, contacts: Contact[]) =>
        call(as(who), collectiveContract.keepContacts, { body: { contacts, before: [] } });
      await says(rosa, [night]);
      await expect(says(lu, [])).rejects.toEqual(refusedWith('conflict'));
      expect((await call(as(lu), collectiveContract.contacts)).contacts).toEqual([night]);
    },
  },
  'POST /setup/keyring': { work: 'untouched', by: setUp('POST', '/setup/keyring', {}) },
  'PUT /setup/keyring': { work: 'untouched', by: setUp('PUT', '/setup/keyring', {}) },
  'POST /setup/manifest': {
    work: 'untouched',
    by: () =>
      amongFounders(async ({ api, lu }) => {
        for (let n = 0; n < 4; n++)
          await draftManifest(api, lu, { profile: luProfile, now: new Date(Date.now() - n * 1000) }, keep);
      }),
  },
  'POST /setup/manifest/signatures': {
    work: 'lost-or-confirmed',
    why: 'what all it lists have signed stands, and the rest is gone: before, no signature goes under another draft',
    by: () =>
      amongFounders(async ({ api, lu, id }) => {
        const own = await draftManifest(api, lu, { profile: luProfile }, keep);
        const { envelope } = own.state.drafts.find((one) => one.id === own.keyring.collective)!;
        const { payload, payloadType, signatures } = (await readSetUp(api)).drafts.find(
          (one) => one.id === id,
        )!.envelope;
        // Signatures of others under words of her own, and her own under words that do not list her.
        const signs = (body: { envelope: typeof envelope }) => call(api, membersSetUpContract.signFirst, { body });
        await expect(signs({ envelope: { ...envelope, signatures } })).rejects.toEqual(refusedWith('signature'));
        const unlisted = signEnvelope({ payload, payloadType, signatures: [] }, signingSecret(lu));
        await expect(signs({ envelope: unlisted })).rejects.toEqual(refusedWith('signature'));
      }),
  },
  'POST /sign-in/challenge': {
    work: 'untouched',
    by: ({ ceiba }) => call(connect(ceiba.origin), membersContract.challenge, { body: {} }),
  },
  'POST /sign-in': { work: 'untouched', by: ({ ceiba }) => signIn(connect(ceiba.origin), ceiba.keyrings[lu]!) },
  'DELETE /sign-in': {
    work: 'untouched',
    by: async ({ ceiba, db }) => {
      const sessions = async () => (await db.selectFrom('sessions').select('token_hash').execute()).length;
      const before = await sessions();
      await call(await signIn(connect(ceiba.origin), ceiba.keyrings[lu]!), membersContract.signOut);
      expect(await sessions()).toBe(before);
    },
  },
  'POST /enter': {
    work: 'untouched',
    by: async ({ ceiba }) => call(await signIn(connect(ceiba.origin), ceiba.keyrings[lu]!), membersContract.enter),
  },
  'POST /enter/:code': {
    work: 'untouched',
    by: async ({ ceiba }) => {
      const link = new URL(await linkFor(ceiba.origin, ceiba.keyrings[lu]!));
      const form = { origin: ceiba.origin, cookie: '' };
      const page = asking(ceiba.origin, '', { cookie: '', form } as unknown as Parameters<typeof asking>[2]);
      expect((await page.post(link.pathname, {})).status).toBe(303);
    },
  },
  'POST /leave': {
    work: 'untouched',
    by: async ({ ceiba }) => {
      const page = asking(ceiba.origin);
      expect((await page.post('/leave', {})).status).toBe(303);
    },
  },
  'POST /sessions/end': {
    work: 'untouched',
    by: async ({ ceiba, db, pages }) => {
      await signIn(connect(ceiba.origin), ceiba.keyrings[rosa]!);
      const theirs = await othersSessions(db, ceiba.keyrings[lu]!.member);
      expect(theirs.length).toBeGreaterThan(0);
      for (const session of theirs) expect((await pages[lu]!.post('/sessions/end', { session })).status).toBe(303);
      expect(await othersSessions(db, ceiba.keyrings[lu]!.member)).toEqual(theirs);
    },
  },
  'POST /sessions/end-all': {
    work: 'untouched',
    // In another house: what Lu does next here needs his sessions.
    by: async () => {
      await using umbral = await found('Umbral');
      const others = await signIn(connect(umbral.origin), umbral.keyrings[rosa]!);
      const pages = await atPages(umbral, marisol);
      expect((await pages.post('/sessions/end-all', {})).status).toBe(303);
      expect((await pages.get('/sessions')).status).toBe(401);
      expect((await call(others, membersContract.me)).member).toBe(umbral.keyrings[rosa]!.member);
    },
  },
  'POST /typed': {
    work: 'untouched',
    by: async ({ as }) => {
      const query = { place: '/agreements/rounds/x#question' };
      await call(as(lu), membersContract.keepTyped, { query, body: { words: 'De Lu' } });
    },
  },
  'POST /typed/drop': {
    work: 'untouched',
    by: async ({ pages }) => {
      const { status } = await pages[lu]!.post('/typed/drop', { place: '/agreements/rounds/x#close' });
      expect(status).toBe(303);
    },
  },
  'DELETE /invitations/:id': {
    work: 'lost',
    why: 'whoever made an invitation ends it, and what was given under it is no more: offered-keyring.test.ts',
    by: async ({ as, db }) => {
      const others = await db.selectFrom('invitations').select('code_hash').execute();
      expect(others.length).toBeGreaterThan(1);
      const end = (id: string) => call(as(lu), membersContract.endInvitation, { params: { id } });
      for (const { code_hash } of others) await expect(end(code_hash)).rejects.toEqual(refusedWith('not-found'));
      await invitePerson(as(lu), { member: null, roles: ['steward'] });
      const { invitations } = await call(as(lu), membersContract.invitations);
      await end(invitations.find(({ id }) => !others.some(({ code_hash }) => code_hash === id))!.id);
    },
  },
  'POST /invitations': {
    work: 'untouched',
    by: async ({ as }) => {
      for (let n = 0; n < 16; n++) await invitePerson(as(lu), { member: null, roles: ['steward'] });
      await expect(invitePerson(as(lu), { member: null, roles: ['steward'] })).rejects.toEqual(refusedWith('too-many'));
      await invitePerson(as(rosa), { member: null, roles: ['steward'] });
    },
  },
  'POST /rotation/keys': {
    work: 'untouched',
    by: async ({ ceiba, as, joining }) => {
      const { member } = joining.keyring;
      const { code } = await invitePerson(as(marisol), { member: null, roles: ['steward'] });
      const other = await newKeyring(['steward'], wordsOf(newSecret(), 'es'), member);
      const statement = { type: 'seal-key' as const, member, recipient: other.recipient, at: timeOf(new Date()) };
      const sealKey = signEnvelope(draftEnvelope('seal-key', statement), signingSecret(other));
      const body = { publicKey: signingKey(other), sealKey };
      await call(connect(ceiba.origin, `Invite ${code}`), membersContract.offerKey, { body });
      const { offers } = await call(as(marisol), membersContract.rotation);
      expect(offers.filter((one) => one.member === member)).toHaveLength(2);
    },
  },
  'POST /rotation/keyring': { work: 'untouched', by: atOffered('POST') },
  'PUT /rotation/keyring': { work: 'untouched', by: atOffered('PUT') },
  'POST /rotation/node-keys': {
    work: 'untouched',
    by: async ({ as }) => {
      const made = await call(as(marisol), membersContract.nextNodeKeys);
      for (let n = 0; n < 40; n++) expect(await call(as(lu), membersContract.nextNodeKeys)).toEqual(made);
      expect(await call(as(marisol), membersContract.nextNodeKeys)).toEqual(made);
    },
  },
  'POST /rotation/draft': {
    work: 'untouched',
    by: async ({ as, manifest, proposed, secret }) => {
      const draft = async (envelope: typeof proposed) =>
        call(as(lu), membersContract.draftNext, { body: { envelope, boxShares: [] } });
      for (let n = 0; n < 4; n++) await draft(await manifest(lu, 210 + n));
      await draft(signEnvelope({ ...proposed, signatures: [] }, secret(lu)));
    },
  },
  'POST /rotation/signatures': {
    work: 'lost-or-confirmed',
    why: 'the first that enough people signed, each its very bytes, holds; the rest lapse: proposals.test.ts',
    by: async ({ as, manifest }) => {
      const other = await manifest(lu, 250);
      const signed = call(as(lu), membersContract.signNext, { body: { envelope: other } });
      await expect(signed).rejects.toEqual(refusedWith('manifest-draft'));
    },
  },
  'PUT /keyring': {
    work: 'untouched',
    by: async ({ as, ceiba, secret }) => {
      for (const who of [lu, rosa, marisol]) {
        const signInKey = signingKey(ceiba.keyrings[who]!);
        const body = { ...(await madeUpKeyring(as(lu), secret(lu))), signInKey };
        const put = call(as(lu), membersContract.keepKeyring, { body });
        await expect(put).rejects.toEqual(refusedWith('signature'));
      }
      const body = await madeUpKeyring(as(lu), secret(lu), lusWords);
      await call(as(lu), membersContract.keepKeyring, { body });
    },
  },
  'POST /keyring/erasure': {
    work: 'untouched',
    by: async ({ as, secret }) => {
      const envelope = await proofBy(as(lu), secret(lu), lusWords.secret);
      await call(as(lu), membersContract.eraseKeyring, { body: { envelope } });
    },
  },
  'PUT /seal-keys': {
    work: 'untouched',
    by: async ({ as, ceiba, member, secret }) => {
      const { recipient } = ceiba.keyrings[lu]!;
      const statement = { type: 'seal-key' as const, member: member(rosa), recipient, at: timeOf(new Date()) };
      const envelope = signEnvelope(draftEnvelope('seal-key', statement), secret(lu));
      const put = call(as(lu), membersContract.replaceSealKey, { body: { envelope } });
      await expect(put).rejects.toMatchObject({ code: expect.any(String) });
    },
  },
};
