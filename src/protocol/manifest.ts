import { Refusal } from '../../schemas/codes.ts';
import type { Manifest, Role } from '../../schemas/manifest.ts';
import { ahead } from './calendar.ts';
import { dateOf, fromB64u, timeOf } from './encoding.ts';
import { type Envelope, keyidOf, keysWhoSigned, membersWhoSigned, readUnverified, type SignerKey } from './envelope.ts';
import { checkManifest, keysIn } from './manifest-rules.ts';

/** One accepted manifest of a chain. */
export type Link = { version: number; id: string; statement: Manifest; envelope: Envelope };

/**
 * A collective as its own people signed it, version by version from 1. Only `startChain`, `extendChain`, `readChain`
 * make one, and `keptChain` of what they accepted before.
 */
export type Chain = { collective: string; newest: Link; all: readonly Link[] };

/**
 * Starts a chain with manifest v1, whose id becomes the collective's id. Refuses when a rule is broken or any listed
 * key has not signed it.
 */
export function startChain(envelope: Envelope, now: Date): Chain {
  const { statement, id } = readUnverified('manifest', envelope);
  if (statement.version !== 1 || statement.collective !== null || statement.prev !== null) throw new Refusal('chain');
  if (statement.revoked.length > 0) throw new Refusal('chain', 'revoked');
  checkManifest(statement, now);
  if (unsigned(statement, envelope).length > 0) throw new Refusal('no-proof-of-possession');
  const link = { version: 1, id, statement, envelope };
  return { collective: id, newest: link, all: [link] };
}

/**
 * Adds the next manifest (PROTOCOL §4). The newest one again changes nothing.
 * @throws `manifest-rollback` (an older one), `equivocation` (another one in the place of one we hold), `chain` (gap,
 * other collective, earlier date), `unrevoke`, `rotate-threshold-old`, `rotate-threshold-new`,
 * `no-proof-of-possession`, `signature`, and what `checkManifest` refuses.
 */
export function extendChain(chain: Chain, envelope: Envelope, now: Date): Chain {
  const judged = judgeNext(chain, envelope, now);
  if ('waiting' in judged) throw new Refusal(judged.waiting);
  return judged.complete;
}

/** The next manifest of a chain as it stands: complete, or waiting for the signatures that this code asks for. */
export type Judged = { complete: Chain } | { waiting: Waiting };

type Waiting = 'rotate-threshold-old' | 'rotate-threshold-new' | 'no-proof-of-possession';

/**
 * Judges the next manifest of a chain while it is signed: the rules first, then whose signatures are missing.
 * @throws as `extendChain`, but for signatures that are still to come; `rotate-threshold-new` for a manifest with too
 * few stewards, which nobody's signature mends, is refused too.
 */
export function judgeNext(chain: Chain, envelope: Envelope, now: Date): Judged {
  const { statement, id } = readUnverified('manifest', envelope);
  const held = chain.all[statement.version - 1];
  if (held && held.id !== id) throw new Refusal('equivocation');
  if (held && held !== chain.newest) throw new Refusal('manifest-rollback');
  if (held) return { complete: chain };
  checkSuccession(chain, statement);
  checkManifest(statement, now);
  checkHistory(chain, statement);
  const waiting = missing(chain.newest.statement, statement, envelope);
  if (waiting) return { waiting };
  const link = { version: statement.version, id, statement, envelope };
  return { complete: { collective: chain.collective, newest: link, all: [...chain.all, link] } };
}

/**
 * Reads a whole chain from v1, trusting nobody who served it.
 * @throws as `startChain` and `extendChain`; with `expect`, another collective's (`chain`); with `atLeast`, one that
 * ends before a version seen earlier (`manifest-rollback`) or has another manifest in its place (`equivocation`).
 */
export function readChain(
  envelopes: readonly Envelope[],
  now: Date,
  { expect, atLeast }: { expect?: string; atLeast?: { version: number; id?: string } } = {},
): Chain {
  const [first, ...rest] = envelopes;
  if (!first) throw new Refusal('chain');
  let chain = startChain(first, now);
  if (expect !== undefined && chain.collective !== expect) throw new Refusal('chain', 'collective');
  for (const envelope of rest) chain = extendChain(chain, envelope, now);
  if (atLeast) requireInChain(chain, atLeast);
  return chain;
}

/**
 * A chain as it was kept: each link was judged when it came, and only that it names the one before is looked at again.
 * @throws `chain` (a gap, another collective), `equivocation`.
 */
export function keptChain(envelopes: readonly Envelope[], collective: string): Chain {
  const all: Link[] = [];
  for (const envelope of envelopes) {
    const { statement, id } = readUnverified('manifest', envelope);
    const before = all.at(-1);
    if (statement.version !== all.length + 1) throw new Refusal('chain', 'version');
    if (statement.prev !== (before?.id ?? null)) throw new Refusal('equivocation', 'prev');
    all.push({ version: statement.version, id, statement, envelope });
  }
  if (all[0]?.id !== collective) throw new Refusal('chain', 'collective');
  return { collective, newest: all.at(-1) as Link, all };
}

/**
 * Refuses a chain that does not reach a version known earlier (`manifest-rollback`), or holds another manifest there
 * (`equivocation`).
 */
export function requireInChain(chain: Chain, known: { version: number; id?: string }): void {
  const held = chain.all[known.version - 1];
  if (!held) throw new Refusal('manifest-rollback');
  if (known.id !== undefined && held.id !== known.id) throw new Refusal('equivocation');
}

/** Signing keys of the newest manifest, of one role or of all; revoked ones left out. */
export function keysOf(chain: Chain, role?: Role): SignerKey[] {
  return keysIn(chain.newest.statement, role);
}

/** Every member key that any version ever listed. */
export function memberKeys(chain: Chain): SignerKey[] {
  const all = chain.all.flatMap(({ statement }) =>
    statement.members.flatMap(({ member, sign }) => sign.map((publicKey) => ({ member, publicKey }))),
  );
  return [...new Map(all.map((key) => [key.publicKey, key])).values()];
}

/** Refuses (`manifest-expired`) a chain whose newest manifest is over. */
export function requireCurrent(chain: Chain, now: Date): void {
  if (chain.newest.statement.expires <= timeOf(now)) throw new Refusal('manifest-expired');
}

/** The care-team box to seal to now, of two that begin together the first; refuses `manifest-expired`. */
export function boxOf(chain: Chain, now: Date): string {
  requireCurrent(chain, now);
  const begun = chain.newest.statement.box.filter((one) => !ahead(one.notBefore, now));
  const [newest] = begun.sort((a, b) => dateOf(b.notBefore).getTime() - dateOf(a.notBefore).getTime());
  if (!newest) throw new Refusal('manifest-rule', 'box');
  return newest.recipient;
}

/** The node's keys of the newest manifest for one use: `http` transport or `receipt`. */
export function nodeKeys(
  { newest }: Pick<Chain, 'newest'>,
  use: 'http' | 'receipt',
): { id: string; publicKeyMultibase: string }[] {
  return newest.statement.node.keys.filter((key) => key.use === use);
}

/** The newest version of a chain that marks another key `compromised`; 0 when none does. */
export function compromisedIn({ all }: Pick<Chain, 'all'>): number {
  const marked = all.map(({ statement }) => statement.revoked.filter(({ reason }) => reason === 'compromised').length);
  // What is marked once stays marked, so that another one makes the list longer.
  return marked.reduce((newest, count, at) => (count > (marked[at - 1] ?? 0) ? at + 1 : newest), 0);
}

/** Members who still have to sign a drafted manifest v1; refuses (`signature`) a signature by no listed key. */
export function setUpMissing(envelope: Envelope): string[] {
  return [...new Set(unsigned(readUnverified('manifest', envelope).statement, envelope).map((key) => key.member))];
}

/**
 * Members among those who signed, by a chain's newest keys, of any of these roles or of all; refuses (`signature`) any
 * signature that is not by a member.
 */
export function signersOf(envelope: Envelope, chain: Chain, ...roles: readonly Role[]): Set<string> {
  const signed = membersWhoSigned(envelope, keysOf(chain));
  if (roles.length === 0) return signed;
  const eligible = new Set(roles.flatMap((role) => keysOf(chain, role).map((key) => key.member)));
  return new Set([...signed].filter((member) => eligible.has(member)));
}

function unsigned(statement: Manifest, envelope: Envelope): SignerKey[] {
  const keys = keysIn(statement);
  const signed = keysWhoSigned(envelope, keys);
  return keys.filter((key) => !signed.has(keyidOf(fromB64u(key.publicKey, 32))));
}

function checkSuccession(chain: Chain, next: Manifest): void {
  const { version, id, statement: old } = chain.newest;
  if (next.collective !== chain.collective || next.version !== version + 1) throw new Refusal('chain', 'version');
  if (next.prev !== id) throw new Refusal('equivocation', 'prev');
  if (next.issuedAt < old.issuedAt) throw new Refusal('chain', 'issuedAt');
  for (const gone of old.revoked) {
    const still = next.revoked.find((one) => one.keyid === gone.keyid);
    const weakened = gone.reason === 'compromised' && still?.reason !== 'compromised';
    if (!still || weakened) throw new Refusal('unrevoke', 'revoked');
  }
}

// A key stays its member's for ever, also after it is gone: else a leaver's old signatures would count for somebody
// else.
function checkHistory(chain: Chain, next: Manifest): void {
  const owners = new Map(memberKeys(chain).map((key) => [key.publicKey, key.member]));
  for (const { member, sign } of next.members) {
    if (sign.some((key) => (owners.get(key) ?? member) !== member)) throw new Refusal('duplicate-key', 'members.sign');
  }
}

function missing(old: Manifest, next: Manifest, envelope: Envelope): Waiting | null {
  const before = keysIn(old);
  const after = keysIn(next);
  const signed = keysWhoSigned(envelope, [...before, ...after]);
  const has = (key: SignerKey) => signed.has(keyidOf(fromB64u(key.publicKey, 32)));
  const stewards = (manifest: Manifest) =>
    new Set(
      keysIn(manifest, 'steward')
        .filter(has)
        .map((key) => key.member),
    ).size;
  if (stewards(old) < old.policy.rotate) return 'rotate-threshold-old';
  if (stewards(next) < next.policy.rotate) return 'rotate-threshold-new';
  const known = new Set(before.map((key) => key.publicKey));
  return after.some((key) => !known.has(key.publicKey) && !has(key)) ? 'no-proof-of-possession' : null;
}
