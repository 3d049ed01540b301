import { Refusal } from '../../schemas/codes.ts';
import type { Manifest, Role } from '../../schemas/manifest.ts';
import type { NodeIdentity } from '../../schemas/people.ts';
import { fromB64u } from '../protocol/encoding.ts';
import { type Envelope, keyidOf, keysWhoSigned, readUnverified, type SignerKey } from '../protocol/envelope.ts';
import { type Chain, keysOf } from '../protocol/manifest.ts';
import { keysIn } from '../protocol/manifest-rules.ts';
import { checkShares, type Share, sameNode, sameSet } from './founding.ts';
import type { KeyOffer } from './rotation-store.ts';

/** A key that waits for a manifest; a plain member's comes under no code, and with whatever roles two stewards sign. */
export type Offer = Pick<KeyOffer, 'member' | 'public_key' | 'recipient' | 'seal_key' | 'at'> & {
  code_hash: string | null;
  roles: readonly Role[] | null;
};

/** Keys of the node that a manifest may list; `pair` where they are proposed, null for the present ones. */
export type KnownNode = NodeIdentity & { pair: string | null };

/**
 * What a drafted manifest changes of who is who here: keys to put in place, people whose sessions end, and the pair of
 * the node's keys that takes the place of the present one.
 */
export type Changed = { offered: Offer[]; gone: string[]; pair: string | null };

/**
 * What a drafted vN+1 must say of this node and its people; the chain's rules and signatures are checked elsewhere.
 * Refuses another node's actor or keys (`from-mismatch`), a key that its member did not give here, or a second one, or
 * roles of somebody who joins that their invitation does not say (`manifest-members`), a key that is left out without
 * being revoked (`manifest-rule`), and shares that are not one per accompanier when the box or an accompanier's key is
 * new (`set-up-shares`).
 */
export function checkRotation(
  next: Manifest,
  old: Manifest,
  nodes: readonly KnownNode[],
  offers: readonly Offer[],
  shares: readonly Share[],
): Changed {
  const { pair } = sameNode(next, nodes);
  const before = new Map(old.members.map(({ member, sign }) => [member, sign]));
  const offered: Offer[] = [];
  for (const { member, roles, sign } of next.members) {
    const [key, second] = sign;
    if (!key || second) throw new Refusal('manifest-members', 'members.sign');
    if (before.get(member)?.includes(key)) continue;
    const offer = offers.find((one) => one.member === member && one.public_key === key);
    if (!offer) throw new Refusal('manifest-members', 'members.sign');
    const asInvited = before.has(member) || offer.roles === null || sameSet(roles, offer.roles);
    if (!asInvited) throw new Refusal('manifest-members', 'members.roles');
    offered.push(offer);
  }
  const listed = new Set(next.members.flatMap(({ sign }) => sign));
  const revoked = new Set(next.revoked.map(({ keyid }) => keyid));
  const dropped = old.members.filter(({ sign }) => sign.some((key) => !listed.has(key)));
  for (const key of dropped.flatMap(({ sign }) => sign)) {
    if (!listed.has(key) && !revoked.has(keyidOf(fromB64u(key, 32)))) throw new Refusal('manifest-rule', 'revoked');
  }
  const held = new Set(old.box.map(({ recipient }) => recipient));
  const newBox = next.box.some(({ recipient }) => !held.has(recipient));
  const newcomers = accompaniersOf(next).filter((member) => !accompaniersOf(old).includes(member));
  const newKeys = offered.some(({ member }) => accompaniersOf(next).includes(member));
  if (shares.length > 0 || newBox || newcomers.length > 0 || newKeys) checkShares(next, shares);
  return { offered, gone: dropped.map(({ member }) => member), pair };
}

/** Refuses (`manifest-members`) a manifest by which whoever keeps the node would accompany somebody. */
export function opensNothing({ members }: Manifest, keepers: readonly string[]): void {
  const opens = members.filter(({ roles }) => roles.some((role) => role !== 'steward'));
  if (opens.some(({ member }) => keepers.includes(member))) throw new Refusal('manifest-members', 'members.roles');
}

/** Everybody whose signature a next manifest may carry: our current keys, and the ones that it lists. */
export const signersOf = (own: Chain, envelope: Envelope): SignerKey[] => [
  ...keysOf(own),
  ...keysIn(readUnverified('manifest', envelope).statement),
];

/** Stewards of ours, as the newest manifest lists them, who signed a proposed one. */
export function stewardsWhoSigned(own: Chain, envelope: Envelope): string[] {
  const signed = keysWhoSigned(envelope, signersOf(own, envelope));
  const stewards = keysOf(own, 'steward').filter(({ publicKey }) => signed.has(keyidOf(fromB64u(publicKey, 32))));
  return stewards.map(({ member }) => member);
}

/** Whether a proposed manifest lists this key. */
export const lists = (envelope: Envelope, publicKey: string): boolean =>
  keysIn(readUnverified('manifest', envelope).statement).some((key) => key.publicKey === publicKey);

const accompaniersOf = ({ members }: Manifest): string[] =>
  members.filter(({ roles }) => roles.includes('accompanier')).map(({ member }) => member);
