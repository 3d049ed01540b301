/** @jsxImportSource hono/jsx/dom */
import { useState } from 'hono/jsx/dom';
import type { People, Person } from '../../../desk/people/people.ts';
import { goneText, leaveText, leavingLines, wishText } from '../../../say/leaving.ts';
import type { Area } from '../area.ts';
import { Press, Screen, Wrong } from '../parts.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';

type Props = Area & { me: Person; people: readonly Person[]; changed: (next: People) => void };

/** Leaving by oneself: what happens next, who signs and what stays, before the second press. */
export function LeaveScreen({ ask: asked, me, people, changed, back }: Props) {
  const work = useWorking();
  const ask = useAsk(asked, work);
  const [gone, setGone] = useState(false);
  const doing = (task: 'depart' | 'stay') => () =>
    void work.doing(async () => {
      const next = await ask(task);
      if (next) changed(next);
      else setGone(true);
    });
  if (gone)
    return (
      <Screen title={goneText(i18n)}>
        <p>
          {i18n._('people.gone-words', {}, { message: 'Your words open nothing here. You can destroy their paper.' })}
        </p>
        <div class="press">
          <Press
            text={i18n._('people.gone-close', {}, { message: 'Close the desk' })}
            main
            busy={false}
            press={() => document.dispatchEvent(new Event('leave'))}
          />
        </div>
      </Screen>
    );
  const [lead, ...more] = leavingLines(i18n, me, people);
  return (
    <Screen title={goText()}>
      <p class="lead">{lead}</p>
      {[...more, ...(me.leaving ? [wishText(i18n, me.leaving)] : [])].map((line) => (
        <p>{line}</p>
      ))}
      <Wrong text={work.wrong} />
      <div class="press">
        {me.leaving ? (
          <Press
            text={i18n._('people.stay', {}, { message: 'I stay after all' })}
            busy={work.busy}
            press={doing('stay')}
          />
        ) : (
          <Press text={leaveText(i18n, me)} busy={work.busy} press={doing('depart')} />
        )}
        <Press text={i18n._('people.back', {}, { message: 'All people' })} busy={work.busy} press={back} />
      </div>
    </Screen>
  );
}

export const goText = (): string => i18n._('people.go', {}, { message: 'Leave the collective' });
