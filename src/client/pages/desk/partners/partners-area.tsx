/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import type { Partner, PartnerShown } from '../../../desk/partners/tasks.ts';
import type { Opening } from '../../../desk/showing.ts';
import { TextField } from '../../parts/fields.tsx';
import { Named } from '../../parts/mark.tsx';
import type { Area } from '../area.ts';
import { Press, Screen, Send, Wrong } from '../parts.tsx';
import { typedIn } from '../typed-in.ts';
import { i18n } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';
import { PartnerScreen } from './partner-screen.tsx';

/** Collectives that ours knows: a list, one more, and each of them with what two of us can do. */
export function PartnersArea({ ask: asked, back }: Area) {
  const work = useWorking();
  const [ask, askStill] = [useAsk(asked), useAsk(asked, work)];
  const [list, setList] = useState<Partner[] | null>(null);
  const [shown, setShown] = useState<(PartnerShown & Opening) | null>(null);
  const look = async () => setList(await ask('partners'));
  const open = async (id: string) => setShown(await ask('partner', id));
  useEffect(() => void work.doing(look), []);
  const all = () => {
    setShown(null);
    void work.doing(look);
  };
  if (shown) return <PartnerScreen ask={ask} partner={shown} again={() => open(shown.id)} back={all} />;
  const add = (event: Event) => {
    const address = typedIn(event)('address');
    void work.doing(async () => open(await askStill('addPartner', address)));
  };
  return (
    <Screen title={i18n._('partners.title', {}, { message: 'Partner collectives' })}>
      <Wrong text={work.wrong} />
      <List list={list} open={(id) => void work.doing(() => open(id))} />
      <section aria-labelledby="add">
        <h2 id="add">{i18n._('partners.add', {}, { message: 'Get to know another one' })}</h2>
        <form autocomplete="off" onSubmit={add}>
          <TextField
            plain
            required
            name="address"
            label={i18n._('partners.address', {}, { message: 'Their address, or their handle @name@host' })}
            hint={i18n._(
              'partners.address-hint',
              {},
              { message: 'You follow their agreements then. Nothing is trusted yet.' },
            )}
            most={300}
          />
          <div class="press">
            <Send text={i18n._('partners.get', {}, { message: 'Find them' })} busy={work.busy} />
            <Press text={i18n._('desk.to-desk', {}, { message: 'Back to the desk' })} busy={false} press={back} />
          </div>
        </form>
      </section>
    </Screen>
  );
}

function List({ list, open }: { list: Partner[] | null; open: (id: string) => void }) {
  if (list === null) return <p>{i18n._('desk.looking', {}, { message: 'Looking…' })}</p>;
  if (list.length === 0) return <p>{i18n._('partners.none', {}, { message: 'You know none yet.' })}</p>;
  return (
    <ul class="cards">
      {list.map(({ id, title, state }) => (
        <li key={id}>
          <p class="title">
            <Named of={id} name={title} />
          </p>
          <p>{state}</p>
          <div class="press">
            <Press text={i18n._('partners.open', {}, { message: 'Look at it' })} busy={false} press={() => open(id)} />
          </div>
        </li>
      ))}
    </ul>
  );
}
