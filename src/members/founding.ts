import { Refusal } from '../../schemas/codes.ts';
import type { Manifest } from '../../schemas/manifest.ts';
import type { NodeIdentity } from '../../schemas/people.ts';
import { fromB64u, sameBytes, utf8 } from '../protocol/encoding.ts';
import type { MemberRow } from './store.ts';

export type Share = { member: string; ciphertext: string };

/**
 * What a drafted manifest v1 must say of this node and its founders. Refuses another node's actor or keys
 * (`from-mismatch`), people who did not give their keys, or in other roles (`set-up-members`), and shares of the box
 * that are not one per accompanier (`set-up-shares`). The manifest's own rules and signatures are checked elsewhere.
 */
export function checkFounding(
  manifest: Manifest,
  node: NodeIdentity,
  founders: readonly Pick<MemberRow, 'member' | 'public_key' | 'roles'>[],
  shares: readonly Share[],
): void {
  sameNode(manifest, [node]);
  for (const { member, roles, sign } of manifest.members) {
    const founder = founders.find((one) => one.member === member);
    const known = founder && sameSet(sign, [founder.public_key]) && sameSet(roles, founder.roles);
    if (!known) throw new Refusal('set-up-members', 'members');
  }
  if (manifest.box.length !== 1) throw new Refusal('set-up-shares', 'box');
  checkShares(manifest, shares);
}

/** Which of these it names; refuses (`from-mismatch`) a manifest that names another node, or other keys of it. */
export function sameNode<T extends NodeIdentity>({ node }: Pick<Manifest, 'node'>, known: readonly T[]): T {
  if (known.every(({ actor }) => actor !== node.actor)) throw new Refusal('from-mismatch', 'node.actor');
  const named = (keys: NodeIdentity['keys']) => keys.map((key) => `${key.use} ${key.id} ${key.publicKeyMultibase}`);
  const same = known.find(({ keys }) => sameSet(named(node.keys), named(keys)));
  if (!same) throw new Refusal('from-mismatch', 'node.keys');
  return same;
}

/** Refuses (`set-up-shares`) shares of the box that are not one age file per accompanier. */
export function checkShares(manifest: Manifest, shares: readonly Share[]): void {
  const accompaniers = manifest.members.filter((one) => one.roles.includes('accompanier')).map((one) => one.member);
  const sharers = shares.map((share) => share.member);
  if (!sameSet(accompaniers, sharers)) throw new Refusal('set-up-shares', 'boxShares');
  for (const { ciphertext } of shares) {
    const start = fromB64u(ciphertext).subarray(0, ageMark.length);
    if (!sameBytes(start, ageMark)) throw new Refusal('set-up-shares', 'boxShares');
  }
}

const ageMark = utf8('age-encryption.org/v1\n');

/** Whether both hold the same, in whatever order. */
export function sameSet(some: readonly string[], others: readonly string[]): boolean {
  return [...some].sort().join() === [...others].sort().join();
}
