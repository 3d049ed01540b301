/** @jsxImportSource hono/jsx/dom */
import type { Myself } from '../../desk/at-desk.ts';
import type { ToSign } from '../../desk/to-sign.ts';
import { roleName } from '../../say/names.ts';
import { Press, Screen, Wrong } from './parts.tsx';
import { i18n } from './words.ts';

type Props = {
  me: Myself;
  /** Null while they are fetched. */
  list: ToSign[] | null;
  wrong: string | null;
  /** What was just done. */
  done: string | null;
  link: string | null;
  busy: boolean;
  open: (one: ToSign) => void;
  again: () => void;
  enter: () => void;
  lock: () => void;
};

/** What waits, and the ways on from here. */
export function Home({ me, list, wrong, done, link, busy, open, again, enter, lock }: Props) {
  const roles = new Intl.ListFormat(i18n.locale).format(me.roles.map((role) => roleName(i18n, role)));
  return (
    <Screen title={i18n._('desk.open', {}, { message: 'Your desk' })}>
      <p>
        {roles === ''
          ? i18n._('desk.you', { called: me.called }, { message: 'You are {called} here.' })
          : i18n._('desk.you-are', { called: me.called, roles }, { message: 'You are {called} here: {roles}.' })}
      </p>
      <div role="status">{done === null ? null : <p class="note">{done}</p>}</div>
      <section aria-labelledby="to-sign">
        <h2 id="to-sign">{i18n._('desk.to-sign', {}, { message: 'Waits for your signature' })}</h2>
        <Wrong text={wrong} />
        <List list={list} open={open} />
        <div class="press">
          <Press text={i18n._('desk.again', {}, { message: 'Look again' })} busy={busy} press={again} />
        </div>
      </section>
      <section aria-labelledby="elsewhere">
        <h2 id="elsewhere">{i18n._('desk.elsewhere', {}, { message: 'From here' })}</h2>
        <div class="press">
          <Press
            text={i18n._('desk.enter', {}, { message: 'Come in to the members’ pages' })}
            busy={busy}
            press={enter}
          />
          <Press text={i18n._('desk.lock', {}, { message: 'Lock the desk' })} main busy={false} press={lock} />
        </div>
        <div role="status">
          {link === null ? null : (
            <p>
              <a class="tap" href={link} target="_blank" rel="noopener noreferrer">
                {i18n._('desk.enter-link', {}, { message: 'Open them now: this link is good once, for one minute' })}
              </a>
            </p>
          )}
        </div>
        <p class="hint">
          {i18n._(
            'desk.lock-how',
            {},
            { message: 'It locks by itself after 15 minutes without a touch, and when you close this page.' },
          )}
        </p>
      </section>
    </Screen>
  );
}

function List({ list, open }: Pick<Props, 'list' | 'open'>) {
  if (list === null) return <p>{i18n._('desk.looking', {}, { message: 'Looking…' })}</p>;
  if (list.length === 0) return <p>{i18n._('desk.nothing', {}, { message: 'Nothing waits for you.' })}</p>;
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

function readText({ signed, ready }: ToSign): string {
  if (ready) return i18n._('desk.read-publish', {}, { message: 'Read it, and publish' });
  if (signed) return i18n._('desk.read', {}, { message: 'Read it again' });
  return i18n._('desk.read-sign', {}, { message: 'Read it, and sign' });
}
