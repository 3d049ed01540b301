/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import type { Tasks } from '../../../desk/tasks.ts';
import type { Area } from '../area.ts';
import { Done, Press, Screen, Wrong } from '../parts.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';

/** After new keys: what the earlier ones had signed counts no more, and is signed again by one press. */
export function Renewals({ ask: asked, back }: Area) {
  const ask = useAsk(asked);
  const [now, setList] = useState<Awaited<ReturnType<Tasks['toRenew']>>>({ list: [], opening: 0 });
  const work = useWorking();
  const look = async () => setList(await ask('toRenew'));
  useEffect(() => void work.doing(look), []);
  const renew = () =>
    void work.doing(async () => {
      const done = await ask('renew', now.opening);
      await look();
      return done;
    });
  return (
    <Screen title={i18n._('people.renew', {}, { message: 'What your earlier key had signed' })}>
      <Done text={work.done} />
      <Wrong text={work.wrong} />
      <ul>
        {now.list.map(({ line, says }) => (
          <li>
            {line}
            {says.length === 0 ? null : (
              <details open>
                <summary>{i18n._('desk.says', {}, { message: 'What it says' })}</summary>
                {says.map((one) => (
                  <p class="typed">{one}</p>
                ))}
              </details>
            )}
          </li>
        ))}
      </ul>
      {now.list.length === 0 ? <p>{i18n._('desk.nothing', {}, { message: 'Nothing waits for you.' })}</p> : null}
      <div class="press">
        {now.list.length > 0 ? (
          <Press
            text={i18n._('people.sign-again', {}, { message: 'Sign it again' })}
            main
            busy={work.busy}
            press={renew}
          />
        ) : null}
        <Press text={i18n._('people.back', {}, { message: 'All people' })} busy={false} press={back} />
      </div>
    </Screen>
  );
}
