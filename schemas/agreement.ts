import * as z from 'zod';
import { b64u16, b64u32, date, language, line, ordinal, perLanguage, prose, time } from './encodings.ts';
import { adoption, axis, plan, procedure, severity, skipping, stance, violence } from './terms.ts';

/** Longest texts in characters, longest lists, most parts of each kind; forms, files and pages ask here. */
export const most = {
  line: 200,
  name: 120,
  licence: 100,
  item: 600,
  items: 30,
  short: 1000,
  text: 4000,
  belonging: 2000,
  procedure: 12_000,
  languages: 12,
  months: 24,
  origins: 32,
  parts: { contact: 30, step: 12, clause: 200, belonging: 50, procedure: 30 },
  /** Bytes of the signed words that leave the statement, base64url and 32 signatures included, under 256 KB. */
  bytes: 190_000,
} as const;

const lines = perLanguage(z.array(line(most.item)).max(most.items));
const name = perLanguage(line(most.name));
const short = perLanguage(line(most.line));

/** Whom to turn to, and how. */
export const contact = z.strictObject({
  id: b64u16,
  purpose: short,
  role: short,
  place: short,
  hours: short,
  address: line(most.line).nullable(),
  phone: line(most.line).nullable(),
  email: line(most.line).nullable(),
  languages: z.array(language).max(most.languages),
  ifAboutThem: perLanguage(prose(most.short)),
});

/** One step of the ladder that holds for all clauses. */
const step = z.strictObject({
  id: b64u16,
  name,
  leads: perLanguage(prose(most.belonging)),
  happens: perLanguage(prose(most.belonging)),
  longest: short,
  decides: short,
  skip: skipping,
});

const clause = z.strictObject({
  id: b64u16,
  violence,
  /** The collective's own name for it, beside the nearest type. */
  ownName: name,
  axes: z.array(axis).max(axis.options.length),
  severity: severity.nullable(),
  stance,
  /** The step of the ladder at which it begins. */
  fromStep: b64u16.nullable(),
  text: perLanguage(prose(most.text)),
  examples: lines,
  responses: lines,
  support: lines,
});

const belonging = z.strictObject({
  id: b64u16,
  when: perLanguage(prose(most.belonging)),
  severityFrom: severity,
  measure: perLanguage(prose(most.belonging)),
  restorativePlan: plan,
  reviewMonths: z.int().min(1).max(most.months),
  wayBack: z.union([perLanguage(prose(most.belonging)), z.literal('not_decided_yet')]),
});

const procedures = z.strictObject({
  id: b64u16,
  about: procedure,
  ownName: name,
  text: perLanguage(prose(most.procedure)),
});

/** A day, or only its month or year, where no more is known. */
const since = z.string().regex(/^(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$/);

/** One immutable version of a co-existence agreement. Public. Rules across fields: protocol/agreement.ts. */
export const agreement = z.strictObject({
  type: z.literal('agreement'),
  issuer: b64u32,
  series: b64u16,
  version: ordinal,
  prev: b64u32.nullable(),
  adaptedFrom: z.array(z.strictObject({ agreement: b64u32, issuer: b64u32 })).max(most.origins),
  title: short,
  languages: z.array(language).min(1).max(most.languages),
  summary: perLanguage(prose(most.short)),
  /** Where it holds, in words. */
  scope: lines,
  protects: lines,
  contacts: z.array(contact).max(most.parts.contact),
  ladder: z.array(step).max(most.parts.step),
  clauses: z.array(clause).min(1).max(most.parts.clause),
  belonging: z.array(belonging).max(most.parts.belonging),
  procedures: z.array(procedures).max(most.parts.procedure),
  /** Who decided is null only where that was not written down. */
  adopted: z.strictObject({ body: line(most.line).nullable(), method: adoption, at: since }).nullable(),
  reviewBy: date,
  licence: line(most.licence),
  issuedAt: time,
});

export type Contact = z.infer<typeof contact>;
export type Agreement = z.infer<typeof agreement>;
