import { qrOutline } from '../../src/client/pages/desk/qr-outline.ts';

/** How a code is photographed: pixels of the frame and of one square, turned by degrees, and how unclear it is. */
export type Taken = { width: number; height: number; square: number; turned?: number; noise?: number };

/** What a camera sees of our picture of a text: grey values, row by row. Noise is the same each time. */
export function photograph(text: string, { width, height, square, turned = 0, noise = 0 }: Taken): Uint8ClampedArray {
  const { size, outline } = qrOutline(text);
  const dark = new Set([...outline.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`));
  const [cos, sin] = [Math.cos((turned * Math.PI) / 180), Math.sin((turned * Math.PI) / 180)];
  const grey = new Uint8ClampedArray(width * height);
  let seed = 1;
  for (let at = 0; at < grey.length; at++) {
    const [x, y] = [(at % width) - width / 2, Math.floor(at / width) - height / 2];
    const column = Math.floor((x * cos + y * sin) / square + size / 2);
    const row = Math.floor((y * cos - x * sin) / square + size / 2);
    seed = (seed * 16_807) % 2_147_483_647;
    const within = column >= 0 && row >= 0 && column < size && row < size;
    const light = within ? (dark.has(`${column} ${row}`) ? 40 : 215) : 120;
    grey[at] = light + (seed / 2_147_483_647 - 0.5) * 2 * noise;
  }
  return grey;
}

/** Grey values in red, green and blue, as a page reads it from a canvas. */
export function asPixels(grey: Uint8ClampedArray, { width, height }: Taken): ImageData {
  const data = new Uint8ClampedArray(grey.length * 4);
  for (const [at, light] of grey.entries()) data.set([light, light, light, 255], at * 4);
  return { width, height, data } as ImageData;
}
