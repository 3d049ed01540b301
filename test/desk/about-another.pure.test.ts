import { expect, it } from 'vitest';
import { calledUnread } from '../../src/client/peers/called.ts';
import { type CheckedPeer, decisionsWaiting, nameToSign } from '../../src/client/peers/peers.ts';
import type { Envelope } from '../../src/protocol/envelope.ts';
import { type Collective, collective, comparisonOf, standingOf } from '../protocol/cast.ts';

/* A node says which statements of ours about a partner wait. One about another partner is no such statement. */

const [ceiba, maguey, nopal] = await Promise.all(['ceiba', 'maguey', 'nopal'].map((name) => collective(name)));

const shown = (peer: Collective, kind: 'standing' | 'comparison', ...envelopes: Envelope[]) => {
  const statements = envelopes.map((envelope) => ({ kind, complete: false, envelope }));
  const called = calledUnread(peer.id, { name: 'Maguey' });
  return { detail: { statements }, chain: peer.chain, root: {}, called } as unknown as CheckedPeer;
};
const asking = { api: null as never, keyring: null as never, root: { chain: ceiba!.chain } as never };

it('is signed about the partner under which it is shown, and about no other', () => {
  const [right, wrong] = [standingOf(ceiba!, maguey!), standingOf(ceiba!, nopal!)];
  const waiting = decisionsWaiting(asking, shown(maguey!, 'standing', wrong, right));
  expect(waiting.map(({ standing }) => standing.audience)).toEqual([maguey!.id]);
  expect(decisionsWaiting(asking, shown(nopal!, 'standing', right))).toEqual([]);
});

it('gives a partner no name that a colleague signed for another', () => {
  const named = comparisonOf(ceiba!, nopal!);
  expect(nameToSign(asking, shown(maguey!, 'comparison', named))).toBe('Maguey');
  expect(nameToSign(asking, shown(nopal!, 'comparison', named))).toBe('nopal');
});
