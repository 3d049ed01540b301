import * as z from 'zod';
import type { Alert } from '../../../schemas/alert.ts';
import { Refusal } from '../../../schemas/codes.ts';
import { consent } from '../../../schemas/consent.ts';
import { b64u16, b64u32, perLanguage, recipient } from '../../../schemas/encodings.ts';
import { envelope } from '../../../schemas/envelope.ts';
import { noticesAskedContract } from '../../../schemas/routes/notices-asked.ts';
import { identityFrom } from '../../protocol/age-seal.ts';
import { b64u, fromB64u } from '../../protocol/encoding.ts';
import { readUnverified } from '../../protocol/envelope.ts';
import { askedIdOf, askedSeedOf } from '../../protocol/secrets.ts';
import type { Api } from '../api/api.ts';
import { call } from '../api/call.ts';
import { openPadded } from './padded.ts';

/*
 * What the person affected is asked on her own phone, and what she answers
 * (docs/decisions/0040-an-answer-on-her-own-phone.md).
 */

/** Every field of a consent beside what follows from the person's secret. */
export const consentFields = consent.omit({
  type: true,
  purpose: true,
  mayForward: true,
  caseKey: true,
  dropCommit: true,
});

const question = z.strictObject({
  type: z.literal('consent-asked'),
  v: z.literal(1),
  alert: envelope,
  /** The clauses that it cites, in our words. */
  clauses: z.array(z.strictObject({ agreement: b64u32, id: b64u16, text: perLanguage(z.string()) })).max(500),
  /** How the partner is called. */
  to: z.string().max(1_000),
  /** Her consent, as far as it does not follow from her words. */
  terms: consentFields,
  /** SHA-256 of the locator of the words that she already has for this text; null where she gets new ones. */
  under: b64u32.nullable(),
  /** To whom the answer is sealed. */
  answerTo: recipient,
});

/** Her answer; “not now” and “no” are one. */
export const answer = z.discriminatedUnion('answer', [
  z.strictObject({ answer: z.literal('no') }),
  z.strictObject({ answer: z.literal('yes'), consent: envelope, locatorHash: b64u32 }),
]);

export type ConsentFields = z.infer<typeof consentFields>;
export type Question = z.infer<typeof question>;
export type Answer = z.infer<typeof answer>;

/** Where a question lies at the node, and what opens it and seals it, by the secret in its link. */
export async function askedUnder(secret: Uint8Array): Promise<{ asked: string; identity: string; recipient: string }> {
  return { asked: b64u(askedIdOf(secret)), ...(await identityFrom(askedSeedOf(secret))) };
}

/** A question as it is shown, with the alert that the consent names. */
export type Asked = Question & { asked: string; shown: Alert };

/**
 * Fetches and opens what is asked under the secret of a link.
 * @throws `encoding` for what is no such secret, `nothing-here`, `unseal`, `bundle` for another file, and
 * `consent-content` for another text than the one that the consent would name.
 */
export async function readQuestion(api: Api, secret: string): Promise<Asked> {
  const { asked, identity } = await askedUnder(fromB64u(secret, 16));
  const { sealed } = await call(api, noticesAskedContract.question, { params: { asked } });
  const read = question.safeParse(await openPadded(fromB64u(sealed), [identity]));
  if (!read.success) throw new Refusal('bundle');
  const { statement: shown, id } = readUnverified('alert', read.data.alert);
  if (id !== read.data.terms.notice) throw new Refusal('consent-content');
  return { ...read.data, asked, shown };
}
