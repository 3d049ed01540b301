/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import type { Seen } from '../../../desk/seen.ts';
import type { Opening } from '../../../desk/showing.ts';
import type { Line } from '../../../desk/sign/signing.ts';
import { thisDesk } from '../../../desk/sign/this-desk.ts';
import type { Read, ToSign } from '../../../desk/sign/to-sign.ts';
import type { Area } from '../area.ts';
import { Done, LookAgain, Press, Screen, Wrong } from '../parts.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';
import { Reading } from './reading.tsx';

/** What waits for signatures: a list, and each of them read whole before the press. */
export function SignArea({ ask: asked, back }: Area) {
  const ask = useAsk(asked);
  const [list, setList] = useState<ToSign[] | null>(null);
  const [read, setRead] = useState<(Read & Opening) | null>(null);
  const [seen, setSeen] = useState<Seen | null>(null);
  const work = useWorking();
  const look = async () => {
    setList(await ask('toSign'));
    setSeen(await ask('seen'));
  };
  useEffect(() => void work.doing(look), []);
  const settle = (task: 'sign' | 'publish', { opening }: Opening) =>
    work.doing(async () => {
      const done = await ask(task, opening);
      await look();
      setRead(null);
      return done;
    });
  if (read)
    return (
      <Reading
        read={read}
        work={work}
        sign={() => void settle('sign', read)}
        publish={() => void settle('publish', read)}
        back={() => setRead(null)}
      />
    );
  const open = ({ kind, id }: Pick<ToSign, 'kind' | 'id'>) =>
    void work.doing(async () => setRead(await ask('read', { kind, id })));
  return (
    <Screen title={i18n._('desk.to-sign', {}, { message: 'Waits for your signature' })}>
      <Done text={work.done} />
      <Wrong text={work.wrong} />
      <Waiting list={list} open={open} />
      {seen?.sign ? (
        <section aria-labelledby="this-desk">
          <h2 id="this-desk">{i18n._('desk.this', {}, { message: 'Which desk this is' })}</h2>
          <p>{seen.sentence}</p>
          <div class="press">
            <Press
              text={i18n._('desk.this-read', {}, { message: 'Read which desk it is' })}
              busy={work.busy}
              press={() => open({ kind: 'release', id: thisDesk })}
            />
          </div>
        </section>
      ) : null}
      <LookAgain busy={work.busy} look={() => void work.doing(look)} back={back} />
    </Screen>
  );
}

type WaitingProps<One> = { list: One[] | null; open: (one: One) => void; none?: string };

/** Things that wait for signatures, each to be read. */
export function Waiting<One extends Line>({ list, open, none }: WaitingProps<One>) {
  if (list === null) return <p>{i18n._('desk.looking', {}, { message: 'Looking…' })}</p>;
  if (list.length === 0) return <p>{none ?? nothingText()}</p>;
  return (
    <ul class="cards">
      {list.map((one) => (
        <li key={one.id}>
          <p class="title">{one.title}</p>
          {one.lines.map((line) => (
            <p>{line}</p>
          ))}
          <div class="press">
            <Press text={readText(one)} busy={false} press={() => open(one)} />
          </div>
        </li>
      ))}
    </ul>
  );
}

const nothingText = (): string =>
  i18n._(
    'desk.nothing-here',
    {},
    { message: 'Nothing waits here: no agreement, no decision about a partner, no change of who belongs.' },
  );

function readText({ signed, ready }: Line): string {
  if (ready) return i18n._('desk.read-publish', {}, { message: 'Read it, and publish' });
  if (signed) return i18n._('desk.read', {}, { message: 'Read it again' });
  return i18n._('desk.read-sign', {}, { message: 'Read it, and sign' });
}
