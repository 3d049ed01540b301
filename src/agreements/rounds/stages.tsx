import type { View } from '../../web/view.ts';
import type { Line } from './account.ts';
import { type Stage, stages } from './round.ts';
import { stageLead, stageName } from './sentences.ts';

/**
 * Where a round is: every stage in order, with words for what is over, what was passed over, what is now and what
 * comes.
 */
export function Stages({ view, stage, course }: { view: View; stage: Stage; course: readonly Line[] }) {
  const { i18n } = view;
  const now = stages.indexOf(stage);
  // A round begins with questions; from some stages the next one is passed over.
  const held = new Set<Stage>(['questions', ...course.flatMap(({ entry }) => entry.stage ?? [])]);
  const say = (at: number) =>
    at < now && !held.has(stages[at] ?? 'questions')
      ? i18n._('round.stage-passed', {}, { message: 'not held', comment: 'Of a stage of a round' })
      : at < now
        ? i18n._('round.stage-over', {}, { message: 'done', comment: 'Of a stage of a round' })
        : at === now
          ? i18n._('round.stage-now', {}, { message: 'now', comment: 'Of a stage of a round' })
          : i18n._('round.stage-later', {}, { message: 'later', comment: 'Of a stage of a round' });
  return (
    <section aria-labelledby="stages">
      <h2 id="stages">{i18n._('round.stages', {}, { message: 'Where we are' })}</h2>
      <ol class="stages">
        {stages.map((one, at) => (
          <li aria-current={at === now ? 'step' : undefined}>
            <span>{stageName(i18n, one)}</span> <span class="quiet">{say(at)}</span>
          </li>
        ))}
      </ol>
      <p>{stageLead(i18n, stage)}</p>
    </section>
  );
}
