/** Threads each way. More could not be told apart at the height of a line of text. */
const threads = 5;
/** Width of a thread's place; broad and fine threads leave a gap, so that the weave is seen without any colour too. */
const step = 10;
const broad = 8;
const fine = 4;
/** How many colours of yarn there are; the style sheet names them. */
const yarns = 4;

/** A weave as two drawings: the threads that run down, and those that run across, where each lies on top. */
export type Weave = { yarn: number; down: string; across: string };

/** The side of the square that a weave is drawn in. */
export const weaveSide = threads * step;

/**
 * The weave of a collective, from its id (32 bytes, base64url): the same one at every node, the same on both sides so
 * that it is remembered. Others can look like it: it helps to find one's way and proves nothing.
 */
export function weaveOf(id: string): Weave {
  const bits = bitsOf(id);
  const yarn = bits() + 2 * bits();
  const half = Math.ceil(threads / 2);
  const mirrored = (column: number) => Math.min(column, threads - 1 - column);
  const widths = (count: number) => Array.from({ length: count }, () => (bits() === 1 ? broad : fine));
  const columns = widths(half);
  const rows = widths(threads);
  let [down, across] = ['', ''];
  for (const [row, high] of rows.entries()) {
    const above = Array.from({ length: half }, bits);
    for (let column = 0; column < threads; column++) {
      const wide = columns[mirrored(column)] ?? broad;
      if (above[mirrored(column)] === 1) down += bar(column * step + (step - wide) / 2, row * step, wide, step);
      else across += bar(column * step, row * step + (step - high) / 2, step, high);
    }
  }
  return { yarn: yarn % yarns, down, across };
}

const bar = (x: number, y: number, wide: number, high: number) => `M${x} ${y}h${wide}v${high}h-${wide}z`;

/** Gives the bits of an id one after another. Written for servers and browsers alike. */
function bitsOf(id: string): () => number {
  const bytes = atob(id.replaceAll('-', '+').replaceAll('_', '/'));
  let at = 0;
  return () => {
    const bit = (bytes.charCodeAt(at >> 3) >> (at & 7)) & 1;
    at += 1;
    return bit;
  };
}
