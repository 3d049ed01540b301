import * as z from 'zod';
import { b64u16, b64u32, language, line, manifestRef, ordinal, prose, time } from './encodings.ts';
import { axis, immediacy, severity, violence } from './terms.ts';

/**
 * A sealed warning (PROTOCOL §4). No field for the person affected, no attachment, no score. Rules across fields:
 * protocol/notice.ts.
 */
export const alert = z.strictObject({
  type: z.literal('alert'),
  noticeId: b64u16,
  version: ordinal,
  supersedes: b64u32.nullable(),
  issuer: b64u32,
  manifest: manifestRef,
  purpose: z.enum(['preventive', 'intervention']),
  identifiers: z
    .array(z.strictObject({ kind: z.enum(['handle', 'phone', 'email', 'name', 'alias']), value: line(200) }))
    .min(1)
    .max(8),
  violence: z.array(violence).min(1).max(violence.options.length),
  axes: z.array(axis).max(axis.options.length),
  severity,
  immediacy,
  /** A quarter or a year, never a date. */
  period: z.string().regex(/^20[0-9]{2}(-Q[1-4])?$/),
  /** Never an address. */
  region: line(80),
  /** Acts, not labels. */
  conduct: prose(1000),
  clauses: z
    .array(z.strictObject({ agreement: b64u32, clause: b64u16 }))
    .min(1)
    .max(12),
  asks: z
    .array(
      z.enum([
        'know_only',
        'ask_us',
        'inform_host_team',
        'apply_own_agreement',
        'speak_with_person',
        'offer_mediation',
      ]),
    )
    .min(1)
    .max(6),
  basis: z.enum(['account_of_person_affected', 'collective_process', 'acknowledged_by_person']),
  languages: z.array(language).min(1).max(8),
  /** Of this version; the first version's stands beside it, because the hard cap counts from there. */
  issuedAt: time,
  firstIssuedAt: time,
  reviewBy: time,
  expires: time,
});

export type Alert = z.infer<typeof alert>;
