import { expect, test } from 'vitest';
import * as z from 'zod';
import { line } from '../../schemas/encodings.ts';
import { shaped } from '../../src/protocol/shape.ts';

const shape = z.strictObject({ title: line(20) });

test('a text with a mark that shows nothing is refused by that mark and its place, another one by its field', () => {
  expect(shaped(shape, { title: 'Ceiba' }, 'schema')).toEqual({ title: 'Ceiba' });
  const refused = (title: string) => () => shaped(shape, { title }, 'schema');
  expect(refused('Cei\u200bba')).toThrow(expect.objectContaining({ code: 'mark-hidden', where: 'title:4' }));
  expect(refused('C'.repeat(21))).toThrow(expect.objectContaining({ code: 'schema', where: 'title' }));
});
