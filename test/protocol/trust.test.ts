import { describe, expect, it } from 'vitest';
import { newBoxIdentity } from '../../src/protocol/age-seal.ts';
import { verifyComparison } from '../../src/protocol/comparison-words.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope, readUnverified } from '../../src/protocol/envelope.ts';
import { keysOf } from '../../src/protocol/manifest.ts';
import { boxToSealTo, rootFor, trustedChain } from '../../src/protocol/root.ts';
import { verifySealKey } from '../../src/protocol/seal-key.ts';
import { verifySignIn } from '../../src/protocol/sign-in.ts';
import { standingHolds, verifyStanding, verifyStandingOffer } from '../../src/protocol/standing.ts';
import {
  collective,
  comparisonOf,
  extended,
  inDays,
  marksOf,
  now,
  person,
  refOf,
  signedBy,
  standingOf,
  trust,
} from './cast.ts';
import { refuses } from './refusals.ts';

const ceiba = await collective('ceiba');
const maguey = await collective('maguey');
const hawthorn = await collective('hawthorn');
const { rosa, lu, tono } = maguey.people;
const compared = comparisonOf(maguey, ceiba);
const standing = standingOf(maguey, ceiba);
const again = (envelope: Envelope, ...people: { secret: Uint8Array }[]) =>
  signedBy({ ...envelope, signatures: [] }, ...people);
const standingStatement = readUnverified('standing', standing).statement;
const comparisonStatement = readUnverified('comparison', compared).statement;
const redated = (at: string) => signedBy(draftEnvelope('standing', { ...standingStatement, at }), rosa!, lu!);

describe('a comparison', () => {
  it('stands with two of our own members', () => {
    expect(verifyComparison(compared, maguey.chain, now).peer).toBe(ceiba.id);
  });

  it('is nothing by one member, by strangers, about others, from the future or about ourselves', async () => {
    await refuses('attest-threshold', () => verifyComparison(again(compared, rosa!), maguey.chain, now));
    await refuses('attest-threshold', () => verifyComparison(again(compared, rosa!, rosa!), maguey.chain, now));
    await refuses('signature', () => verifyComparison(again(compared, rosa!, ceiba.people.rosa!), maguey.chain, now));
    await refuses('from-mismatch', () => verifyComparison(comparisonOf(hawthorn, ceiba), maguey.chain, now));
    await refuses('from-mismatch', () => verifyComparison(comparisonOf(maguey, maguey), maguey.chain, now));
    await refuses('future', () => verifyComparison(compared, maguey.chain, new Date(inDays(-11))));
  });

  it('binds our own chain as it was compared', async () => {
    const extendedChain = extended(maguey.chain, {}, rosa!, lu!);
    const later = {
      ...comparisonStatement,
      manifests: { ...comparisonStatement.manifests, own: refOf(extendedChain) },
    };
    const signed = signedBy(draftEnvelope('comparison', later), rosa!, lu!);
    expect(verifyComparison(compared, extendedChain, now).own).toBe(maguey.id);
    await refuses('manifest-rollback', () => verifyComparison(signed, maguey.chain, now));
    const fork = extended(maguey.chain, { expires: inDays(99) }, rosa!, lu!);
    await refuses('equivocation', () => verifyComparison(signed, fork, now));
  });
});

describe('a standing', () => {
  it('stands with two own members until it ends or its review is due', () => {
    const read = verifyStanding(standing, maguey.chain, now);
    expect(standingHolds(read, now)).toBe(true);
    expect(standingHolds(read, new Date(inDays(180)))).toBe(false);
    expect(standingHolds({ ...read, ended: inDays(-1) }, now)).toBe(false);
  });

  it('is nothing by one member, by the peer itself, or from the future', async () => {
    await refuses('attest-threshold', () => verifyStanding(again(standing, tono!), maguey.chain, now));
    await refuses('signature', () =>
      verifyStanding(again(standing, ceiba.people.rosa!, ceiba.people.lu!), maguey.chain, now),
    );
    await refuses('from-mismatch', () => verifyStanding(standing, ceiba.chain, now));
    await refuses('from-mismatch', () => verifyStanding(standingOf(maguey, maguey), maguey.chain, now));
    await refuses('future', () => verifyStanding(redated(inDays(1)), maguey.chain, now));
  });

  it('is offered to its audience only, and is not itself an offer', async () => {
    const offer = signedBy(
      draftEnvelope('standing-offer', { ...standingStatement, type: 'standing-offer' }),
      rosa!,
      lu!,
    );
    expect(verifyStandingOffer(offer, maguey.chain, ceiba.id, now).accepts).toEqual(['alerts']);
    await refuses('not-for-me', () => verifyStandingOffer(offer, maguey.chain, hawthorn.id, now));
    await refuses('from-mismatch', () => verifyStandingOffer(offer, hawthorn.chain, ceiba.id, now));
    await refuses('attest-threshold', () => verifyStandingOffer(again(offer, rosa!), maguey.chain, ceiba.id, now));
    await refuses('payload-type', () => verifyStandingOffer(standing, maguey.chain, ceiba.id, now));
  });
});

describe('the client’s own root of trust', () => {
  const seen = (changes: Parameters<typeof trust>[2]) => () =>
    trustedChain(trust(maguey, ceiba, changes), 'alert', ceiba.id, now);

  it('gives the compared chain, and its box', () => {
    expect(trustedChain(trust(maguey, ceiba), 'alert', ceiba.id, now)).toBe(ceiba.chain);
    expect(boxToSealTo(trust(maguey, ceiba), 'alert', ceiba.id, now)).toBe(ceiba.box.recipient);
  });

  // rows 28 and 56
  it('refuses an uncompared peer, and one that the server marks as compared', async () => {
    await refuses('unverified-peer', seen({ comparison: null }));
    await refuses('unverified-peer', seen({ peer: null }));
    await refuses('unverified-peer', () =>
      trustedChain({ ...trust(maguey, ceiba), peer: null }, 'alert', ceiba.id, now),
    );
    await refuses('unverified-peer', seen({ comparison: again(compared, rosa!) }));
    await refuses('unverified-peer', seen({ comparison: comparisonOf(maguey, hawthorn) }));
    await refuses('unverified-peer', () => trustedChain(trust(maguey, hawthorn), 'alert', ceiba.id, now));
    const fake = await collective('ceiba');
    await refuses('unverified-peer', seen({ peer: fake.chain }));
    await refuses('unverified-peer', () =>
      boxToSealTo(trust(maguey, ceiba, { peer: fake.chain }), 'alert', ceiba.id, now),
    );
  });

  // row 56
  it('refuses another own collective, and chains older than the keyring has seen', async () => {
    const handed = { own: maguey.chain, peer: ceiba.chain, comparison: compared, standing };
    const marks = marksOf(maguey);
    const refusesWith = async (
      code: Parameters<typeof refuses>[0],
      changed: Partial<Omit<typeof marks, 'peer'>> & { peer?: number },
    ) =>
      await refuses(code, () => trustedChain(rootFor(handed, { ...marks, ...changed }, now), 'alert', ceiba.id, now));
    await refusesWith('unverified-peer', { collective: hawthorn.id });
    await refusesWith('manifest-rollback', { own: { version: 2, id: ceiba.id } });
    await refusesWith('equivocation', { own: { version: 1, id: ceiba.id } });
    await refusesWith('manifest-rollback', { peer: 2 });
    await refusesWith('manifest-rollback', { own: { version: 2, id: ceiba.id }, peer: 1 });
  });

  // row 60
  it('refuses an older standing than the keyring has seen, and does without one that is not there', async () => {
    const handed = { own: maguey.chain, peer: ceiba.chain, comparison: compared, standing };
    const marked = (at: string | null, changes: object = {}) =>
      rootFor({ ...handed, ...changes }, { ...marksOf(maguey), standing: at }, now);
    const { at } = standingStatement;
    for (const seen of [null, at]) {
      expect(trustedChain(marked(seen), 'alert', ceiba.id, now)).toBe(ceiba.chain);
    }
    const later = timeOf(new Date(Date.parse(at) + 1000));
    await refuses('manifest-rollback', () => trustedChain(marked(later), 'alert', ceiba.id, now));
    expect(marked(later, { standing: null })).toMatchObject({ refusal: null, standing: null });
    const behind = { ...marksOf(maguey), peer: 2, own: { version: 1, id: hawthorn.id }, standing: later };
    expect(rootFor(handed, behind, now).refusal).toBe('equivocation');
    const forked = marked(later, { comparison: comparisonOf(maguey, { ...ceiba, chain: hawthorn.chain }) });
    expect(forked.refusal).toBe('equivocation');
  });

  it('keeps what is wrong with a chain as a refusal, and crashes on what is no refusal', () => {
    const handed = { own: maguey.chain, peer: ceiba.chain, comparison: compared, standing };
    const marks = marksOf(maguey);
    const behind = rootFor(handed, { ...marks, own: { version: 2, id: ceiba.id } }, now);
    expect(behind).toMatchObject({ refusal: 'manifest-rollback', comparison: null, standing: null });
    const unread = { ...handed, peer: { ...ceiba.chain, all: null } as never, comparison: null };
    expect(() => rootFor(unread, { ...marks, peer: 1 }, now)).toThrow(TypeError);
    expect(() => rootFor({ ...handed, comparison: {} as never }, marks, now)).toThrow(TypeError);
  });

  it('refuses a peer’s chain that does not extend the compared one', async () => {
    const people = ceiba.people;
    const newer = { ...ceiba, chain: extended(ceiba.chain, {}, people.rosa!, people.lu!) };
    const fork = extended(ceiba.chain, { expires: inDays(99) }, people.rosa!, people.lu!);
    const comparison = comparisonOf(maguey, newer);
    await refuses('manifest-rollback', seen({ comparison }));
    await refuses('equivocation', seen({ comparison, peer: fork }));
    expect(seen({ comparison, peer: newer.chain })()).toBe(newer.chain);
  });

  // row 28
  it('refuses a kind for which trust was not given, was given to another, or is over', async () => {
    await refuses('not-accepted', seen({ standing: null }));
    await refuses('not-accepted', seen({ standing: standingOf(maguey, ceiba, ['status', 'agreements']) }));
    await refuses('not-accepted', seen({ standing: standingOf(maguey, hawthorn) }));
    await refuses('not-accepted', seen({ standing: again(standing, rosa!) }));
    const root = trust(maguey, ceiba);
    await refuses('not-accepted', () => trustedChain(root, 'alert', ceiba.id, new Date(inDays(181))));
    await refuses('not-accepted', () => boxToSealTo(trust(maguey, ceiba, { standing: null }), 'alert', ceiba.id, now));
    await refuses('not-accepted', () => boxToSealTo(root, 'alert', ceiba.id, new Date(inDays(181))));
    expect(trustedChain(trust(maguey, ceiba, { standing: null }), 'withdrawal', ceiba.id, now)).toBe(ceiba.chain);
  });
});

describe('members at their own node', () => {
  const origin = 'https://maguey.test';
  const signIn = (at: string, from = origin) =>
    draftEnvelope('sign-in', { type: 'sign-in', origin: from, nonce: 'AAAAAAAAAAAAAAAAAAAAAA', at });
  const keys = keysOf(maguey.chain);

  it('sign in with their key', () => {
    const answer = verifySignIn(signedBy(signIn(timeOf(now)), rosa!), origin, keys, now);
    expect(answer).toEqual({ member: rosa!.member, nonce: 'AAAAAAAAAAAAAAAAAAAAAA' });
  });

  it('may sign in within two minutes, with clocks ten minutes apart', async () => {
    const aged = (seconds: number) => () =>
      verifySignIn(signedBy(signIn(timeOf(new Date(now.getTime() - seconds * 1000))), rosa!), origin, keys, now);
    for (const seconds of [720, -720]) expect(aged(seconds)().member).toBe(rosa!.member);
    for (const seconds of [721, -721]) await refuses('clock', aged(seconds));
  });

  // row 59
  it('cannot be signed in by a node that passes their challenge on', async () => {
    await refuses('origin', () =>
      verifySignIn(signedBy(signIn(timeOf(now), 'https://hostile.test'), rosa!), origin, keys, now),
    );
  });

  it('cannot sign in late, early, as two, as nobody or as strangers', async () => {
    await refuses('clock', () => verifySignIn(signedBy(signIn(inDays(-1)), rosa!), origin, keys, now), '-1440');
    await refuses('clock', () => verifySignIn(signedBy(signIn(inDays(1)), rosa!), origin, keys, now), '1440');
    await refuses('signature', () => verifySignIn(signedBy(signIn(timeOf(now)), rosa!, lu!), origin, keys, now));
    await refuses('signature', () => verifySignIn(signIn(timeOf(now)), origin, keys, now));
    await refuses('signature', () => verifySignIn(signedBy(signIn(timeOf(now)), person('x', [])), origin, keys, now));
  });

  it('say themselves what is sealed to them', async () => {
    const { recipient } = await newBoxIdentity();
    const draft = draftEnvelope('seal-key', { type: 'seal-key', member: rosa!.member, recipient, at: timeOf(now) });
    expect(verifySealKey(signedBy(draft, rosa!), keys, now).recipient).toBe(recipient);
    await refuses('signature', () => verifySealKey(signedBy(draft, lu!), keys, now));
    await refuses('signature', () => verifySealKey(draft, keys, now));
    await refuses('future', () => verifySealKey(signedBy(draft, rosa!), keys, new Date(inDays(-1))));
  });
});
