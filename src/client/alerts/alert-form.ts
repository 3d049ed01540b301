import { parseDocument } from 'yaml';
import * as z from 'zod';
import { alert as alertSchema } from '../../../schemas/alert.ts';
import { Refusal } from '../../../schemas/codes.ts';
import type { AlertWords } from './compose.ts';

/* What a person writes for an alert: a YAML file, or answers to questions, with Spanish or English names. */

/** Fields and fixed words that have another name in Spanish; English ones are those of the protocol. */
const spanish: Record<string, Record<string, string>> = {
  field: {
    propósito: 'purpose',
    identificadores: 'identifiers',
    violencia: 'violence',
    ejes: 'axes',
    gravedad: 'severity',
    inmediatez: 'immediacy',
    periodo: 'period',
    región: 'region',
    conducta: 'conduct',
    puntos: 'clauses',
    pedimos: 'asks',
    base: 'basis',
    idiomas: 'languages',
    revisión: 'review',
    termina: 'ends',
  },
  purpose: { preventivo: 'preventive', intervención: 'intervention' },
  identifiers: { cuenta: 'handle', teléfono: 'phone', correo: 'email', nombre: 'name' },
  violence: {
    psicológica: 'psychological',
    económica: 'economic',
    física: 'physical',
    acoso: 'stalking_harassment',
    'control coercitivo': 'coercive_control',
    'descuido de dependientes': 'neglect_of_dependants',
    'contra la infancia': 'violence_against_children',
    letal: 'lethal_or_attempted_lethal',
    'abuso de poder': 'abuse_of_organisational_power',
    represalia: 'reprisal_for_speaking',
    otra: 'other',
  },
  axes: {
    género: 'gender',
    'sexualidad o identidad de género': 'sexuality_or_gender_identity',
    'racial o colonial': 'race_or_colonial',
    discapacidad: 'disability',
    'edad infancia': 'age_child',
    'edad mayor': 'age_elder',
    clase: 'class',
    migración: 'migration',
  },
  severity: { seria: 'serious', grave: 'grave', extrema: 'extreme' },
  immediacy: { pasada: 'past', reciente: 'recent', 'en curso': 'ongoing', inminente: 'imminent' },
  asks: {
    'solo saber': 'know_only',
    preguntarnos: 'ask_us',
    'avisar a su equipo': 'inform_host_team',
    'aplicar su acuerdo': 'apply_own_agreement',
    'hablar con la persona': 'speak_with_person',
    'ofrecer mediación': 'offer_mediation',
  },
  basis: {
    'relato de la persona afectada': 'account_of_person_affected',
    'proceso colectivo': 'collective_process',
    'reconocido por la persona': 'acknowledged_by_person',
  },
};
spanish.clauses = spanish.violence ?? {};

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

/** Reads the fields of an alert from YAML. Refuses (`malformed`) what is none, and names the field; never repeats what stands there. */
export function readAlertForm(text: string): AlertWords {
  if (text.length > most) throw new Refusal('too-large', 'alert');
  const document = parseDocument(text, { schema: 'core', uniqueKeys: true, stringKeys: true });
  if (document.errors.length > 0) throw new Refusal('malformed', `alert:${document.errors[0]?.linePos?.[0].line ?? 1}`);
  return fromAnswers(document.toJS({ maxAliasCount: 0 }));
}

/** The same from answers that were asked for one by one. */
export function fromAnswers(raw: unknown): AlertWords {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw new Refusal('malformed', 'alert');
  const named = Object.entries(raw).map(([key, value]) => {
    const field = inEnglish('field', key);
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
  if (lists.includes(field)) return [value].flat().map((one) => inEnglish(field, one));
  return inEnglish(field, value);
}

/** `- handle: "@name@host"`, one kind and one value. */
function identifierOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const [entry, ...others] = Object.entries(value);
  if (!entry || others.length > 0) return value;
  return { kind: inEnglish('identifiers', entry[0]), value: entry[1] };
}

function inEnglish(field: string, word: unknown): string {
  if (typeof word !== 'string') return word as string;
  const known = spanish[field] ?? {};
  return Object.hasOwn(known, word.trim().toLowerCase()) ? (known[word.trim().toLowerCase()] ?? word) : word;
}
