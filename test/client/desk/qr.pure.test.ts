import decodeQR from 'qr/decode.js';
import { expect, test } from 'vitest';
import { qrOutline } from '../../../src/client/pages/desk/qr-outline.ts';

/** What a camera sees of the picture: four pixels for each square. */
function photograph(text: string) {
  const { size, outline } = qrOutline(text);
  const side = size * 4;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y] of outline.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let dy = 0; dy < 4; dy++)
      for (let dx = 0; dx < 4; dx++)
        data.fill(0, at(Number(x), dx, Number(y), dy), at(Number(x), dx, Number(y), dy) + 3);
  return { width: side, height: side, data };

  function at(x: number, dx: number, y: number, dy: number): number {
    return ((y * 4 + dy) * side + x * 4 + dx) * 4;
  }
}

test('a camera reads the link that the picture was made of', () => {
  const link = 'https://desk.ceiba.example/es#set-up=2f8k-91xz-7mqa-44pw';
  expect(decodeQR(photograph(link))).toBe(link);
  // Room around it, and not more squares than a phone tells apart at arm’s length.
  expect(qrOutline(link).size).toBeLessThanOrEqual(45);
});
