/** @jsxImportSource hono/jsx/dom */
import { useState } from 'hono/jsx/dom';
import type { People, Person } from '../../../desk/people/people.ts';
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
      <Screen title={i18n._('people.gone', {}, { message: 'You are no member here any more' })}>
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
  const stewards = people.filter((one) => !one.me && one.has.includes('steward')).map(({ called }) => called);
  return (
    <Screen title={leaveText()}>
      <Next me={me} stewards={stewards.join(', ')} />
      {me.leaving ? <p>{wishText(me.leaving)}</p> : null}
      <Wrong text={work.wrong} />
      <div class="press">
        {me.leaving ? (
          <Press
            text={i18n._('people.stay', {}, { message: 'I stay after all' })}
            busy={work.busy}
            press={doing('stay')}
          />
        ) : (
          <Press
            text={
              me.plain
                ? i18n._('people.go-now', {}, { message: 'Leave now' })
                : i18n._('people.go-say', {}, { message: 'Tell the stewards that I leave' })
            }
            busy={work.busy}
            press={doing('depart')}
          />
        )}
        <Press text={i18n._('people.back', {}, { message: 'All people' })} busy={work.busy} press={back} />
      </div>
    </Screen>
  );
}

/** Who signs, and what goes and stays. */
function Next({ me, stewards }: Pick<Props, 'me'> & { stewards: string }) {
  return (
    <>
      <p class="lead">
        {me.plain
          ? i18n._('people.go-plain', {}, { message: 'You leave at once; nobody has to sign.' })
          : i18n._(
              'people.go-listed',
              { stewards },
              {
                message:
                  'Two stewards sign a next manifest without you, of these: {stewards}. You sign nothing. Until it ' +
                  'holds you work here as before.',
              },
            )}
      </p>
      {me.has.includes('accompanier') ? (
        <p>
          {i18n._(
            'people.go-box',
            {},
            { message: 'An accompanier proposes it, and makes a new box, which you cannot open.' },
          )}
        </p>
      ) : null}
      <p>
        {i18n._(
          'people.go-erased',
          {},
          {
            message:
              'Then you are signed out everywhere; your keyring here, its passkeys and your nickname are erased, and ' +
              'your words open nothing here. What you signed and wrote stays.',
          },
        )}
      </p>
    </>
  );
}

export const leaveText = (): string => i18n._('people.go', {}, { message: 'Leave the collective' });

export const wishText = (day: string): string =>
  i18n._('people.wish', { day }, { message: 'Wants to leave: the stewards know since {day}.' });
