import type { ProcessReference } from '../../../../schemas/process-reference.ts';
import { draftEnvelope, type Envelope } from '../../../../src/protocol/envelope.ts';
import type { World } from '../../vector.ts';
import type { Draft } from '../cases.ts';
import { type Cast, castOf } from '../cast.ts';
import { id16, inDays, inSeconds } from '../seeds.ts';
import type { KindSpec } from '../statement.ts';
import { outsider, type Signer, signedBy } from '../world.ts';

export function processReference(world: World): KindSpec<'process-reference'> {
  const ceiba = castOf(world, 'ceiba');
  const statement = {
    issuer: ceiba.id,
    ref: id16('card'),
    holderKey: outsider.publicKey,
    status: 'under_way' as const,
    stepsReached: ['violence_stopped' as const],
    issuedAt: inDays(0),
    notAfter: inDays(90),
  };
  return {
    about:
      'A card that somebody carries, checked offline. By as many accompaniers of processes as attest demands; `refs` ' +
      'are the cards taken back.',
    statement,
    enough: ceiba.by('espe', 'nahui'),
    tooFew: [
      ['one accompanier of processes', ceiba.by('espe'), 'attest-threshold'],
      ['one and an accompanier', ceiba.by('espe', 'rosa'), 'attest-threshold'],
    ],
    tampered: { status: 'closed' },
    rules: [
      { name: 'on its last day', given: { now: inDays(89) }, expect: 'ok' },
      { name: 'that is over', given: { now: inDays(90) }, expect: 'expired' },
      {
        name: 'good for more than 90 days',
        changes: { notAfter: inSeconds(90 * 86_400 + 1) },
        expect: 'statement-rule',
      },
      { name: 'that was taken back', given: { refs: [id16('card')] }, expect: 'reference-revoked' },
      { name: 'while others were taken back', given: { refs: [id16('another card')] }, expect: 'ok' },
      {
        name: "bound to a member's key",
        changes: { holderKey: ceiba.publicKey('rosa') },
        expect: 'case-key-is-member',
      },
      {
        name: 'bound to a key of small order',
        changes: { holderKey: 'AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
        expect: 'weak-key',
      },
      {
        name: 'a step named twice',
        changes: { stepsReached: ['repair_made', 'repair_made'] },
        expect: 'statement-rule',
      },
      { name: 'of another collective', changes: { issuer: world.collectives.maguey!.id }, expect: 'from-mismatch' },
      { name: 'dated ahead', changes: { issuedAt: inSeconds(601) }, expect: 'future' },
    ],
    more: holderCases(ceiba, { type: 'process-reference', ...statement }),
  };
}

/** Whether who brings a card holds its key: a signature over our own fresh challenge. */
function holderCases(ceiba: Cast, card: ProcessReference): Draft[] {
  const asked = { origin: 'https://maguey.test', nonce: id16('nonce') };
  const answer = (by: Signer, { origin, nonce } = asked) =>
    signedBy(draftEnvelope('sign-in', { type: 'sign-in', origin, nonce, at: inDays(0) }), by);
  const holder = (name: string, answered: Envelope, expect: Draft['expect'] = 'ok'): Draft => ({
    name: `shown by ${name}`,
    check: 'holder',
    given: { card, answer: answered, asked },
    expect,
  });
  return [
    holder('its holder', answer(outsider)),
    holder('a member', answer(ceiba.by('rosa')[0]!), 'signature'),
    holder('an answer to an earlier challenge', answer(outsider, { ...asked, nonce: id16('earlier nonce') }), 'nonce'),
    holder('an answer to another node', answer(outsider, { ...asked, origin: 'https://other.test' }), 'origin'),
  ];
}

export function referenceRevocations(world: World): KindSpec<'reference-revocations'> {
  const ceiba = castOf(world, 'ceiba');
  return {
    about:
      'The cards that no longer count. By one accompanier of either side; `newest` is the date of the newest list ' +
      'seen.',
    statement: { issuer: ceiba.id, refs: [id16('card')], issuedAt: inDays(-1) },
    enough: ceiba.by('espe'),
    tooFew: [['a steward', ceiba.by('lu'), 'attest-threshold']],
    tampered: { refs: [] },
    rules: [
      { name: 'the newest one again', given: { newest: inDays(-1) }, expect: 'ok' },
      { name: 'older than the newest seen', given: { newest: inSeconds(-86_399) }, expect: 'statement-rule' },
      { name: 'of another collective', changes: { issuer: world.collectives.maguey!.id }, expect: 'from-mismatch' },
      { name: 'dated ahead', changes: { issuedAt: inSeconds(601) }, expect: 'future' },
    ],
  };
}
