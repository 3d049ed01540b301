import { stance as allStances, violence as violences } from '../../../schemas/terms.ts';
import { fieldsOf, isSpoken } from '../../agreement-file/fields.ts';
import { type AnyPart, listIn, type TextsByLanguage, textsIn, wordIn } from '../../agreement-file/parts.ts';
import { readable } from '../../web/markdown.ts';
import type { Compared, ListedAgreement } from '../versions/shown.ts';
import type { Clause } from './changes.ts';

type Violence = Clause['violence'];
type Stance = Clause['stance'];

/** How those who say something about a kind of violence stand to each other. */
export type Between = 'alone' | 'same' | 'worded' | 'apart';

/** One kind of violence: what each collective decided, in their order. No stance at all means that it says nothing. */
export type MatrixRow = { violence: Violence; stances: Stance[][]; between: Between };

/** Kinds of violence that at least one collective says something about, each with how they stand to each other. */
export function matrixOf(collectives: readonly Compared[]): MatrixRow[] {
  return violences.options.flatMap((violence) => {
    const clauses = collectives.map((one) => clausesAbout(one, violence).map(({ clause }) => clause));
    const stances = clauses.map((list) =>
      allStances.options.filter((stance) => list.some((one) => one.stance === stance)),
    );
    const [first, ...others] = clauses.filter((list) => list.length > 0);
    if (first === undefined) return [];
    return [{ violence, stances, between: betweenAll(first, others) }];
  });
}

/** A clause with the agreement that it stands in. */
export type Placed = { clause: Clause; in: ListedAgreement };

/** What a collective says about a kind of violence, over all of its agreements. */
export function clausesAbout({ agreements }: Compared, violence: Violence): Placed[] {
  return agreements.flatMap((one) =>
    one.agreement.clauses.filter((clause) => clause.violence === violence).map((clause) => ({ clause, in: one })),
  );
}

function betweenAll(first: Clause[], others: Clause[][]): Between {
  if (others.length === 0) return 'alone';
  const all = others.map((other) => betweenTwo(first, other));
  return all.find((one) => one === 'apart') ?? all.find((one) => one === 'worded') ?? 'same';
}

/** Two collectives about one kind of violence: the same words, the same stance in other words, or another stance. */
export function betweenTwo(ours: readonly Clause[], theirs: readonly Clause[]): Between {
  if (ours.length === 0 || theirs.length === 0) return 'alone';
  const stances = (clauses: readonly Clause[]) => [...new Set(clauses.map(({ stance }) => stance))].sort().join();
  if (stances(ours) !== stances(theirs)) return 'apart';
  return covered(ours, theirs) && covered(theirs, ours) ? 'same' : 'worded';
}

/** Of more pairs than these only clauses in the same languages are held to each other. */
const mostPairs = 2500;

/** Whether each clause has one beside it that says the same. */
function covered(from: readonly Clause[], by: readonly Clause[]): boolean {
  const known = new Set(by.map(keyOf));
  const fewEnough = from.length * by.length <= mostPairs;
  return from.every(
    (one) => known.has(keyOf(one)) || (fewEnough && by.some((other) => differences(one, other).length === 0)),
  );
}

const keys = new WeakMap<Clause, string>();

/** What is alike for clauses that read alike in the same languages. */
function keyOf(clause: Clause): string {
  const known = keys.get(clause);
  if (known !== undefined) return known;
  const said = compared().map(([name, field]) =>
    isSpoken(field) ? Object.entries(plainOf(textsIn(clause, name))).sort() : wordsOf(clause, name),
  );
  const key = JSON.stringify(said);
  keys.set(clause, key);
  return key;
}

/** Fields in which clauses are held to each other: all but steps, which every collective counts for itself. */
const compared = () => fieldsOf('clause').filter(([key, { shape }]) => shape !== 'step' && key !== 'violence');

/**
 * In which fields, by their keys, two clauses differ. Texts are held to each other in the languages that both have;
 * without one, they differ.
 */
export function differences(a: Clause, b: Clause): string[] {
  return compared().flatMap(([key, field]) => {
    const same = isSpoken(field) ? sameWords(textsIn(a, key), textsIn(b, key)) : wordsOf(a, key) === wordsOf(b, key);
    return same ? [] : [key];
  });
}

const wordsOf = (part: AnyPart, key: string): string => `${wordIn(part, key)}${listIn(part, key).sort().join()}`;

function sameWords(a: TextsByLanguage, b: TextsByLanguage): boolean {
  const [one, other] = [plainOf(a), plainOf(b)];
  const languages = Object.keys(one).filter((language) => Object.hasOwn(other, language));
  if (languages.length > 0) return languages.every((language) => one[language] === other[language]);
  const empty = (texts: Record<string, string>) => Object.values(texts).every((text) => text === '');
  return empty(one) && empty(other);
}

/** Texts as they read, once for each: a collective may say much about one kind of violence. */
const plains = new WeakMap<TextsByLanguage, Record<string, string>>();

function plainOf(texts: TextsByLanguage): Record<string, string> {
  const known = plains.get(texts);
  if (known) return known;
  const plain = Object.fromEntries(
    Object.entries(texts).map(([language, text]) => [language, readable([text].flat().join('\n')).trim()]),
  );
  plains.set(texts, plain);
  return plain;
}

/** Of our clauses about it, the one that theirs stands for: adapted from it, else the one nearest in place. */
export function counterpart(ours: readonly Placed[], theirs: Clause, at: number): Clause | null {
  return (ours.find(({ clause }) => clause.id === theirs.id) ?? ours[Math.min(at, ours.length - 1)])?.clause ?? null;
}
