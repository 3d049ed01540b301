import { Refusal, type RefusalCode } from '../../../schemas/codes.ts';
import type { Manifest, Role } from '../../../schemas/manifest.ts';
import { canonical } from '../../protocol/canonical.ts';
import { fromB64u } from '../../protocol/encoding.ts';
import { type Envelope, idOf, keyidOf, readUnverified } from '../../protocol/envelope.ts';
import { type Chain, judgeNext } from '../../protocol/manifest.ts';
import { isCalledAlike } from '../../protocol/two-word-name.ts';
import { type Keyring, signingKey } from './keyring.ts';

type Reason = Manifest['revoked'][number]['reason'];

/** One difference between two manifests, as whoever signs must read it. */
export type Change =
  | { what: 'joined'; member: string; roles: readonly Role[]; keys: readonly string[] }
  | { what: 'left'; member: string; reason: Reason | null }
  | { what: 'key'; member: string; reason: Reason | null; keys: readonly string[] }
  | { what: 'roles'; member: string; roles: readonly Role[] }
  | { what: 'worse'; keyid: string; reason: Reason }
  | { what: 'policy'; policy: Manifest['policy'] }
  /** From when each box that it lists holds. */
  | { what: 'box'; from: readonly string[] }
  /** An accompanier's key goes and the box, which that person can open, stays. */
  | { what: 'box-stays' }
  | { what: 'node'; address: string }
  | { what: 'node-keys' }
  | { what: 'expires'; expires: string };

/** A draft of the next manifest as this client read it. `id` names it and, by hash, the whole chain before it. */
export type NextReview = { id: string; next: Manifest; changes: Change[]; waiting: RefusalCode | null };

/**
 * Checks a draft against the chain that this client verified, and says everything in which it differs from the newest
 * manifest.
 * @throws as `judgeNext`; `manifest-members` when it lists this person with another key than this keyring holds,
 * `called-alike` when somebody new has the two words of another one.
 */
export function reviewNext(chain: Chain, envelope: Envelope, keyring: Keyring, now = new Date()): NextReview {
  const judged = judgeNext(chain, envelope, now);
  const { statement: next } = readUnverified('manifest', envelope);
  const before = chain.newest.statement.members;
  const self = next.members.find(({ member }) => member === keyring.member);
  if (self && self.sign.join() !== signingKey(keyring)) throw new Refusal('manifest-members', 'members.sign');
  for (const { member } of next.members) {
    if (before.some((one) => one.member === member)) continue;
    const others = [...before, ...next.members].map((one) => one.member);
    if (isCalledAlike(member, others)) throw new Refusal('called-alike', 'members');
  }
  const waiting = 'waiting' in judged ? judged.waiting : null;
  return { id: idOf(envelope), next, changes: changesIn(chain.newest.statement, next), waiting };
}

/** Everything in which a manifest differs from the one before, but for its version, its link and its date. */
export function changesIn(old: Manifest, next: Manifest): Change[] {
  return [...peopleChanged(old, next), ...keysWorse(old, next), ...restChanged(old, next)];
}

function peopleChanged(old: Manifest, next: Manifest): Change[] {
  const changes: Change[] = [];
  const reasonOf = (keys: readonly string[]): Reason | null =>
    next.revoked.find(({ keyid }) => keys.some((key) => keyidOf(fromB64u(key, 32)) === keyid))?.reason ?? null;
  for (const { member, sign } of old.members)
    if (!next.members.some((one) => one.member === member))
      changes.push({ what: 'left', member, reason: reasonOf(sign) });
  for (const { member, roles, sign } of next.members) {
    const before = old.members.find((one) => one.member === member);
    if (!before) changes.push({ what: 'joined', member, roles, keys: sign });
    else {
      if (!sameSet(before.sign, sign)) changes.push({ what: 'key', member, reason: reasonOf(before.sign), keys: sign });
      if (!sameSet(before.roles, roles)) changes.push({ what: 'roles', member, roles });
    }
  }
  return changes;
}

/** Keys that were revoked before and now for a worse reason, and revoked ones that were nobody's. */
function keysWorse(old: Manifest, next: Manifest): Change[] {
  const said = new Map(old.revoked.map(({ keyid, reason }) => [keyid, reason]));
  const listed = new Set(old.members.flatMap(({ sign }) => sign.map((key) => keyidOf(fromB64u(key, 32)))));
  return next.revoked
    .filter(({ keyid, reason }) => said.get(keyid) !== reason && !listed.has(keyid))
    .map(({ keyid, reason }) => ({ what: 'worse', keyid, reason }));
}

function restChanged(old: Manifest, next: Manifest): Change[] {
  const differs = (field: 'policy' | 'box' | 'expires') => canonical(old[field]) !== canonical(next[field]);
  const moved = old.node.actor !== next.node.actor;
  const otherKeys = canonical(old.node.keys) !== canonical(next.node.keys);
  return [
    ...(differs('policy') ? [{ what: 'policy' as const, policy: next.policy }] : []),
    ...(differs('box') ? [{ what: 'box' as const, from: next.box.map(({ notBefore }) => notBefore) }] : []),
    ...(!differs('box') && keyGone(old, next) ? [{ what: 'box-stays' as const }] : []),
    ...(moved ? [{ what: 'node' as const, address: next.node.actor }] : []),
    ...(otherKeys ? [{ what: 'node-keys' as const }] : []),
    ...(differs('expires') ? [{ what: 'expires' as const, expires: next.expires }] : []),
  ];
}

function keyGone(old: Manifest, next: Manifest): boolean {
  const keysOf = ({ members }: Manifest) =>
    members.filter(({ roles }) => roles.includes('accompanier')).flatMap(({ sign }) => sign);
  const staying = keysOf(next);
  return keysOf(old).some((key) => !staying.includes(key));
}

const sameSet = (some: readonly string[], others: readonly string[]): boolean =>
  [...some].sort().join() === [...others].sort().join();
