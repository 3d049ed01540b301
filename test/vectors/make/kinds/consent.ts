import type { World } from '../../vector.ts';
import { castOf } from '../cast.ts';
import { id16, id32, inDays, inSeconds } from '../seeds.ts';
import { sharedAlert } from '../shared.ts';
import type { KindSpec } from '../statement.ts';

export function consent(world: World): KindSpec<'consent'> {
  const ceiba = castOf(world, 'ceiba');
  const { person, fields, header, alertId } = sharedAlert(world);
  const attesters = [ceiba.member('rosa'), ceiba.member('marisol')];
  const delegate = (who: 'itzel' | 'rosa' | 'tono' | null) => ({
    grantedBy: 'delegate' as const,
    delegate: who && ceiba.member(who),
  });
  const status = { noticeId: id16('notice'), status: 'under_way' as const };
  const toStatus = {
    purpose: 'status' as const,
    notice: { noticeId: id16('notice'), statuses: ['under_way' as const, 'closed' as const] },
  };
  return {
    about:
      'Checks 11 to 13: against the header, what it is for, who attested that, and the chain of the issuer. By the ' +
      "case key and as many witnesses as the policy says; a delegate's grant one more.",
    statement: fields,
    given: { header, notice: alertId, attesters },
    enough: [person, ...ceiba.by('tono')],
    tooFew: [
      ['the person without a witness', [person], 'consent-witnesses'],
      ['a witness without the person', ceiba.by('tono'), 'consent-person-signature'],
      ['the person and a steward', [person, ...ceiba.by('lu')], 'consent-witnesses'],
    ],
    tampered: { mayAskAgain: false },
    rules: [
      { name: 'witnessed by an attester', signers: [person, ...ceiba.by('rosa')], expect: 'ok' },
      { name: 'to another text', given: { notice: id32('another alert') }, expect: 'consent-content' },
      {
        name: 'to another audience',
        changes: { audience: world.collectives.hawthorn!.id },
        expect: 'consent-audience',
      },
      { name: 'of another issuer', changes: { issuer: world.collectives.hawthorn!.id }, expect: 'consent-issuer' },
      { name: 'for another delivery', changes: { delivery: id16('another delivery') }, expect: 'consent-delivery' },
      {
        name: 'whose drop commitment the node swapped',
        given: { header: { ...header, dropCommit: id32('commit') } },
        expect: 'consent-delivery',
      },
      { name: 'that is over', given: { now: inDays(90) }, expect: 'consent-window' },
      { name: 'that begins later', changes: { notBefore: inSeconds(601) }, expect: 'consent-window' },
      {
        name: 'good for more than 366 days',
        changes: { notAfter: inSeconds(366 * 86_400 + 1) },
        expect: 'consent-window',
      },
      {
        name: 'whose node stretches how long it is kept',
        given: { header: { ...header, dropAfter: '2027-02-22T00:00:00Z' } },
        expect: 'drop-after',
      },
      {
        name: 'kept until a day that is no Monday',
        given: { header: { ...header, dropAfter: '2027-02-16T00:00:00Z' } },
        expect: 'drop-after',
      },
      {
        name: 'with a case key of small order',
        changes: { caseKey: 'AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
        expect: 'weak-key',
      },
      {
        name: "with a member's key as case key",
        changes: { caseKey: ceiba.publicKey('lu') },
        signers: ceiba.by('lu', 'tono'),
        expect: 'case-key-is-member',
      },
      { name: 'of a delegate from outside, with one witness', changes: delegate(null), expect: 'consent-witnesses' },
      {
        name: 'of a delegate from outside, with two witnesses',
        changes: delegate(null),
        signers: [person, ...ceiba.by('tono', 'itzel')],
        expect: 'ok',
      },
      {
        name: 'of a delegate who is a member, with two others',
        changes: delegate('itzel'),
        signers: [person, ...ceiba.by('tono', 'rosa')],
        expect: 'ok',
      },
      {
        name: 'of a delegate who attested',
        changes: delegate('rosa'),
        signers: [person, ...ceiba.by('tono', 'itzel')],
        expect: 'consent-delegate',
      },
      {
        name: 'of a delegate who witnessed too',
        changes: delegate('itzel'),
        signers: [person, ...ceiba.by('tono', 'marisol', 'itzel')],
        expect: 'consent-delegate',
      },
      {
        name: 'of the person that names a delegate',
        changes: { delegate: ceiba.member('itzel') },
        expect: 'consent-delegate',
      },
      { name: 'to be matched, used to warn', changes: { purpose: 'inquiry_match' }, expect: 'consent-purpose' },
      {
        name: 'to be matched',
        changes: { purpose: 'inquiry_match' },
        given: { purpose: 'inquiry_match', audience: fields.audience },
        expect: 'ok',
      },
      {
        name: 'to be matched by another peer',
        changes: { purpose: 'inquiry_match' },
        given: { purpose: 'inquiry_match', audience: world.collectives.hawthorn!.id },
        expect: 'consent-audience',
      },
      {
        name: 'to warn, used to match',
        given: { purpose: 'inquiry_match', audience: fields.audience },
        expect: 'consent-purpose',
      },
      { name: 'to a status', changes: toStatus, given: { notice: status }, expect: 'ok' },
      {
        name: 'to another status',
        changes: toStatus,
        given: { notice: { ...status, status: 'process_agreed' } },
        expect: 'consent-content',
      },
      {
        name: 'to a status but not to its end',
        changes: { ...toStatus, notice: { noticeId: id16('notice'), statuses: ['under_way'] } },
        given: { notice: status },
        expect: 'consent-content',
      },
      {
        name: 'to a status of another process',
        changes: toStatus,
        given: { notice: { ...status, noticeId: id16('another notice') } },
        expect: 'consent-content',
      },
      { name: 'to warn, used for a status', given: { notice: status }, expect: 'consent-content' },
    ],
  };
}
