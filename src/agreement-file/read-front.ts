import { isMap, type Node } from 'yaml';
import { most } from '../../schemas/agreement.ts';
import { b64u16, b64u32 } from '../../schemas/encodings.ts';
import { fieldOf, fieldsOf, isSpoken } from './fields.ts';
import { builtPart, type FrontPart, type OpenText } from './parts.ts';
import { oneLine } from './plain.ts';
import { quoted } from './problems.ts';
import { lineKey, type Reading, readField, type Written } from './read-field.ts';
import { fieldChoices, fieldFor, otherChoices, otherKeyFor, termChoices, termFor } from './vocabulary.ts';
import type { OtherKey } from './words/words.ts';
import { type Front, nodesOf, type Pair, pairsOf, scalarList, scalarText } from './yaml.ts';

/** What the front matter says of the whole agreement. */
export type FrontMatter = FrontPart & Pick<OpenText, 'adopted' | 'series'>;

const others = ['series', 'adopted', 'adaptedFrom'] as const;
/** The line of a file on which front matter begins. */
const firstLine = 2;

/** Reads the known keys of the front matter; what is wrong goes to `complain`, and its place stays empty. */
export function readFront(front: Front, reading: Omit<Reading, 'languages'>): FrontMatter {
  const values = new Map<string, Written[]>();
  const beside = new Map<OtherKey, Pair>();
  reading.lines.set(lineKey('front', 0), firstLine);
  const pairs = pairsOf(front, front.root, firstLine);
  if (pairs === null) reading.complain(firstLine, 'key-shape', { shape: 'keys', key: '' });
  for (const pair of pairs ?? []) {
    const key = fieldFor('front', pair.key);
    const field = key === null ? undefined : fieldOf('front', key);
    const other = otherKeyFor(others, pair.key);
    const spoken = field !== undefined && isSpoken(field);
    if (key !== null && field && (spoken || pair.language === null)) {
      const written = spoken ? spokenValues(front, pair) : [writtenAs(front, pair)];
      values.set(key, [...(values.get(key) ?? []), ...written]);
    } else if (other !== null && pair.language === null) {
      if (beside.has(other)) reading.complain(pair.line, 'key-repeated', { key: quoted(pair.key) });
      else beside.set(other, pair);
    } else {
      const choices = `${fieldChoices('front')}, ${otherChoices(others)}`;
      reading.complain(pair.line, 'key-unknown', { key: quoted(pair.key), choices });
    }
  }
  const at = { kind: 'front' as const, at: 0, line: firstLine };
  const tags = readField({ ...reading, languages: [] }, at, 'languages', languagesField, values.get('languages') ?? []);
  const languages = Array.isArray(tags) ? tags : [];
  const whole: Reading = { ...reading, languages };
  const part = builtPart('front', (key, field) =>
    key === 'languages' ? languages : readField(whole, at, key, field, values.get(key) ?? []),
  );
  return {
    ...part,
    adopted: readAdopted(front, beside.get('adopted'), whole),
    adaptedFrom: readOrigins(front, beside.get('adaptedFrom'), whole),
    series: readId(reading, beside.get('series'), 'series', b64u16),
  };
}

const languagesField = Object.fromEntries(fieldsOf('front')).languages ?? { shape: 'languages' as const };

function writtenAs(front: Front, { line, node, language }: Pair): Written {
  return { line, language, text: () => scalarText(node), items: () => scalarList(front, node, line) };
}

/** `title: words` and `title (en): words`, or `title:` with one key per language. */
function spokenValues(front: Front, pair: Pair): Written[] {
  if (pair.language !== null || !isMap(pair.node)) return [writtenAs(front, pair)];
  const inEach = pairsOf(front, pair.node, pair.line) ?? [];
  return inEach.map((one) => writtenAs(front, { ...one, language: one.key }));
}

function readAdopted(front: Front, pair: Pair | undefined, reading: Reading): FrontMatter['adopted'] {
  if (pair === undefined || scalarText(pair.node) === 'null') return null;
  reading.lines.set(lineKey('front', 0, 'adopted'), pair.line);
  const said = keysOf(front, pair, pair.node, ['body', 'method', 'at'], reading);
  const [body, method, at] = [said.get('body'), said.get('method'), said.get('at')].map((one) => one?.text);
  const named = method === undefined ? null : termFor('method', method);
  const key = 'adopted.method';
  if (method === undefined) reading.complain(pair.line, 'key-missing', { key });
  else if (named === null)
    reading.complain(said.get('method')?.line ?? pair.line, 'word-unknown', { key, choices: termChoices('method') });
  return { body: body ?? null, method: named ?? 'other', at: at ?? '' };
}

/** One origin, or a list of several. */
function readOrigins(front: Front, pair: Pair | undefined, reading: Reading): FrontMatter['adaptedFrom'] {
  if (pair === undefined) return [];
  const nodes = nodesOf(pair.node);
  if (nodes.length > most.origins)
    reading.complain(pair.line, 'list-too-long', { key: 'adaptedFrom', most: most.origins });
  return nodes.slice(0, most.origins).map((node) => {
    const said = keysOf(front, pair, node, ['agreement', 'issuer'], reading);
    const id = (key: 'agreement' | 'issuer') => {
      const { text = '', line = pair.line } = said.get(key) ?? {};
      if (!b64u32.safeParse(text).success) reading.complain(line, 'id-shape', { key: `adaptedFrom.${key}` });
      return text;
    };
    return { agreement: id('agreement'), issuer: id('issuer') };
  });
}

/**
 * The texts under the keys of a map. Complains of unknown and repeated keys, of what is no map, and of what is no text.
 */
function keysOf<Key extends OtherKey>(
  front: Front,
  { key, line }: Pair,
  node: Node | null,
  known: readonly Key[],
  { complain }: Reading,
): Map<Key, { text: string; line: number }> {
  const found = new Map<Key, { text: string; line: number }>();
  const pairs = pairsOf(front, node, line);
  if (pairs === null) complain(line, 'key-shape', { shape: 'keys', key: quoted(key) });
  for (const pair of pairs ?? []) {
    const name = otherKeyFor(known, pair.key);
    const text = scalarText(pair.node);
    const named = { key: quoted(pair.key) };
    if (name === null) complain(pair.line, 'key-unknown', { ...named, choices: otherChoices(known) });
    else if (found.has(name)) complain(pair.line, 'key-repeated', named);
    else if (text === null) complain(pair.line, 'key-shape', { ...named, shape: 'text' });
    else found.set(name, { text: oneLine(text), line: pair.line });
  }
  return found;
}

function readId(
  { complain }: Pick<Reading, 'complain'>,
  pair: Pair | undefined,
  key: OtherKey,
  form: typeof b64u16,
): string | null {
  if (pair === undefined) return null;
  const id = scalarText(pair.node) ?? '';
  if (!form.safeParse(id).success) complain(pair.line, 'id-shape', { key });
  return id;
}
