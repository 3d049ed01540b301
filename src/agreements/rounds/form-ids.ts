import { sayable } from './round.ts';
import type { ShownRound } from './shown.ts';

/** The forms into which words can be typed on the page of a round, by their ids. */
export function formsOf({ row, adoption, account }: ShownRound): string[] {
  if (row.outcome !== null) return [];
  const said = sayable(row.stage).filter((kind) => kind !== 'answer');
  const answers = account.questions.map(({ entry }) => `answer-${entry.seq}`);
  const adopts = row.stage === 'consent' && adoption.is !== 'refused';
  return [...said, ...answers, ...(adopts ? ['adopt'] : []), 'close'];
}
