import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { Mark } from '../../src/client/pages/parts/mark.tsx';
import { weaveOf } from '../../src/client/pages/parts/weave.ts';

const idOf = (text: string) => createHash('sha256').update(text).digest('base64url');
const ceiba = idOf('Ceiba');

it('draws the same id the same way, at every node and in every version', () => {
  expect(weaveOf('A'.repeat(43))).toEqual({
    yarn: 0,
    down: '',
    across: [0, 1, 2, 3, 4]
      .flatMap((row) => [0, 1, 2, 3, 4].map((column) => `M${column * 10} ${row * 10 + 3}h10v4h-10z`))
      .join(''),
  });
  const { yarn, down, across } = weaveOf(ceiba);
  expect(
    `${yarn} ${createHash('sha256')
      .update(down + across)
      .digest('hex')
      .slice(0, 16)}`,
  ).toBe('2 1d77b7aaca4976c9');
});

it('draws other ids in other ways', () => {
  const drawn = new Set(Array.from({ length: 500 }, (_, at) => JSON.stringify(weaveOf(idOf(`collective ${at}`)))));
  expect(drawn.size).toBe(500);
});

it('uses every colour of yarn', () => {
  const yarns = Array.from({ length: 100 }, (_, at) => weaveOf(idOf(`collective ${at}`)).yarn);
  expect([...new Set(yarns)].sort()).toEqual([0, 1, 2, 3]);
});

it('covers every crossing once, and is the same on both sides', () => {
  for (const name of ['Ceiba', 'Maguey', 'Hawthorn']) {
    const { down, across } = weaveOf(idOf(name));
    const bars = [...`${down}${across}`.matchAll(/M(\d+) (\d+)h(\d+)v(\d+)/g)].map((found) =>
      found.slice(1).map(Number),
    );
    expect(bars).toHaveLength(25);
    const drawn = bars.map(([x = 0, y, wide = 0, high]) => `${x} ${y} ${wide} ${high}`).sort();
    const turned = bars.map(([x = 0, y, wide = 0, high]) => `${50 - x - wide} ${y} ${wide} ${high}`).sort();
    expect(turned).toEqual(drawn);
  }
});

it('is a drawing without words that nobody hears read aloud', () => {
  const html = String(Mark({ of: ceiba }));
  expect(html).toContain('aria-hidden="true"');
  expect(html.replace(/<[^>]*>/g, '')).toBe('');
  expect(html).not.toMatch(/style=|<title|<text/);
  expect(Mark({ of: null })).toBeNull();
});
