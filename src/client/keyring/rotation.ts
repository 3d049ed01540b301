import { Refusal } from '../../../schemas/codes.ts';
import type { AnswerOf } from '../../../schemas/contract.ts';
import type { Role } from '../../../schemas/manifest.ts';
import { membersContract, type ProposedManifest, type RotationState } from '../../../schemas/routes/members.ts';
import { timeOf } from '../../protocol/encoding.ts';
import { draftEnvelope, idOf, readUnverified, signEnvelope } from '../../protocol/envelope.ts';
import { type Chain, readChain } from '../../protocol/manifest.ts';
import { type Api, ApiRefusal } from '../api/api.ts';
import { call } from '../api/call.ts';
import { oneNamed } from '../api/named.ts';
import { openShare } from './box-share.ts';
import { type Keyring, newKeyring, newMembersKeyring, signingKey, signingSecret } from './keyring.ts';
import { fetchChain } from './own-trust.ts';
import { type NextReview, reviewNext } from './rotation-review.ts';
import { provedFor, sealedFor } from './under-code.ts';

export type OpenInvitation = AnswerOf<typeof membersContract.invitations>['invitations'][number];

export type Save = (keyring: Keyring) => Promise<void>;

/** A steward's one-time code for a member's new device, or for somebody who joins. */
export function invitePerson(
  api: Api,
  who: { member: string | null; roles: readonly Role[]; keeper?: boolean },
): Promise<AnswerOf<typeof membersContract.invite>> {
  return call(api, membersContract.invite, { body: { ...who, roles: [...who.roles] } });
}

/** Invitations that are open, as stewards see them. */
export async function listInvitations(api: Api): Promise<OpenInvitation[]> {
  return (await call(api, membersContract.invitations)).invitations;
}

/** Ends an invitation that this steward made, and with it what was given under it. */
export async function endInvitation(api: Api, id: string): Promise<void> {
  await call(api, membersContract.endInvitation, { params: { id } });
}

/** Reads what waits; over an api of a member, or of an invitation's code. */
export function readRotation(api: Api): Promise<RotationState> {
  return call(api, membersContract.rotation);
}

/**
 * A keyring for the device that an invitation is for: a member keeps id and roles, never a key. Nothing is given to the
 * node yet, so that it can be saved first. A plain member, who signs no manifest, believes the chain that they find.
 * @throws `invitation`, and for a plain member as `readChain`.
 */
export async function keyringFor(api: Api, words: string, now = new Date()): Promise<Keyring> {
  const { invited } = await readRotation(api);
  if (!invited) throw new Refusal('invitation');
  if (invited.member !== null) return newKeyring(invited.roles, words, invited.member);
  const manifests = await fetchChain(api);
  const newest = manifests.at(-1);
  const members = newest ? readUnverified('manifest', newest).statement.members : [];
  const keyring = await newMembersKeyring(invited.roles, words, members);
  if (!isPlain(invited)) return keyring;
  const chain = readChain(manifests, now);
  return { ...keyring, collective: chain.collective, manifest: { version: chain.newest.version, id: chain.newest.id } };
}

/** Whether an invitation lets in a plain member: somebody new, without a role. */
export const isPlain = ({ member, roles }: NonNullable<RotationState['invited']>): boolean =>
  member === null && roles.length === 0;

/**
 * Gives the node the public half of a new device's keyring: the signing key, and the recipient signed by it; with
 * `words`, the keyring too, sealed, and proof that it is this key's. The same again changes nothing.
 */
export async function offerKeys(api: Api, keyring: Keyring, now = new Date(), words?: string): Promise<RotationState> {
  const { member, recipient } = keyring;
  const statement = { type: 'seal-key' as const, member, recipient, at: timeOf(now) };
  const sealKey = signEnvelope(draftEnvelope('seal-key', statement), signingSecret(keyring));
  const body = { publicKey: signingKey(keyring), sealKey };
  if (words === undefined) return call(api, membersContract.offerKey, { body });
  const proof = await provedFor(api, keyring, words, now);
  const sealed = await sealedFor(keyring, words);
  return call(api, membersContract.offerKey, { body: { ...body, keyring: { ...sealed, proof } } });
}

/**
 * Makes a keyring under an invitation and gives it, sealed, with its public half. One that is called like somebody of
 * whom nobody outside knows gets another id, by the same words.
 * @throws as `keyringFor`, and what the node refuses
 */
export async function giveKeys(api: Api, words: string, now: Date, tries = 3): Promise<Keyring> {
  const keyring = await keyringFor(api, words, now);
  try {
    await offerKeys(api, keyring, now, words);
    return keyring;
  } catch (error) {
    if (tries === 0 || !(error instanceof ApiRefusal && error.code === 'called-alike')) throw error;
    return giveKeys(api, words, now, tries - 1);
  }
}

/** A chain read from a node and a proposal on it, both checked here; `by` and `at` are the node's word. */
export type ReadNext = { chain: Chain; review: NextReview; by: string; at: string };

/**
 * Reads the proposals on the chain as the node serves it. A keyring that knows its collective believes no other and no
 * older one (`manifest-rollback`, `equivocation`, `chain`); a new device knows none yet, and believes it by the words
 * that everybody who signs reads.
 * @throws `manifest-draft` without a proposal whose hash begins with `named`, `several` when it takes more characters
 * to tell them apart, `lapsed`.
 */
export async function readNext(
  api: Api,
  keyring: Keyring,
  { named = '', now = new Date() }: { named?: string | undefined; now?: Date } = {},
): Promise<ReadNext> {
  const known = {
    ...(keyring.collective !== null && { expect: keyring.collective }),
    ...(keyring.manifest !== null && { atLeast: keyring.manifest }),
  };
  const chain = readChain(await fetchChain(api), now, known);
  const { proposals } = await readRotation(api);
  const { envelope, by, at } = proposalNamed(proposals, named);
  return { chain, review: reviewNext(chain, envelope, keyring, now), by, at };
}

/** The one that stands among those whose hash, worked out here, begins so. */
function proposalNamed(proposals: readonly ProposedManifest[], named: string): ProposedManifest {
  const all = proposals.map((one) => ({ ...one, id: idOf(one.envelope) }));
  const one = oneNamed(
    all.filter(({ lapsed }) => lapsed === null),
    named,
  );
  if (one) return one;
  throw new Refusal(named !== '' && all.some(({ id }) => id.startsWith(named)) ? 'lapsed' : 'manifest-draft');
}

/**
 * Signs the proposal that was read; a new device proves thereby that it holds the key. An accompanier first opens their
 * own share of the box, so that nobody signs for a box that they could not open, and the keyring holds it before
 * anything leaves.
 * @throws `manifest-draft` when the node does not have it any more, `set-up-shares` for a missing or wrong share.
 */
export async function signRotation(
  api: Api,
  keyring: Keyring,
  { chain, review }: Pick<ReadNext, 'chain' | 'review'>,
  save: Save,
): Promise<{ keyring: Keyring; accepted: boolean; state: RotationState }> {
  const { proposals } = await readRotation(api);
  const proposed = proposals.find(({ envelope }) => idOf(envelope) === review.id);
  if (!proposed) throw new Refusal('manifest-draft');
  const boxes = await withNewBox(review, proposed.boxShares, keyring);
  const ready = { ...keyring, collective: chain.collective, boxes };
  if (JSON.stringify(ready) !== JSON.stringify(keyring)) await save(ready);
  const envelope = signEnvelope(draftEnvelope('manifest', review.next), signingSecret(keyring));
  const { accepted, ...after } = await call(api, membersContract.signNext, { body: { envelope } });
  return { keyring: ready, accepted, state: after };
}

async function withNewBox(
  { next }: NextReview,
  shares: ProposedManifest['boxShares'],
  keyring: Keyring,
): Promise<Keyring['boxes']> {
  const recipient = next.box[0]?.recipient;
  const accompanies = next.members.some(
    ({ member, roles }) => member === keyring.member && roles.includes('accompanier'),
  );
  if (!accompanies || keyring.boxes.some((box) => box.recipient === recipient)) return keyring.boxes;
  const share = shares.find((one) => one.member === keyring.member);
  if (!share || !recipient) throw new Refusal('set-up-shares');
  return [await openShare(share.ciphertext, recipient, keyring), ...keyring.boxes].slice(0, 32);
}
