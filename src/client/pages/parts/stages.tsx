import type { StageShown } from '../../../platform/terms.ts';

/** What comes one after another, each in order and with a word for where it is. */
export function Stages({ stages, slim = false }: { stages: readonly StageShown[]; slim?: boolean }) {
  return (
    <ol class={slim ? 'stages slim' : 'stages'}>
      {stages.map(({ name, says, state }) => (
        <li class={state} aria-current={state === 'now' ? 'step' : undefined}>
          <span>{name}</span> <span class="quiet">{says}</span>
        </li>
      ))}
    </ol>
  );
}
