import { describe, expect, it } from 'vitest';
import type { DeliveryKind } from '../../schemas/delivery.ts';
import { sign } from '../../src/protocol/ed25519.ts';
import { randomId } from '../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope, readUnverified } from '../../src/protocol/envelope.ts';
import { draftLive } from '../../src/protocol/list-statement.ts';
import { composeReceipt } from '../../src/protocol/receipt.ts';
import { type Facts, judgeDelivery } from '../../src/protocol/receiving.ts';
import { collective, extended, inDays, now, signedBy, standingOf } from './cast.ts';
import { refuses } from './refusals.ts';

const ceiba = await collective('ceiba');
const maguey = await collective('maguey');
const hawthorn = await collective('hawthorn');
const delivery = randomId();

/** Judged as from Ceiba at Maguey, which accepts nothing from it. */
function judge(kind: DeliveryKind, body: Envelope) {
  const nothing = { row: null, tombstone: null, pendingTombstones: 0 };
  const facts: Facts = { me: maguey.id, peer: ceiba.chain, accepts: [], ...nothing };
  const ids = { delivery: randomId(), edition: 1, from: ceiba.id, to: maguey.id };
  return judgeDelivery({ header: { v: 1, kind, ...ids, dropCommit: null, dropAfter: null }, body }, facts, now);
}

describe('a clear statement at the server', () => {
  const signer = {
    publicKey: ceiba.receiptKey.publicKey,
    sign: (bytes: Uint8Array) => sign(bytes, ceiba.receiptKey.secret),
  };
  const fields = { delivery: delivery, cipher: null, event: 'deleted', date: '2026-11-22' } as const;

  it('is a receipt by the node’s receipt key', async () => {
    const receipt = await composeReceipt(fields, signer);
    const judged = judge('receipt', receipt);
    expect(judged).toEqual({ outcome: 'receipt', receipt: { type: 'receipt', ...fields } });
    await refuses('signature', () => judge('receipt', signedBy(receipt, ceiba.people.rosa!)));
    await refuses('payload-type', () => judge('manifest', receipt));
  });

  it('is a manifest that extends the pinned chain', async () => {
    const { rosa, lu } = ceiba.people;
    const next = extended(ceiba.chain, {}, rosa!, lu!);
    const judged = judge('manifest', next.newest.envelope);
    expect(judged).toMatchObject({ outcome: 'manifest', chain: { newest: { version: 2 } } });
    const unsigned = { ...next.newest.envelope, signatures: next.newest.envelope.signatures.slice(1) };
    await refuses('rotate-threshold-old', () => judge('manifest', unsigned));
  });

  it('is a recall by as many accompaniers as attest, for us', async () => {
    const { rosa, marisol } = ceiba.people;
    const of = (audience: string) => {
      const fields = { issuer: ceiba.id, audience, deliveries: [delivery], at: inDays(0) };
      return draftEnvelope('recall', { type: 'recall', ...fields });
    };
    const judged = judge('recall', signedBy(of(maguey.id), rosa!, marisol!));
    expect(judged).toEqual({ outcome: 'recall', deliveries: [delivery] });
    await refuses('attest-threshold', () => judge('recall', signedBy(of(maguey.id), rosa!)));
    await refuses('not-for-me', () => judge('recall', signedBy(of(hawthorn.id), rosa!, marisol!)));
  });

  it('is a list of what is still shared with us, by one accompanier', async () => {
    const of = (audience: string) => draftLive(ceiba.chain, audience, { shared: [], newest: null, again: [] }, now)!;
    const judged = judge('live', signedBy(of(maguey.id).envelope, ceiba.people.rosa!));
    expect(judged).toMatchObject({ outcome: 'live', list: { statement: { deliveries: [] } } });
    const elsewhere = signedBy(of(hawthorn.id).envelope, ceiba.people.rosa!);
    await refuses('live-audience', () => judge('live', elsewhere));
  });

  it('is an offer by two members', async () => {
    const { statement } = readUnverified('standing', standingOf(ceiba, maguey));
    const draft = draftEnvelope('standing-offer', { ...statement, type: 'standing-offer' });
    const { rosa, lu } = ceiba.people;
    const judged = judge('standing-offer', signedBy(draft, rosa!, lu!));
    expect(judged).toMatchObject({ outcome: 'standing-offer', offer: { accepts: ['alerts'] } });
    await refuses('attest-threshold', () => judge('standing-offer', signedBy(draft, rosa!)));
  });
});
