import type { I18n } from '@lingui/core';
import { wordsIn } from '../../../protocol/spelling.ts';
import { doubtText } from '../../say/words.ts';
import { type Doubt, doubtOf, type Knows, typedWords, unknownAt, wordFields } from './typed-words.ts';

/** The fields of a `WordEntry` that is in a page. */
export type Typing = {
  /** The twelve words in one line; points at what is doubtful and gives null where they are none yet. */
  whole(): string | null;
  /** Empties every field, as leaving the page does by itself. */
  wipe(): void;
};

const enough = 4;

/**
 * Makes the letters of a `WordEntry` work: only those that can still come next, on to the next word when one is named.
 * A keyboard and pasting work as well. A phone's own keyboard, which would learn the words, stays away until somebody
 * asks for it. What is no word of the list is pointed at when it is left, and never changed.
 */
export function letterKeys(entry: HTMLElement, i18n: I18n, knows: Knows): Typing {
  const fields = [...entry.querySelectorAll<HTMLInputElement>('[data-word]')];
  const keys = entry.querySelector<HTMLElement>('[data-keys]');
  let current = fields[0];
  const at = () => (current ? fields.indexOf(current) : 0);
  const go = (place: number) => fields[place]?.focus();
  const refresh = () => showLetters(keys, fields, at(), knows);

  const reached = (target: EventTarget | null): void => {
    if (!isField(target)) return;
    current = target;
    if (keys && target.inputMode === 'none') keys.hidden = false;
    refresh();
  };
  const typed = (target: EventTarget | null): void => {
    if (!isField(target)) return;
    if (/\s/.test(target.value)) go(spread(fields, fields.indexOf(target), target.value));
    refresh();
  };
  entry.addEventListener('focusin', ({ target }) => reached(target));
  entry.addEventListener('focusout', ({ target }) => {
    if (isField(target)) point(entry, i18n, left(fields, knows));
  });
  entry.addEventListener('input', ({ target }) => typed(target));
  entry.addEventListener('paste', (event) => {
    const words = event.clipboardData?.getData('text') ?? '';
    if (!isField(event.target) || wordsIn(words).length < 2) return;
    event.preventDefault();
    go(spread(fields, fields.indexOf(event.target), words));
    refresh();
  });
  // A key takes the focus from the field neither before it is pressed nor after.
  keys?.addEventListener('pointerdown', (event) => event.preventDefault());
  keys?.addEventListener('mousedown', (event) => event.preventDefault());
  keys?.addEventListener('click', ({ target }) => {
    const key = target instanceof Element ? target.closest<HTMLElement>('button')?.dataset : undefined;
    if (!key || !current) return;
    if (key.key === 'own') return ownKeyboard(fields, keys, current);
    go(pressed(key, current, fields, knows));
    refresh();
  });
  for (const field of fields) field.inputMode = 'none';
  // Somebody may stand in a field, and have typed, before this is ready.
  const before = fields.find((field) => field === document.activeElement) ?? null;
  reached(before);
  typed(before);
  const wipe = () => {
    for (const field of fields) field.value = '';
    point(entry, i18n, null);
  };
  // A browser may keep the page to come back to, with what stands in its fields.
  window.addEventListener('pagehide', wipe);
  document.addEventListener('leave', wipe);
  return { whole: () => wholeOf(entry, i18n, fields, knows), wipe };
}

const isField = (target: EventTarget | null): target is HTMLInputElement =>
  target instanceof HTMLInputElement && target.dataset.word !== undefined;

const valuesOf = (fields: readonly HTMLInputElement[]): string[] => fields.map(({ value }) => value.trim());

function lettersFor(fields: readonly HTMLInputElement[], place: number, { lettersAfter }: Knows): string[] {
  return lettersAfter(fields[place]?.value ?? '', valuesOf(fields).toSpliced(place, 1));
}

/** Says of each letter whether it can come next. */
function showLetters(keys: HTMLElement | null, fields: readonly HTMLInputElement[], place: number, knows: Knows): void {
  const possible = new Set(lettersFor(fields, place, knows));
  for (const key of keys?.querySelectorAll<HTMLElement>('[data-letter]') ?? [])
    key.setAttribute('aria-disabled', possible.has(key.dataset.letter ?? '') ? 'false' : 'true');
}

/** Does what a key says with the word in hand; gives the place to go on at. */
function pressed(
  key: DOMStringMap,
  field: HTMLInputElement,
  fields: readonly HTMLInputElement[],
  knows: Knows,
): number {
  const place = fields.indexOf(field);
  if (key.key === 'next') return place + 1;
  if (key.key === 'erase') {
    if (field.value === '') return place - 1;
    field.value = [...field.value].slice(0, -1).join('');
    return place;
  }
  const letter = key.letter ?? '';
  if (!lettersFor(fields, place, knows).includes(letter)) return place;
  field.value += letter;
  const named = field.value.length >= enough || lettersFor(fields, place, knows).length === 0;
  return named ? place + 1 : place;
}

/** Words in a row, from this field on; gives the place after the last. */
function spread(fields: readonly HTMLInputElement[], from: number, text: string): number {
  const words = wordsIn(text).slice(0, wordFields.length - from);
  for (const [place, word] of words.entries()) fields[from + place]!.value = word;
  if (words.length === 0) fields[from]!.value = '';
  return Math.min(from + words.length, wordFields.length - 1);
}

function ownKeyboard(fields: readonly HTMLInputElement[], keys: HTMLElement, current: HTMLInputElement): void {
  for (const field of fields) field.inputMode = 'text';
  keys.hidden = true;
  current.blur();
  current.focus();
}

/** What somebody went past and is no word of the list. */
function left(fields: readonly HTMLInputElement[], knows: Knows): Doubt | null {
  const unknown = unknownAt(valuesOf(fields), knows);
  return unknown.length === 0 ? null : { because: 'unknown', at: unknown };
}

function point(entry: HTMLElement, i18n: I18n, doubt: Doubt | null): void {
  for (const [place, field] of entry.querySelectorAll<HTMLInputElement>('[data-word]').entries())
    field.setAttribute('aria-invalid', doubt?.at.includes(place + 1) ? 'true' : 'false');
  const said = entry.querySelector<HTMLElement>('#words-doubt');
  const text = doubt === null ? '' : doubtText(i18n, doubt);
  if (said && said.textContent !== text) said.textContent = text;
}

function wholeOf(entry: HTMLElement, i18n: I18n, fields: readonly HTMLInputElement[], knows: Knows): string | null {
  const words = typedWords(Object.fromEntries(fields.map((field, place) => [wordFields[place], field.value])));
  const doubt = doubtOf(words, knows);
  point(entry, i18n, doubt);
  if (doubt === null) return words.join(' ');
  fields[(doubt.at[0] ?? 1) - 1]?.focus();
  return null;
}
