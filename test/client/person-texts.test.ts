import { describe, expect, test } from 'vitest';
import { i18nFor } from '../../src/platform/i18n.ts';
import { usedMessages } from '../support/messages.ts';
import { readingEase } from '../support/reading-ease.ts';
import { readSources } from '../support/sources.ts';

const used = usedMessages(readSources(['src']));
const ids = [...new Set(used.map(({ id }) => id))];
/** What a sentence says in a language, with something in its places. */
const said = (language: 'en' | 'es', id: string) => {
  const message = used.find((one) => one.id === id)?.message ?? '';
  const values = Object.fromEntries([...message.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, 'Ceiba']));
  return i18nFor(language)._(id, values);
};

describe('the pages of the person affected', () => {
  const pages = ids.filter((id) => /^(my-code|words|happened|asked)\./.test(id));

  test.each([
    ['en', 60],
    ['es', 55],
  ] as const)('read easily in %s', (language, least) => {
    expect(pages.length).toBeGreaterThan(45);
    const text = pages.map((id) => `${said(language, id)}.`).join('\n');
    expect(readingEase(language, text)).toBeGreaterThanOrEqual(least);
  });

  test.each(['en', 'es'] as const)('say at most twenty words at a time in %s', (language) => {
    const sentences = pages.flatMap((id) => said(language, id).split(/(?<=[.:])\s/));
    const long = sentences.filter((sentence) => (sentence.match(/\p{L}+/gu)?.length ?? 0) > 20);
    expect(long).toEqual([]);
  });
});

test('the measure tells easy words from hard ones', () => {
  expect(readingEase('en', 'You can stop here. Nothing was sent.')).toBeGreaterThan(90);
  expect(
    readingEase('en', 'Notwithstanding institutional considerations, revocability remains unconditional.'),
  ).toBeLessThan(0);
  expect(readingEase('es', 'Puedes parar aquí. No se envió nada.')).toBeGreaterThan(80);
  expect(
    readingEase('es', 'La revocabilidad incondicional de las autorizaciones institucionales permanece garantizada.'),
  ).toBeLessThan(20);
});
