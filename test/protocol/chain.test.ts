import { describe, expect, it } from 'vitest';
import { newBoxIdentity } from '../../src/protocol/age-seal.ts';
import type { Envelope } from '../../src/protocol/envelope.ts';
import { boxOf, keptChain, readChain, requireCurrent } from '../../src/protocol/manifest.ts';
import { collective, extended, inDays, now, type Person } from './cast.ts';
import { refuses } from './refusals.ts';

const { chain, people } = await collective('ceiba');
const { rosa, lu } = people as Record<'rosa' | 'lu', Person>;
const first = chain.newest.statement;
const elsewhere = (await collective('maguey')).id;

describe('a chain', () => {
  const second = extended(chain, {}, rosa, lu);
  const envelopes = second.all.map((link) => link.envelope);

  // rows 30 and 56
  it('is refused when it is not the one expected, or ends before what was seen', async () => {
    await refuses('chain', () => readChain(envelopes, now, { expect: elsewhere }));
    await refuses('chain', () => readChain([], now));
    await refuses('manifest-rollback', () => readChain(envelopes.slice(0, 1), now, { atLeast: { version: 2 } }));
    await refuses('equivocation', () => readChain(envelopes, now, { atLeast: { version: 2, id: elsewhere } }));
    expect(readChain(envelopes, now, { atLeast: { version: 2 } }).newest.version).toBe(2);
    const known = { version: 2, id: second.newest.id };
    expect(readChain(envelopes, now, { expect: chain.collective, atLeast: known }).newest.id).toBe(known.id);
  });

  it('that was kept is taken as it was judged, as far as each names the one before', async () => {
    const kept = keptChain(envelopes, chain.collective);
    expect([kept.collective, kept.newest.id, kept.all.length]).toEqual([chain.collective, second.newest.id, 2]);
    expect(boxOf(kept, now)).toBe(boxOf(second, now));
    await refuses('chain', () => keptChain([], chain.collective));
    await refuses('chain', () => keptChain(envelopes, elsewhere));
    await refuses('chain', () => keptChain(envelopes.slice(1), chain.collective));
    await refuses('chain', () => keptChain(envelopes.toReversed(), chain.collective));
    const [v1, v2] = envelopes as [Envelope, Envelope];
    const fork = extended(chain, { expires: inDays(200) }, rosa, lu);
    const third = extended(fork, {}, rosa, lu).newest.envelope;
    await refuses('equivocation', () => keptChain([v1, v2, third], chain.collective));
    await refuses('chain', () => keptChain([v1, third], chain.collective));
  });

  it('ends with its newest manifest', async () => {
    await refuses('manifest-expired', () => requireCurrent(chain, new Date(inDays(300))));
    await refuses('manifest-expired', () => boxOf(chain, new Date(inDays(300))));
    requireCurrent(chain, new Date(inDays(299)));
  });

  it('gives the newest box that has begun', async () => {
    const later = (await newBoxIdentity()).recipient;
    const box = [...first.box, { recipient: later, notBefore: inDays(10) }];
    const next = extended(chain, { box }, rosa, lu);
    expect(boxOf(next, now)).toBe(first.box[0]!.recipient);
    expect(boxOf(next, new Date(inDays(10)))).toBe(later);
    const reversed = extended(chain, { box: box.toReversed() }, rosa, lu);
    expect(boxOf(reversed, new Date(inDays(10)))).toBe(later);
    const together = extended(chain, { box: [...first.box, { ...first.box[0]!, recipient: later }] }, rosa, lu);
    expect(boxOf(together, now)).toBe(first.box[0]!.recipient);
    await refuses('manifest-rule', () => boxOf(next, new Date(inDays(-31))), 'box');
  });
});
