import { diffArrays } from 'diff';
import { readable } from '../../web/markdown.ts';

/** A run of words in a sentence that changed a little. */
export type Piece = { kind: 'same' | 'added' | 'removed'; text: string };

/**
 * One step of reading what changed: a sentence that stayed, one whose words changed here and there, or what stood
 * before and what stands now (either may be empty). `opens` marks the beginning of a line.
 */
export type SentenceChange =
  | { kind: 'same'; text: string; opens: boolean }
  | { kind: 'edited'; pieces: Piece[]; opens: boolean }
  | { kind: 'replaced'; before: string; after: string; opens: boolean };

/**
 * How much comparing is left, in squared edits; about 10,000 are a millisecond. Once it is used up, texts are shown
 * whole.
 */
export type Effort = { left: number };

/** Two sentences more alike than this are one sentence that changed. */
const alike = 0.6;
/** Of more sentences than this in one place, none is paired with another. */
const mostPaired = 30;
/** Words of a longer sentence are not compared. */
const mostWords = 600;
const mostSentences = 400;

type Sentence = { text: string; opens: boolean };
type CountedWords = { words: string[]; counts: Map<string, number> };

/**
 * What changed between two texts in one language, sentence by sentence. Loses no visible word of either; takes no more
 * than `effort` and lowers it. What cannot be compared within it comes whole, before and after.
 */
export function sentenceChanges(before: string, after: string, language: string, effort: Effort): SentenceChange[] {
  const [old, now] = [sentencesOf(before, language), sentencesOf(after, language)];
  const texts = (sentences: Sentence[]) => sentences.map(({ text }) => text);
  const most = Math.min(mostSentences, old.length + now.length);
  const runs = spend(effort, most) ? diffArrays(texts(old), texts(now), { maxEditLength: most }) : undefined;
  if (runs === undefined) return [replaced(old, now)];
  const changes: SentenceChange[] = [];
  let [left, right] = [0, 0];
  let gone: Sentence[] = [];
  let come: Sentence[] = [];
  const close = () => {
    changes.push(...paired(gone, come, language, effort));
    [gone, come] = [[], []];
  };
  for (const { added, removed, count } of runs) {
    if (removed) {
      gone.push(...old.slice(left, left + count));
      left += count;
    } else if (added) {
      come.push(...now.slice(right, right + count));
      right += count;
    } else {
      close();
      changes.push(...now.slice(right, right + count).map((one) => ({ kind: 'same' as const, ...one })));
      [left, right] = [left + count, right + count];
    }
  }
  close();
  return changes;
}

function sentencesOf(text: string, language: string): Sentence[] {
  const segmenter = segmenterOf(language, 'sentence');
  return readable(text)
    .split('\n')
    .flatMap((line) =>
      [...segmenter.segment(line)]
        .map(({ segment }) => segment.trim())
        .filter((segment) => segment !== '')
        .map((segment, at) => ({ text: segment, opens: at === 0 })),
    );
}

/**
 * The sentences of one place where both texts differ: the most alike of each are read as one that changed, in their
 * order.
 */
function paired(old: Sentence[], now: Sentence[], language: string, effort: Effort): SentenceChange[] {
  if (old.length === 0 && now.length === 0) return [];
  const few = old.length > 0 && now.length > 0 && old.length <= mostPaired && now.length <= mostPaired;
  const size = [...old, ...now].reduce((sum, { text }) => sum + text.length, 0);
  if (!few || !spend(effort, Math.sqrt(size * Math.max(old.length, now.length)))) return [replaced(old, now)];
  const [a, b] = [old, now].map((all) => all.map(({ text }) => wordsOf(text, language))) as [
    CountedWords[],
    CountedWords[],
  ];
  const changes: SentenceChange[] = [];
  let [left, right] = [0, 0];
  const between = (to: [number, number]) => {
    const rest: [Sentence[], Sentence[]] = [old.slice(left, to[0]), now.slice(right, to[1])];
    if (rest[0].length + rest[1].length > 0) changes.push(replaced(...rest));
    [left, right] = [to[0] + 1, to[1] + 1];
  };
  for (const [i, j] of bestPairs(a, b)) {
    const pieces = piecesOf(a[i]!.words, b[j]!.words, effort);
    if (pieces === null) continue;
    between([i, j]);
    changes.push({ kind: 'edited', pieces, opens: now[j]!.opens });
  }
  between([old.length, now.length]);
  return changes;
}

/** Which sentence became which: pairs in order whose likeness adds up to the most. */
function bestPairs(a: CountedWords[], b: CountedWords[]): [number, number][] {
  const best = Array.from({ length: a.length + 1 }, () => new Float64Array(b.length + 1));
  const likeness = a.map((one) => b.map((other) => sharedWords(one, other)));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const like = likeness[i]![j]!;
      const both = like < alike ? 0 : like + best[i + 1]![j + 1]!;
      best[i]![j] = Math.max(both, best[i + 1]![j]!, best[i]![j + 1]!);
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (best[i]![j] === best[i + 1]![j]) i++;
    else if (best[i]![j] === best[i]![j + 1]) j++;
    else pairs.push([i++, j++]);
  }
  return pairs;
}

/** The share of words that two sentences have in common, in any order: no less than in their own order. */
function sharedWords(a: CountedWords, b: CountedWords): number {
  let common = 0;
  for (const [word, count] of a.counts) common += Math.min(count, b.counts.get(word) ?? 0);
  return (2 * common) / (a.words.length + b.words.length);
}

/** The words that stayed, came and went; null when too few stayed, or there are too many to compare. */
function piecesOf(a: string[], b: string[], effort: Effort): Piece[] | null {
  const most = Math.floor((1 - alike) * (a.length + b.length));
  if (a.length > mostWords || b.length > mostWords || !spend(effort, most)) return null;
  const runs = diffArrays(a, b, { maxEditLength: most, comparator: sameWord });
  if (runs === undefined) return null;
  return runs.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value.join(''),
  }));
}

// Words with the space after them, so that a change reads as whole words; the segmenter never parts a letter from its
// marks.
function wordsOf(text: string, language: string): CountedWords {
  const words: string[] = [];
  for (const { segment } of segmenterOf(language, 'word').segment(text)) {
    if (/^\s+$/.test(segment) && words.length > 0) words.push(`${words.pop()}${segment}`);
    else words.push(segment);
  }
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word.trimEnd(), (counts.get(word.trimEnd()) ?? 0) + 1);
  return { words, counts };
}

const sameWord = (a: string, b: string): boolean => a === b || a.trimEnd() === b.trimEnd();

function replaced(old: Sentence[], now: Sentence[]): SentenceChange {
  const whole = (sentences: Sentence[]) =>
    sentences.map(({ text, opens }, at) => (at === 0 ? text : opens ? `\n${text}` : ` ${text}`)).join('');
  return { kind: 'replaced', before: whole(old), after: whole(now), opens: (now[0] ?? old[0])?.opens ?? true };
}

function spend(effort: Effort, edits: number): boolean {
  if (effort.left < edits * edits) {
    effort.left = 0;
    return false;
  }
  effort.left -= edits * edits;
  return true;
}

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterOf(language: string, granularity: 'sentence' | 'word'): Intl.Segmenter {
  const key = `${language} ${granularity}`;
  const known = segmenters.get(key);
  if (known) return known;
  const made = new Intl.Segmenter(safeTag(language), { granularity });
  if (segmenters.size > 100) segmenters.clear();
  segmenters.set(key, made);
  return made;
}

// A tag of the right shape may still be none that Intl takes ("en-aa-aa").
function safeTag(language: string): string {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? 'und';
  } catch {
    return 'und';
  }
}
