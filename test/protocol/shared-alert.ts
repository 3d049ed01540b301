import type { Consent } from '../../schemas/consent.ts';
import type { Header } from '../../schemas/delivery.ts';
import { draftEnvelope, type Envelope, readUnverified } from '../../src/protocol/envelope.ts';
import { caseKeyOf } from '../../src/protocol/secrets.ts';
import { collective, openAt, shareAlert, signedBy } from './cast.ts';

export const ceiba = await collective('ceiba');
export const maguey = await collective('maguey');
export const hawthorn = await collective('hawthorn');
export const { rosa, marisol, tono, lu, itzel } = ceiba.people as Record<string, (typeof ceiba.people)[string]>;
export const shared = shareAlert(ceiba, maguey);
export const again = (envelope: Envelope, ...people: { secret: Uint8Array }[]) =>
  signedBy({ ...envelope, signatures: [] }, ...people);

/** The consent of `shared` with other words in it, signed by its own case key and witness again. */
export function consentWith(changes: Partial<Consent>, ...signers: { secret: Uint8Array }[]): Envelope {
  const { statement } = readUnverified('consent', shared.consent);
  const draft = draftEnvelope('consent', { ...statement, ...changes });
  return signedBy(draft, ...(signers.length ? signers : [caseKeyOf(shared.secret, statement.delivery), tono!]));
}

export const opensWith =
  (consent: Envelope, header: Partial<Header> = {}) =>
  () =>
    openAt(maguey, ceiba, shared, { items: [shared.alert, consent], header });
