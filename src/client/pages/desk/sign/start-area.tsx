/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import type { Opening } from '../../../desk/showing.ts';
import type { Differing } from '../../../desk/sign/acknowledgement.ts';
import type { Started } from '../../../desk/sign/starting.ts';
import type { Read, ToSign } from '../../../desk/sign/to-sign.ts';
import { Choices } from '../../parts/fields.tsx';
import type { Area } from '../area.ts';
import { Done, LookAgain, Press, Screen, Send, Wrong } from '../parts.tsx';
import { typedIn } from '../typed-in.ts';
import { i18n } from '../words.ts';
import { useAsk, useWorking, type Working } from '../working.ts';
import { Reading } from './reading.tsx';
import { Waiting } from './sign-area.tsx';

/** What a steward is the first to sign: chosen among what the node holds, and read whole before the press. */
export function StartArea({ ask: asked, back }: Area) {
  const ask = useAsk(asked);
  const work = useWorking();
  const [list, setList] = useState<ToSign[] | null>(null);
  const [about, setAbout] = useState<(Differing & { id: string }) | null>(null);
  const [read, setRead] = useState<(Read & Opening) | null>(null);
  const look = async () => setList(await ask('toStart'));
  useEffect(() => void work.doing(look), []);
  const start = (started: Started) => void work.doing(async () => setRead(await ask('start', started)));
  const sign = ({ opening }: Opening) =>
    work.doing(async () => {
      const done = await ask('sign', opening);
      setAbout(null);
      setRead(null);
      return done;
    });
  if (read) return <Reading read={read} work={work} sign={() => void sign(read)} back={() => setRead(null)} />;
  if (about)
    return (
      <Differ
        about={about}
        work={work}
        differs={(differs) => start({ kind: 'acknowledgement', id: about.id, differs })}
        back={() => setAbout(null)}
      />
    );
  const open = ({ kind, id }: ToSign) =>
    kind === 'withdrawal'
      ? start({ kind, id })
      : void work.doing(async () => setAbout({ id, ...(await ask('whereToDiffer', id)) }));
  return (
    <Screen title={startText()}>
      <p class="lead">
        {i18n._('start.how', {}, { message: 'You sign first; it then waits for the signatures of other stewards.' })}
      </p>
      <Done text={work.done} />
      <Wrong text={work.wrong} />
      <Waiting
        list={list}
        open={open}
        none={i18n._('start.none', {}, { message: 'There is no agreement here yet.' })}
      />
      <LookAgain busy={work.busy} look={() => void work.doing(look)} back={back} />
    </Screen>
  );
}

export const startText = () => i18n._('start.title', {}, { message: 'Begin something to sign' });

type DifferProps = { about: Differing; work: Working; differs: (ids: string[]) => void; back: () => void };

/** On which parts of a partner's agreement we differ; none is that it fits. */
function Differ({ about: { title, parts }, work: { busy, wrong }, differs, back }: DifferProps) {
  const submit = (event: Event) => {
    const ids = typedIn(event).all('differs');
    if (!busy) differs(ids);
  };
  return (
    <Screen title={title}>
      <form autocomplete="off" onSubmit={submit}>
        <Choices
          type="checkbox"
          name="differs"
          label={i18n._('start.differ', {}, { message: 'We differ on' })}
          hint={i18n._('start.differ-hint', {}, { message: 'If all of it fits what you live by, mark nothing.' })}
          chosen={[]}
          options={parts.map(({ id, heading, says }) => ({ value: id, text: heading, more: says }))}
        />
        <Wrong text={wrong} />
        <div class="press">
          <Send text={i18n._('start.read', {}, { message: 'Read what you would sign' })} busy={busy} />
          <Press text={i18n._('begin.back', {}, { message: 'Back' })} busy={busy} press={back} />
        </div>
      </form>
    </Screen>
  );
}
