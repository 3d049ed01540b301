import type { Way } from '../../say/where.ts';
import { Mark } from './mark.tsx';

const wide = 320;
const [ours, theirs] = [46, 34];

/**
 * Where something lies, for who would rather look than read: our own collective in the middle, a line to each holder.
 * The sentences about the holders, with the marks beside them, say all of it and more.
 */
export function WherePicture({ own, holders }: { own: string; holders: readonly { mark: string; way: Way }[] }) {
  if (holders.length === 0) return null;
  // Of two, one stands on each side.
  const high = holders.length > 2 ? 240 : 80;
  const middle = { x: wide / 2, y: high / 2 };
  const side = holders.length > 8 ? theirs / 2 : theirs;
  const placed = holders.map(({ mark, way }, at) => {
    const turn = (2 * Math.PI * at) / holders.length;
    const [x, y] = [middle.x + Math.cos(turn) * 120, middle.y + Math.sin(turn) * 92];
    return { mark, way, at: { x: Math.round(x), y: Math.round(y), side } };
  });
  return (
    <svg class="where" viewBox={`0 0 ${wide} ${high}`} aria-hidden="true" focusable="false">
      {placed.map(({ way, at }) => (
        <path class={way} d={`M${middle.x} ${middle.y}L${at.x} ${at.y}`} />
      ))}
      {[{ mark: own, way: 'there', at: { ...middle, side: ours } }, ...placed].map(({ mark, way, at }) => (
        <g class={way}>
          <circle cx={at.x} cy={at.y} r={at.side * 0.72} />
          <Mark of={mark} at={at} />
        </g>
      ))}
    </svg>
  );
}
