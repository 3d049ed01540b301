import { Refusal } from '../../../schemas/codes.ts';
import type { Manifest } from '../../../schemas/manifest.ts';
import type { Profile } from '../../../schemas/routes/collective.ts';
import { membersSetUpContract, type OpenSetUp, type SetUpState } from '../../../schemas/routes/members-set-up.ts';
import { newBoxIdentity } from '../../protocol/age-seal.ts';
import { daysAfter } from '../../protocol/calendar.ts';
import { canonical } from '../../protocol/canonical.ts';
import { fromB64u, timeOf } from '../../protocol/encoding.ts';
import { draftEnvelope, type Envelope, idOf, readUnverified, signEnvelope } from '../../protocol/envelope.ts';
import { checkManifest } from '../../protocol/manifest-rules.ts';
import { verifySealKey } from '../../protocol/seal-key.ts';
import { wordsOf } from '../../protocol/secrets.ts';
import type { WordLanguage } from '../../protocol/spelling.ts';
import { isCalledAlike } from '../../protocol/two-word-name.ts';
import type { Api } from '../api/api.ts';
import { call } from '../api/call.ts';
import { oneNamed } from '../api/named.ts';
import { openShare, sealShare } from '../keyring/box-share.ts';
import { type Keyring, signingKey, signingSecret } from '../keyring/keyring.ts';
import type { SealedKeyring } from '../keyring/under-code.ts';

/** Days that manifest v1 is valid; the protocol allows 400. */
const validDays = 365;

export type Policy = Manifest['policy'];

/** The least that the protocol allows: two stewards turn keys, two accompaniers attest, one witnesses a consent. */
export const leastPolicy: Policy = { rotate: 2, attest: 2, consentWitnesses: 1 };

/** What a founder is about to sign, checked against their own keyring. */
export type Review = {
  id: string;
  /** Who drafted it, as the node says, and when. */
  by: string;
  at: string;
  manifest: Manifest;
  profile: Profile;
  /** Listed members who have not signed yet. */
  missing: string[];
};

/**
 * Where set-up stands. Refuses (`already-set-up`) when it is over, and (`origin`) a node that calls itself by another
 * address.
 */
export async function readSetUp(api: Api): Promise<OpenSetUp> {
  return stillOpen(api, await call(api, membersSetUpContract.setUp));
}

/**
 * Gives the node a founder's public keys: the signing key, and the recipient signed by it; with them the sealed keyring
 * where it shall lie there. No secret leaves.
 */
export async function enrol(api: Api, keyring: Keyring, now = new Date(), sealed?: SealedKeyring): Promise<OpenSetUp> {
  const statement = {
    type: 'seal-key' as const,
    member: keyring.member,
    recipient: keyring.recipient,
    at: timeOf(now),
  };
  const sealKey = signEnvelope(draftEnvelope('seal-key', statement), signingSecret(keyring));
  const body = { publicKey: signingKey(keyring), roles: keyring.roles, sealKey, ...(sealed && { keyring: sealed }) };
  return stillOpen(api, await call(api, membersSetUpContract.enrol, { body }));
}

/** Says at the node what the collective will call itself, in the place of what stood there when it was read. */
export async function keepProfile(api: Api, profile: Profile, before: Profile | null): Promise<OpenSetUp> {
  return stillOpen(api, await call(api, membersSetUpContract.keepProfile, { body: { profile, before } }));
}

/** Says at the node, for good, that one person makes all first keys there, to try it out. */
export async function tryAlone(api: Api): Promise<OpenSetUp> {
  return stillOpen(api, await call(api, membersSetUpContract.tryAlone));
}

/** Keeps a changed keyring, before anything leaves that could not be done again without it. */
export type Save = (keyring: Keyring) => Promise<void>;

/** What somebody said yes to: whom the first manifest lists with which keys, for which node, until when it holds. */
export type Shown = Pick<OpenSetUp, 'node' | 'members'> & Pick<Manifest, 'expires'>;

/** Until when a first manifest holds that is drafted now. */
export const validUntil = (now: Date): string => timeOf(daysAfter(now, validDays));

export type Drafting = {
  profile: Profile;
  policy?: Policy;
  /** What was read and shown is drafted, with exactly these people; else whoever gave keys by now. */
  shown?: Shown;
  now?: Date;
};

/** How a first manifest lists somebody who gave keys. */
export const listedAs = ({ member, roles, publicKey }: OpenSetUp['members'][number]): Manifest['members'][number] => ({
  member,
  roles,
  sign: [publicKey],
});

/**
 * Drafts manifest v1 over people who gave their keys, with a new box sealed to each accompanier's own recipient, and
 * signs it.
 * @throws `not-allowed` to whoever is no accompanier, `called-alike` for two of the same two words, and what the
 * manifest's rules refuse.
 */
export async function draftManifest(
  api: Api,
  keyring: Keyring,
  { profile, policy = leastPolicy, shown, now = new Date() }: Drafting,
  save: Save,
): Promise<{ keyring: Keyring; state: OpenSetUp }> {
  refuseTwice(keyring);
  if (!keyring.roles.includes('accompanier')) throw new Refusal('not-allowed', 'accompanier');
  const { node, members, expires } = shown ?? { ...(await readSetUp(api)), expires: validUntil(now) };
  const box = await newBoxIdentity();
  const manifest: Manifest = {
    type: 'manifest',
    collective: null,
    version: 1,
    prev: null,
    issuedAt: timeOf(now),
    expires,
    policy,
    members: members.map(listedAs),
    box: [{ recipient: box.recipient, notBefore: timeOf(now) }],
    node,
    revoked: [],
  };
  checkManifest(manifest, now);
  checkSelf(manifest, keyring);
  refuseAlike(manifest);
  const accompaniers = members.filter((one) => one.roles.includes('accompanier'));
  const boxShares = await Promise.all(
    accompaniers.map(async ({ member, publicKey, sealKey }) => {
      const { recipient } = verifySealKey(sealKey, [{ member, publicKey }], now);
      return { member, ciphertext: await sealShare(box, recipient) };
    }),
  );
  const envelope = signEnvelope(draftEnvelope('manifest', manifest), signingSecret(keyring));
  const drafted = { ...keyring, collective: idOf(envelope), boxes: [box, ...keyring.boxes].slice(0, 32) };
  await save(drafted);
  const state = await call(api, membersSetUpContract.draftFirst, { body: { envelope, profile, boxShares } });
  return { keyring: drafted, state: stillOpen(api, state) };
}

/**
 * What stands in a draft, checked: the manifest's rules, the own key and roles, the node's keys. `named` is how its
 * hash begins, needed only where several drafts list one's key.
 * @throws `set-up-draft` when there is none, `several`, `set-up-members` when one's own key or roles differ,
 * `from-mismatch` for other node keys.
 */
export function reviewDraft({ drafts, node }: OpenSetUp, keyring: Keyring, named = '', now = new Date()): Review {
  const fitting = drafts.filter(({ id, envelope }) => id.startsWith(named) && lists(envelope, keyring));
  const draft = fitting.length > 0 ? oneNamed(fitting, named) : oneNamed(drafts, named);
  if (!draft) throw new Refusal('set-up-draft');
  const { statement: manifest, id } = readUnverified('manifest', draft.envelope);
  if (id !== draft.id) throw new Refusal('unexpected-answer', 'id');
  if (manifest.version !== 1 || manifest.collective !== null) throw new Refusal('chain');
  checkManifest(manifest, now);
  checkSelf(manifest, keyring);
  if (canonical(manifest.node) !== canonical(node)) throw new Refusal('from-mismatch', 'node');
  const { by, at, profile, missing } = draft;
  return { id, by, at, manifest, profile, missing };
}

/** Drafts that list one's own key, of which one is to be chosen. */
export function draftsFor({ drafts }: OpenSetUp, keyring: Keyring): OpenSetUp['drafts'] {
  return drafts.filter(({ envelope }) => lists(envelope, keyring));
}

/** What is no manifest lists nobody, and hides no other draft. */
function lists(envelope: Envelope, keyring: Keyring): boolean {
  try {
    const { members } = readUnverified('manifest', envelope).statement;
    return members.some(({ sign }) => sign.includes(signingKey(keyring)));
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/**
 * Signs exactly the draft that was reviewed. The saved keyring holds the collective's id and, for an accompanier, the
 * box out of their own share. `missing` says who has not signed; with nobody missing the collective stands.
 * @throws `set-up-draft` when it is not there any more, and `called-alike` for two of the same two words.
 */
export async function signManifest(
  api: Api,
  keyring: Keyring,
  reviewed: Review,
  save: Save,
  now = new Date(),
): Promise<{ keyring: Keyring; missing: string[] }> {
  refuseTwice(keyring);
  const state = await readSetUp(api);
  const review = reviewDraft(state, keyring, reviewed.id, now);
  refuseAlike(review.manifest);
  const signed = { ...keyring, collective: review.id, boxes: await withOwnShare(state, review, keyring) };
  await save(signed);
  const envelope = signEnvelope(draftEnvelope('manifest', review.manifest), signingSecret(keyring));
  const after = await call(api, membersSetUpContract.signFirst, { body: { envelope } });
  return {
    keyring: signed,
    missing: after.state === 'standing' ? [] : reviewDraft(after, keyring, review.id, now).missing,
  };
}

/** Twelve words of a draft's id: founders who read them to each other find out a node that shows each another draft. */
export function wordsOfDraft(id: string, language: WordLanguage): string {
  return wordsOf(fromB64u(id, 32).subarray(0, 16), language);
}

function stillOpen(api: Api, state: SetUpState): OpenSetUp {
  if (state.state === 'standing') throw new Refusal('already-set-up');
  if (state.node.actor !== `${api.origin}/actor`) throw new Refusal('origin');
  return state;
}

function refuseAlike({ members }: Manifest): void {
  const all = members.map(({ member }) => member);
  if (all.some((one) => isCalledAlike(one, all))) throw new Refusal('called-alike', 'members');
}

function refuseTwice(keyring: Keyring): void {
  if (keyring.manifest !== null) throw new Refusal('already-set-up');
}

function checkSelf(manifest: Manifest, keyring: Keyring): void {
  const self = manifest.members.find((one) => one.member === keyring.member);
  const same =
    self?.sign.join() === signingKey(keyring) && [...self.roles].sort().join() === [...keyring.roles].sort().join();
  if (!same) throw new Refusal('set-up-members', 'members');
}

/** The keyring's boxes with the one of the manifest in front; it must be the one whose recipient everybody signs. */
async function withOwnShare(
  { drafts }: OpenSetUp,
  { id, manifest }: Review,
  keyring: Keyring,
): Promise<Keyring['boxes']> {
  const recipient = manifest.box[0]?.recipient;
  if (!keyring.roles.includes('accompanier') || keyring.boxes.some((box) => box.recipient === recipient))
    return keyring.boxes;
  const draft = drafts.find((one) => one.id === id);
  const share = draft?.boxShares.find((one) => one.member === keyring.member);
  if (!share || !recipient) throw new Refusal('set-up-shares');
  return [await openShare(share.ciphertext, recipient, keyring), ...keyring.boxes].slice(0, 32);
}
