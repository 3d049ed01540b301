import { describe, expect, it } from 'vitest';
import type { StatementOf } from '../../schemas/statements.ts';
import { b64u, randomId, timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope } from '../../src/protocol/envelope.ts';
import { verifyHolder, verifyReference, verifyRevocations } from '../../src/protocol/process-reference.ts';
import { inDays, now, signedBy } from './cast.ts';
import { elevenVectors } from './ed25519-vectors.ts';
import { refuses } from './refusals.ts';
import { ceiba, type Name, of, outsider, type Spoken, say, spoken } from './spoken.ts';

const { chain } = ceiba;
const later = (days: number) => new Date(inDays(days));
const signs =
  <K extends Spoken>(kind: K, ...names: Name[]) =>
  (changes: Partial<StatementOf<K>>) =>
    say(kind, changes, ...of(ceiba, ...names));

describe('a card that somebody carries', () => {
  const card = signs('process-reference', 'espe', 'nahui');
  const verify = (changes: object, at = now) => verifyReference(card(changes), chain, null, at);

  it('lives for ninety days at most', async () => {
    await refuses(
      'statement-rule',
      () => verify({ notAfter: timeOf(new Date(later(90).getTime() + 1000)) }),
      'notAfter',
    );
    expect(verify({}, later(89)).status).toBe('under_way');
    await refuses('expired', () => verify({}, later(90)), 'notAfter');
  });

  it('is bound to a key that only its holder can have', async () => {
    const weak = elevenVectors().filter(({ name }) => /key (of|not)|-order key/.test(name));
    expect(weak.length).toBeGreaterThan(4);
    for (const { publicKey } of weak) {
      await refuses('weak-key', () => verify({ holderKey: b64u(publicKey) }), 'holderKey');
    }
    await refuses('case-key-is-member', () => verify({ holderKey: ceiba.people.rosa!.publicKey }));
  });

  it('counts no longer once it was taken back, offline too', async () => {
    const { ref } = spoken['process-reference'];
    const revocations = verifyRevocations(signs('reference-revocations', 'espe')({ refs: [ref] }), chain, null, now);
    await refuses('reference-revoked', () => verifyReference(card({}), chain, revocations, now));
    const others = { ...revocations, refs: [randomId()] };
    expect(verifyReference(card({}), chain, others, now).ref).toBe(ref);
  });

  it('is not brought back by an older list', async () => {
    const list = signs('reference-revocations', 'espe')({ issuedAt: inDays(-2) });
    await refuses('statement-rule', () => verifyRevocations(list, chain, inDays(-1), now), 'issuedAt');
    expect(verifyRevocations(list, chain, inDays(-2), now)).toBeTruthy();
  });

  it('names each step once', async () => {
    await refuses('statement-rule', () => verify({ stepsReached: ['repair_made', 'repair_made'] }), 'stepsReached');
  });

  it('is shown by whoever signs our fresh challenge with its key', async () => {
    const origin = 'https://maguey.test';
    const nonce = randomId();
    const answer = (by: { secret: Uint8Array }, to = origin) =>
      signedBy(draftEnvelope('sign-in', { type: 'sign-in', origin: to, nonce, at: timeOf(now) }), by);
    const shown = verify({});
    expect(() => verifyHolder(shown, answer(outsider), { origin, nonce }, now)).not.toThrow();
    await refuses('signature', () => verifyHolder(shown, answer(ceiba.people.rosa!), { origin, nonce }, now));
    await refuses('nonce', () => verifyHolder(shown, answer(outsider), { origin, nonce: randomId() }, now));
    await refuses('origin', () => verifyHolder(shown, answer(outsider, 'https://other.test'), { origin, nonce }, now));
  });
});
