import decodeQR from 'qr/decode.js';
import { describe, expect, test } from 'vitest';
import { qrOutline } from '../../../src/client/pages/desk/qr-outline.ts';
import { twelveWordsIn } from '../../../src/client/pages/desk/qr-words.ts';
import { spelling, wordsFrom } from '../../../src/protocol/words.ts';
import { asPixels, photograph, type Taken } from '../../support/photograph.ts';

const words = { es: wordsFrom(new Uint8Array(16).fill(77), 'es'), en: wordsFrom(new Uint8Array(16).fill(5), 'en') };
const read = (text: string, taken: Taken) => decodeQR(asPixels(photograph(text, taken), taken));
const frame = { width: 640, height: 480, square: 6 };

test('a camera reads the link that the picture was made of', () => {
  const link = 'https://desk.ceiba.example/es#set-up=2f8k-91xz-7mqa-44pw';
  expect(read(link, { ...frame, square: 4 })).toBe(link);
  // Room around it, and not more squares than a phone tells apart at arm’s length.
  expect(qrOutline(link).size).toBeLessThanOrEqual(45);
});

describe('twelve words', () => {
  test.each<[string, Partial<Taken>]>([
    ['held straight', {}],
    ['far away', { square: 3 }],
    ['near', { square: 8 }],
    ['turned a little', { turned: 12 }],
    ['turned on its side', { turned: 90 }],
    ['turned over, in poor light', { turned: 197, noise: 35 }],
    ['small and turned, in poor light', { square: 4, turned: -25, noise: 25 }],
  ])('are read from the picture that the desk shows of them, %s', (_how, taken) => {
    for (const language of ['es', 'en'] as const) {
      const text = read(words[language], { ...frame, ...taken });
      expect(twelveWordsIn(text, spelling)).toBe(words[language]);
    }
  });

  test('are all that a code may say', () => {
    const [first = '', ...rest] = words.en.split(' ');
    const refused = [
      '',
      'https://desk.ceiba.example/es#set-up=2f8k-91xz-7mqa-44pw',
      rest.join(' '),
      `${words.en} ${first}`,
      `${words.en}\n`,
      words.en.toUpperCase(),
      // Alike in four letters, which is enough where somebody types.
      [`${first}x`, ...rest].join(' '),
      [...words.en.split(' ').slice(0, 6), ...words.es.split(' ').slice(6)].join(' '),
      words.en.replaceAll(' ', '  '),
    ];
    for (const text of refused) expect([text, twelveWordsIn(text, spelling)]).toEqual([text, null]);
    // However its letters are put together, it is the same word.
    expect(twelveWordsIn(words.es.normalize('NFD'), spelling)).toBe(words.es);
  });
});
