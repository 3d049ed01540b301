import { expect } from 'vitest';
import { readTyped } from '../../../src/agreements/texts/form-values.ts';
import { type Content, emptyContent, emptyFront, type Part } from '../../../src/agreements/texts/text.ts';

/* Parts of a text, as people typed them into its forms. */

export const ids = ['AAAAAAAAAAAAAAAAAAAAAA', 'BBBBBBBBBBBBBBBBBBBBBA', 'CCCCCCCCCCCCCCCCCCCCCA'] as const;
export const front: Content = { kind: 'front', ...emptyFront(['es']) };
export const clause = { ...emptyContent('clause'), violence: 'verbal' } as Content;
export const belonging = emptyContent('belonging');

export const part = (name: string, content: Content | null, place = 0): Part => ({
  part: name,
  kind: content?.kind ?? 'clause',
  revision: 1,
  place,
  content,
  member: 'm',
  at: new Date(0),
});
export const taken = (typed: Record<string, string | string[]>, before: Content): Content => {
  const { content, wrong } = readTyped(typed, before);
  expect(wrong).toEqual([]);
  return content;
};
export const wholeFront = taken(
  {
    'title.es': 'Cómo convivimos',
    'summary.es': 'Lo que acordamos.',
    'protects.es': 'A todas',
    reviewBy: '2027-03-14',
  },
  front,
);
