import { Refusal } from '../../../../schemas/codes.ts';
import { plain } from '../../../protocol/spelling.ts';
import { askedBack } from './asked-back.ts';

/**
 * Whether those at `askedBack` were typed back; the first four letters say which word it is.
 * @throws `words`, with the place counted from 1, for others
 */
export function requireBack(words: readonly string[], back: readonly string[]): void {
  const wrong = askedBack.find((place, index) => !sameWord(words[place] ?? '', back[index] ?? ''));
  if (wrong !== undefined) throw new Refusal('words', String(wrong + 1));
}

const sameWord = (word: string, typed: string): boolean =>
  word !== '' && plain(typed).slice(0, 4) === plain(word).slice(0, 4);
