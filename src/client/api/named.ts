import { Refusal } from '../../../schemas/codes.ts';
import { shortId } from '../../protocol/encoding.ts';

/**
 * The one whose hash begins so.
 * @returns undefined when there is none.
 * @throws `several` when more begin so.
 */
export function oneNamed<T extends { id: string }>(some: readonly T[], named: string): T | undefined {
  const fitting = some.filter(({ id }) => id.startsWith(named));
  if (fitting.length > 1) throw new Refusal('several', fitting.map(({ id }) => shortId(id)).join(', '));
  return fitting[0];
}
