import { parseDocument } from 'yaml';
import * as z from 'zod';
import { alert as alertSchema } from '../../../schemas/alert.ts';
import { Refusal } from '../../../schemas/codes.ts';
import { alertFieldFor, termFor } from '../../agreement-file/vocabulary.ts';
import type { Terms } from '../../agreement-file/words/terms.ts';
import type { AlertWords } from './compose.ts';

/* What a person writes for an alert: a YAML file, or answers to questions, with the words of agreement files. */

/**
 * The fields that hold fixed words, and the vocabulary of each; a clause is named by its kind of violence, or by its
 * id.
 */
const terms: Partial<Record<string, keyof Terms>> = {
  purpose: 'purpose',
  violence: 'violence',
  axes: 'axes',
  severity: 'severity',
  immediacy: 'immediacy',
  clauses: 'violence',
  asks: 'asks',
  basis: 'basis',
};

const day = z.string().regex(/^20\d\d-\d\d-\d\d$/);
const { purpose, identifiers, violence, axes, severity, immediacy, period, region, conduct, asks, basis, languages } =
  alertSchema.shape;
const form = z.strictObject({
  purpose,
  identifiers,
  violence,
  axes: axes.default([]),
  severity,
  immediacy,
  period,
  region,
  conduct,
  clauses: z.array(z.string().min(1).max(60)).min(1).max(12),
  asks,
  basis,
  languages,
  review: day.optional(),
  ends: day.optional(),
});

const most = 64 * 1024;
const lists = ['violence', 'axes', 'clauses', 'asks', 'languages'];

/**
 * Reads the fields of an alert from YAML.
 * @throws `malformed` for what is none, and names the field; never repeats what stands there.
 */
export function readAlertForm(text: string): AlertWords {
  if (text.length > most) throw new Refusal('too-large', 'alert');
  const document = parseDocument(text, { schema: 'core', uniqueKeys: true, stringKeys: true });
  if (document.errors.length > 0) throw new Refusal('malformed', `alert:${document.errors[0]?.linePos?.[0].line ?? 1}`);
  return fromAnswers(document.toJS({ maxAliasCount: 0 }));
}

/** The words of an alert from answers that were asked for one by one. */
export function fromAnswers(raw: unknown): AlertWords {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw new Refusal('malformed', 'alert');
  const named = Object.entries(raw).map(([key, value]) => {
    const field = alertFieldFor(key) ?? key;
    return [field, wordsOf(field, value)] as const;
  });
  const read = form.safeParse(Object.fromEntries(named));
  if (!read.success) {
    const [issue] = read.error.issues;
    const path = issue?.code === 'unrecognized_keys' ? '' : (issue?.path.join('.') ?? '');
    throw new Refusal('malformed', path || 'alert');
  }
  const { review, ends, ...words } = read.data;
  return {
    ...words,
    conduct: words.conduct.trimEnd(),
    ...(review && { reviewBy: `${review}T00:00:00Z` }),
    ...(ends && { expires: `${ends}T00:00:00Z` }),
  };
}

function wordsOf(field: string, value: unknown): unknown {
  if (field === 'identifiers' && Array.isArray(value)) return value.map(identifierOf);
  const term = Object.hasOwn(terms, field) ? terms[field] : undefined;
  if (lists.includes(field)) return [value].flat().map((one) => meant(term, one));
  return meant(term, value);
}

/** `- handle: "@name@host"`, one kind and one value. */
function identifierOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const [entry, ...others] = Object.entries(value);
  if (!entry || others.length > 0) return value;
  return { kind: meant('identifiers', entry[0]), value: entry[1] };
}

/** What a fixed word means; anything else stays as it is, for the schema to judge. */
function meant(term: keyof Terms | undefined, word: unknown): unknown {
  return term === undefined || typeof word !== 'string' ? word : (termFor(term, word) ?? word);
}
