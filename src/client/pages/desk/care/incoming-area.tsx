/** @jsxImportSource hono/jsx/dom */
import { memo, useEffect, useState } from 'hono/jsx/dom';
import type { Colleague, Incoming, IncomingList, OpenedItem } from '../../../desk/care/incoming.ts';
import type { Opening } from '../../../desk/showing.ts';
import { Named } from '../../parts/mark.tsx';
import { Note } from '../../parts/notes.tsx';
import type { Area } from '../area.ts';
import { Done, LookAgain, Press, Screen, Wrong } from '../parts.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';
import { Opened } from './opened.tsx';
import { Recuse, type RecuseProps } from './recuse.tsx';

/** What partners sent: a list that says nothing of what is in it, and each item on a screen of its own. */
export function IncomingArea({ ask: asked, back }: Area) {
  const ask = useAsk(asked);
  const [list, setList] = useState<IncomingList | null>(null);
  const [item, setItem] = useState<Incoming | null>(null);
  const [opened, setOpened] = useState<(OpenedItem & Opening) | null>(null);
  const work = useWorking();
  const look = async () => setList(await ask('incoming'));
  useEffect(() => void work.doing(look), []);
  const toList = () => {
    setOpened(null);
    setItem(null);
    void work.doing(look);
  };
  const recuse = async (colleague: Colleague | null): Promise<void> => {
    if (!item) return;
    const said = await (colleague ? ask('recuseColleague', { ...item, ...colleague }) : ask('recuse', item));
    setOpened(null);
    setItem(null);
    await work.doing(async () => {
      await look();
      return said;
    });
  };
  const going = { ask, back: toList, recuse, colleagues: list?.colleagues ?? [] };
  if (opened) return <Opened opened={opened} {...going} />;
  if (item) return <Item item={item} open={setOpened} {...going} />;
  return (
    <Screen title={i18n._('care.incoming', {}, { message: 'What partners sent you' })}>
      <Done text={work.done} />
      <Wrong text={work.wrong} />
      <List list={list} open={setItem} />
      <LookAgain busy={work.busy} look={() => void work.doing(look)} back={back} />
    </Screen>
  );
}

function List({ list, open }: { list: IncomingList | null; open: (one: Incoming) => void }) {
  const [some, setSome] = useState(1);
  const rest = (list?.items.length ?? 0) > some * atOnce;
  useEffect(() => {
    if (!rest) return undefined;
    const timer = setTimeout(() => setSome(some + 1));
    return () => clearTimeout(timer);
  }, [some, rest]);
  if (list === null) return <p>{i18n._('desk.looking', {}, { message: 'Looking…' })}</p>;
  return (
    <>
      {list.notReached.map((one) => (
        <Note>{one}</Note>
      ))}
      {list.items.length > 0 ? null : (
        <p>{i18n._('care.nothing', {}, { message: 'Nothing lies here. That does not mean that all is well.' })}</p>
      )}
      <ul class="cards">
        {Array.from({ length: some }, (_, at) => (
          <Cards key={at} items={list.items} from={at * atOnce} open={open} />
        ))}
      </ul>
    </>
  );
}

/** So many at a time: between them the page answers whoever uses it. */
const atOnce = 50;

type CardsProps = { items: Incoming[]; from: number; open: (one: Incoming) => void };

const Cards = memo(({ items, from, open }: CardsProps) => (
  <>
    {items.slice(from, from + atOnce).map((one) => (
      <li>
        <p class="title">{one.kind}</p>
        <p>
          <Named of={one.peer} name={one.from} />
        </p>
        {one.lines.map((line) => (
          <p class="quiet">{line}</p>
        ))}
        <div class="press">
          <Press
            text={i18n._('care.look', {}, { message: 'Go to it, still closed' })}
            busy={false}
            press={() => open(one)}
          />
        </div>
      </li>
    ))}
  </>
));

type ItemProps = Area &
  Pick<RecuseProps, 'recuse' | 'colleagues'> & { item: Incoming; open: (opened: OpenedItem & Opening) => void };

/** One item, not opened: who sent it, and whether somebody else should read it. */
function Item({ ask: asked, item, back, open, recuse, colleagues }: ItemProps) {
  const ask = useAsk(asked);
  const [recusing, opening] = [useWorking(), useWorking()];
  return (
    <Screen title={item.kind}>
      <p>
        <Named of={item.peer} name={item.from} />
      </p>
      {item.lines.map((line) => (
        <p class="quiet">{line}</p>
      ))}
      <Recuse work={recusing} recuse={recuse} colleagues={colleagues} />
      <section aria-labelledby="open">
        <h2 id="open">{i18n._('care.open', {}, { message: 'Open it' })}</h2>
        <p>
          {i18n._(
            'care.open-how',
            {},
            { message: 'It is checked and opened on this device. They only learn that somebody of yours opened it.' },
          )}
        </p>
        <Wrong text={opening.wrong} />
        <div class="press">
          <Press
            text={i18n._('care.open-press', {}, { message: 'Open it now' })}
            main
            busy={opening.busy}
            press={() => void opening.doing(async () => open(await ask('openItem', item)))}
          />
          <Press text={i18n._('care.to-list', {}, { message: 'Back to the list' })} busy={false} press={back} />
        </div>
      </section>
    </Screen>
  );
}
