import * as z from 'zod';
import { b64u16, b64u32, date, language, line, ordinal, perLanguage, prose, time } from './encodings.ts';
import { axis, severity, stance, violence } from './terms.ts';

const lines = perLanguage(z.array(line(600)).max(30));

const clause = z.strictObject({
  id: b64u16,
  violence,
  /** The collective's own name for it, beside the nearest type. */
  ownName: perLanguage(line(120)).nullable(),
  axes: z.array(axis).max(8),
  severity: severity.nullable(),
  stance,
  text: perLanguage(prose(4000)),
  examples: lines,
  responses: lines,
  support: lines,
});

const belonging = z.strictObject({
  id: b64u16,
  when: perLanguage(prose(2000)),
  severityFrom: severity,
  measure: perLanguage(prose(2000)),
  requiresRestorativePlan: z.literal(true),
  reviewMonths: z.int().min(1).max(12),
  wayBack: perLanguage(prose(2000)),
});

/** One immutable version of a co-existence agreement (DOMAIN §3). Public. Rules across fields: protocol/agreement.ts. */
export const agreement = z.strictObject({
  type: z.literal('agreement'),
  issuer: b64u32,
  series: b64u16,
  version: ordinal,
  prev: b64u32.nullable(),
  adaptedFrom: z.strictObject({ agreement: b64u32, issuer: b64u32 }).nullable(),
  title: perLanguage(line(200)),
  languages: z.array(language).min(1).max(12),
  summary: perLanguage(prose(1000)),
  clauses: z.array(clause).min(1).max(200),
  belonging: z.array(belonging).max(50),
  protects: lines,
  adopted: z
    .strictObject({ body: line(200), method: z.enum(['consent_round', 'assembly_minutes', 'other']), at: date })
    .nullable(),
  reviewBy: date,
  licence: line(100),
  issuedAt: time,
});

export type Agreement = z.infer<typeof agreement>;
