import { fieldsOf, isSpoken, type PartKind } from './fields.ts';
import { builtPart, type Parts } from './parts.ts';
import { quoted } from './problems.ts';
import { type At, lineKey, type Reading, readField, type Written } from './read-field.ts';
import { listOf, type Section, textOf } from './sections.ts';
import { fieldChoices, fieldFor, headedKind, termChoices, termFor } from './vocabulary.ts';

/** What stands under a heading, before it has an id; `id` is the one the file gives. */
export type ReadPart<K extends PartKind = PartKind> = {
  [Kind in K]: { kind: Kind; at: number; id: string | null; line: number; part: Parts[Kind] };
}[K];

/**
 * What a heading says: which kind of part it begins, and its words after that. Null, with a complaint, where nobody
 * knows.
 */
export function readHeading(reading: Reading, { heading, line }: Section): { kind: PartKind; rest: string[] } | null {
  const [first = '', ...rest] = heading.split(':');
  const kind = headedKind(first);
  if (kind !== null) return { kind, rest };
  if (termFor('violence', first) !== null) return { kind: 'clause', rest: [first, ...rest] };
  reading.complain(line, 'heading-unknown', { heading: quoted(first), choices: termChoices('violence') });
  return null;
}

/** Reads the part that a heading begins; `at` is the how-manieth of its kind it is. */
export function readPart<K extends PartKind>(
  reading: Reading,
  section: Section,
  { kind, at, rest }: { kind: K; at: number; rest: string[] },
): { kind: K; at: number; id: string | null; line: number; part: Parts[K] } {
  const { line, id } = section;
  const place: At = { kind, at, line };
  reading.lines.set(lineKey(kind, at), line);
  const written = new Map<string, Written[]>([
    ...headingValues(reading, kind, line, rest),
    ...below(reading, kind, section),
  ]);
  const part = builtPart(kind, (key, field) => readField(reading, place, key, field, written.get(key) ?? []));
  return { kind, at, id, line, part };
}

/**
 * `sexual: one name | its other name`: a fixed word where the kind has one in its heading, then names in the order of
 * languages.
 */
function headingValues({ languages }: Reading, kind: PartKind, line: number, rest: string[]): [string, Written[]][] {
  const found: [string, Written[]][] = [];
  const left = [...rest];
  for (const [key, field] of fieldsOf(kind)) {
    if (!field.inHeading) continue;
    if (!isSpoken(field)) found.push([key, [said(line, null, left.shift() ?? '')]]);
    else {
      const names = left.join(':').split('|');
      const named = names.map((name, at) => said(line, languages[at] ?? '', name.trim()));
      found.push([key, named.filter((one) => one.text() !== '')]);
    }
  }
  return found;
}

const said = (line: number, language: string | null, text: string): Written => ({
  ...{ line, language, text: () => text },
  items: () => [{ line, text }],
});

function below(reading: Reading, kind: PartKind, section: Section): [string, Written[]][] {
  const found = new Map<string, Written[]>();
  const table = Object.fromEntries(fieldsOf(kind));
  for (const entry of section.entries) {
    const key = fieldFor(kind, entry.key);
    const field = key === null ? undefined : table[key];
    if (key === null || !field || field.inHeading) {
      const values = { key: quoted(entry.key), choices: fieldChoices(kind) };
      reading.complain(entry.line, 'key-unknown', values);
      continue;
    }
    const { line, language } = entry;
    const one = { line, language, text: () => textOf(entry), items: () => listOf(entry) };
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  return [...found];
}
