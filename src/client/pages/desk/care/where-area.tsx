/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import type { Reached, SentDraft } from '../../../desk/care/where-tasks.ts';
import type { Opening } from '../../../desk/showing.ts';
import { Mark } from '../../parts/mark.tsx';
import { Note } from '../../parts/notes.tsx';
import { Stages } from '../../parts/stages.tsx';
import { WherePicture } from '../../parts/where-picture.tsx';
import type { Area } from '../area.ts';
import { Done, Press, Screen, stopSays, Twice, Wrong } from '../parts.tsx';
import { TwelveWords } from '../twelve-words.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';

/** Where what we sent is, holder by holder, and the way to take it back. */
export function WhereArea({ ask: asked, back }: Area) {
  const ask = useAsk(asked);
  const [sent, setSent] = useState<SentDraft[] | null>(null);
  const [withdrawing, setWithdrawing] = useState(false);
  const work = useWorking();
  const look = () => void work.doing(async () => setSent(await ask('where')));
  const stop = (draft: string, delivery: string) =>
    void work.doing(async () => {
      const said = await ask('stop', { draft, delivery });
      setSent(await ask('where'));
      return said;
    });
  useEffect(() => look(), []);
  const done = () => {
    setWithdrawing(false);
    look();
  };
  if (withdrawing) return <Withdraw ask={ask} back={done} />;
  return (
    <Screen title={i18n._('care.where', {}, { message: 'Where it is' })}>
      <Done text={work.done} />
      <Wrong text={work.wrong} />
      {sent === null ? (
        <p>{i18n._('desk.looking', {}, { message: 'Looking…' })}</p>
      ) : (
        <Sent sent={sent} busy={work.busy} stop={stop} />
      )}
      <p>
        {i18n._(
          'care.where-limit',
          {},
          { message: 'Partners say what they erased; nobody can prove it. We cannot make anyone forget.' },
        )}
      </p>
      <div class="press">
        <Press
          text={i18n._('care.to-withdraw', {}, { message: 'Take something back' })}
          busy={false}
          press={() => setWithdrawing(true)}
        />
        <Press text={i18n._('desk.again', {}, { message: 'Look again' })} busy={work.busy} press={look} />
        <Press text={i18n._('desk.to-desk', {}, { message: 'Back to the desk' })} busy={false} press={back} />
      </div>
    </Screen>
  );
}

type SentProps = { sent: SentDraft[]; busy: boolean; stop: (draft: string, delivery: string) => void };

function Sent({ sent, busy, stop }: SentProps) {
  if (sent.length === 0)
    return <p>{i18n._('care.where-nothing', {}, { message: 'Nothing that you prepared is at a partner.' })}</p>;
  return (
    <ul class="cards">
      {sent.map(({ draft, title, own, held, holders }) => (
        <li key={draft}>
          <p class="title">{title}</p>
          <WherePicture own={own} holders={held} />
          {holders.map(({ waits, ...one }) => (
            <>
              <Holder {...one} />
              {waits ? (
                <div class="press">
                  <Twice
                    text={i18n._('care.do-stop', {}, { message: 'Take it back' })}
                    says={stopSays()}
                    busy={busy}
                    press={() => stop(draft, waits)}
                  />
                </div>
              ) : null}
            </>
          ))}
        </li>
      ))}
    </ul>
  );
}

const Holder = ({ peer, lines, life }: Pick<Reached['holders'][number], 'peer' | 'lines' | 'life'>) => (
  <div>
    {lines.map((line, at) => (
      <p>
        {at === 0 ? <Mark of={peer || null} /> : null} {line.trim()}
      </p>
    ))}
    <Stages slim stages={life} />
  </div>
);

/** The person’s words are typed here, reach what they granted, and are forgotten when the screen is left. */
function Withdraw({ ask: asked, back }: Area) {
  const ask = useAsk(asked);
  const [reached, setReached] = useState<(Reached & Opening) | null>(null);
  const [says, setSays] = useState<string[]>([]);
  const work = useWorking();
  useEffect(() => () => void asked('forgetWords'), []);
  const look = (words: string) => void work.doing(async () => setReached(await ask('lookUp', words)));
  const take = (peer: string | null) =>
    void work.doing(async () => {
      if (!reached) return;
      const taken = await ask('takeBack', { opening: reached.opening, peer });
      setReached(taken);
      setSays(taken.says);
    });
  return (
    <Screen title={i18n._('care.withdraw', {}, { message: 'Take it back' })}>
      <p>
        {i18n._(
          'care.withdraw-how',
          {},
          { message: 'With the twelve words of the person affected, and only if they want it. Nobody asks why.' },
        )}
      </p>
      <div role="status">
        {says.map((line) => (
          <Note>{line}</Note>
        ))}
      </div>
      {reached === null ? (
        <TwelveWords work={work} typed={look} press={i18n._('care.look-up', {}, { message: 'See where it is' })} />
      ) : (
        <Holders reached={reached} busy={work.busy} wrong={work.wrong} take={take} />
      )}
      <div class="press">
        <Press text={i18n._('care.to-where', {}, { message: 'Back to “Where it is”' })} busy={false} press={back} />
      </div>
    </Screen>
  );
}

type HoldersProps = { reached: Reached; busy: boolean; wrong: string | null; take: (peer: string | null) => void };

function Holders({ reached: { own, held: pictured, holders }, busy, wrong, take }: HoldersProps) {
  const granted = holders.filter((one) => one.granted);
  return (
    <>
      <WherePicture own={own} holders={pictured} />
      <ul class="cards">
        {holders.map(({ name, granted: held, ...one }) => (
          <li>
            <Holder {...one} />
            {held ? (
              <div class="press">
                <Press
                  text={i18n._('care.take-one', { name }, { message: 'Take it back from {name}' })}
                  busy={busy}
                  press={() => take(one.peer)}
                />
              </div>
            ) : null}
          </li>
        ))}
      </ul>
      <Wrong text={wrong} />
      {granted.length < 2 ? null : (
        <div class="press">
          <Press
            text={i18n._('care.take-all', {}, { message: 'Take it back from everybody' })}
            main
            busy={busy}
            press={() => take(null)}
          />
        </div>
      )}
    </>
  );
}
