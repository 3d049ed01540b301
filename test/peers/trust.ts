import type { Comparison } from '../../schemas/comparison.ts';
import type { Standing } from '../../schemas/standing.ts';
import { addPeer } from '../../src/peers/add.ts';
import { addComparison } from '../../src/peers/compare.ts';
import { type Granted, grantStanding } from '../../src/peers/sign-standing.ts';
import { peerChain } from '../../src/peers/store.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope } from '../../src/protocol/envelope.ts';
import { type Person, refOf, signedBy } from '../protocol/cast.ts';
import type { Node } from './nodes.ts';

const day = 86_400_000;

/** `own`'s people say that they compared words with `peer`, as far as `own` knows its chain; names it nothing. */
export function comparison(own: Node, peer: Node, at: Date, ...signers: Person[]): Promise<Envelope> {
  return comparisonOf(own, peer, { at }, ...signers);
}

/** As {@link comparison}, under how the peer was shown to them. */
export async function comparisonOf(
  own: Node,
  peer: Node,
  { at, shown }: { at: Date; shown?: Comparison['shown'] },
  ...signers: Person[]
): Promise<Envelope> {
  const chain = await peerChain(own.runtime.db, peer.id);
  if (!chain) throw new Error('add it first');
  const draft = draftEnvelope('comparison', {
    type: 'comparison',
    own: own.id,
    peer: peer.id,
    ...(shown && { shown }),
    method: 'words',
    manifests: { own: refOf(own.chain), peer: refOf(chain) },
    at: timeOf(at),
  });
  return signedBy(draft, ...signers);
}

/** A standing of `own` towards `peer` and the same as an offer. */
export function granted(own: Node, peer: Node, at: Date, changes: Partial<Standing>, ...signers: Person[]): Granted {
  const said = {
    issuer: own.id,
    audience: peer.id,
    accepts: ['alerts' as const],
    sends: ['alerts' as const],
    attest: 2,
    reviewBy: timeOf(new Date(at.getTime() + 180 * day)),
    ended: null,
    at: timeOf(at),
    ...changes,
  };
  return {
    standing: signedBy(draftEnvelope('standing', { ...said, type: 'standing' }), ...signers),
    offer: signedBy(draftEnvelope('standing-offer', { ...said, type: 'standing-offer' }), ...signers),
  };
}

/** Added and compared by Rosa and Lu. */
export async function compared(own: Node, peer: Node): Promise<void> {
  await addPeer(own.runtime, own.people.rosa.member, peer.actor);
  await compareAgain(own, peer);
}

export async function compareAgain(own: Node, peer: Node): Promise<void> {
  const now = own.runtime.clock.now();
  const { rosa, lu } = own.people;
  await addComparison(own.runtime, rosa.member, peer.id, await comparison(own, peer, now, rosa));
  await addComparison(own.runtime, lu.member, peer.id, await comparison(own, peer, now, lu));
}

/** Added, compared, and trusted for alerts both ways. */
export async function trusted(own: Node, peer: Node): Promise<void> {
  await compared(own, peer);
  const { rosa, lu } = own.people;
  await grantStanding(own.runtime, rosa.member, peer.id, granted(own, peer, own.runtime.clock.now(), {}, rosa, lu));
}
