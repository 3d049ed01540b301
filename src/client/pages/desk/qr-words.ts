import { plain, type Spelling } from '../../../protocol/spelling.ts';

/** The twelve words that a QR code says, where it says these and nothing else: of one list, as they stand there. */
export function twelveWordsIn(text: string, { starts }: Pick<Spelling, 'starts'>): string | null {
  const words = text.normalize('NFC').split(' ');
  const listed = (list: ReadonlyMap<string, string>, word: string) =>
    list.get(plain(word).slice(0, 4))?.normalize('NFC') === word;
  const ours = Object.values(starts).some((list) => words.every((word) => listed(list, word)));
  return ours && words.length === 12 ? words.join(' ') : null;
}
