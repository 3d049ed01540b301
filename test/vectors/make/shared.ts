import type { Consent } from '../../../schemas/consent.ts';
import type { Header } from '../../../schemas/delivery.ts';
import type { StatementOf } from '../../../schemas/statements.ts';
import { headerFor } from '../../../src/protocol/consent.ts';
import { b64u } from '../../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope, idOf } from '../../../src/protocol/envelope.ts';
import { caseKeyOf, dropCommitOf, dropTokenOf } from '../../../src/protocol/secrets.ts';
import type { World } from '../vector.ts';
import { type Cast, castOf } from './cast.ts';
import { id16, id32, inDays, now, seed } from './seeds.ts';
import { type Signer, signedBy } from './world.ts';

/** The 16 bytes that the person affected keeps as twelve words. */
export const personSecret = seed("the person's secret").subarray(0, 16);

/** The alert of the cases, as its issuer composed it. */
export function alertFields(issuer: Pick<Cast, 'id' | 'manifest'>): Omit<StatementOf<'alert'>, 'type'> {
  return {
    noticeId: id16('notice'),
    version: 1,
    supersedes: null,
    issuer: issuer.id,
    manifest: issuer.manifest,
    purpose: 'preventive',
    identifiers: [{ kind: 'handle', value: '@ejemplo@social.test' }],
    violence: ['stalking_harassment'],
    axes: ['gender'],
    severity: 'serious',
    immediacy: 'recent',
    period: '2026-Q3',
    region: 'Valle Central',
    conduct: 'Siguió a dos compañeras hasta su casa después de la asamblea.',
    clauses: [{ agreement: id32('agreement'), clause: id16('clause') }],
    asks: ['inform_host_team'],
    basis: 'account_of_person_affected',
    languages: ['es'],
    issuedAt: inDays(-2),
    firstIssuedAt: inDays(-2),
    reviewBy: inDays(120),
    expires: inDays(300),
  };
}

export type SharedAlert = {
  alert: Envelope;
  alertId: string;
  consent: Envelope;
  fields: Omit<Consent, 'type'>;
  header: Header;
  person: Signer;
  token: string;
};

/** Ceiba's alert to Maguey: attested by Rosa and Marisol, consented to by the person, witnessed by Toño. */
export function sharedAlert(world: World): SharedAlert {
  const ceiba = castOf(world, 'ceiba');
  const delivery = id16('delivery');
  const draft = draftEnvelope('alert', { type: 'alert', ...alertFields(ceiba) });
  const alert = signedBy(draft, ...ceiba.by('rosa', 'marisol'));
  const caseKey = caseKeyOf(personSecret, delivery);
  const person = { secret: b64u(caseKey.secret) };
  const token = b64u(dropTokenOf(personSecret, delivery));
  const fields: Omit<Consent, 'type'> = {
    purpose: 'warn',
    notice: idOf(alert),
    issuer: ceiba.id,
    audience: world.collectives.maguey!.id,
    delivery,
    handling: 'accompaniers',
    mayForward: false,
    mayAskAgain: true,
    grantedBy: 'person',
    delegate: null,
    caseKey: b64u(caseKey.publicKey),
    dropCommit: dropCommitOf(token),
    notBefore: inDays(0),
    notAfter: inDays(90),
  };
  const statement: Consent = { type: 'consent', ...fields };
  const consent = signedBy(draftEnvelope('consent', statement), person, ...ceiba.by('tono'));
  return { alert, alertId: idOf(alert), consent, fields, header: headerFor(statement, 1, now), person, token };
}
