/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import type { Myself } from '../../desk/at-desk.ts';
import type { News } from '../../desk/contacts/news.ts';
import type { Waits } from '../../desk/waiting.ts';
import { rolesText } from '../../say/names.ts';
import { Note } from '../parts/notes.tsx';
import { areas, groups } from './areas.tsx';
import type { KeyringWorker } from './keyring-worker.ts';
import { Press, Screen, Wrong } from './parts.tsx';
import { passkeysHere } from './passkeys/passkey.ts';
import { useSeen } from './seen.tsx';
import { i18n } from './words.ts';
import { useAsk, useWorking } from './working.ts';

type Props = Pick<KeyringWorker, 'ask'> & { me: Myself; go: (area: keyof typeof areas) => void; lock: () => void };

/** Who works here, and the doors of what they can do. */
export function Home({ ask: asked, me, go, lock }: Props) {
  const ask = useAsk(asked);
  const [link, setLink] = useState<string | null>(null);
  const seen = useSeen(() => ask('seen'));
  const [news, setNews] = useState<News | null>(null);
  useEffect(() => void ask('news').then(setNews, () => {}), []);
  const waits = useWaits(ask);
  const work = useWorking();
  const roles = rolesText(i18n, me.roles);
  return (
    <Screen title={i18n._('desk.open', {}, { message: 'Your desk' })} mark={me.collective}>
      <p>
        {roles === ''
          ? i18n._('desk.you', { called: me.called }, { message: 'You are {called} here.' })
          : i18n._('desk.you-are', { called: me.called, roles }, { message: 'You are {called} here: {roles}.' })}
      </p>
      <Due me={me} type={() => go('passkeys')} />
      <Wrong text={seen?.well === false ? seen.sentence : null} />
      {waits === null ? (
        <p>{i18n._('desk.looking', {}, { message: 'Looking…' })}</p>
      ) : (
        <>
          {waits.late ? null : <Waiting waits={waits.lines} go={go} />}
          <Doors
            me={me}
            go={go}
            busy={work.busy}
            enter={() => void work.doing(async () => setLink(await ask('enter')))}
          />
        </>
      )}
      <Wrong text={work.wrong} />
      <div role="status">
        {link === null ? null : (
          <p>
            <a class="tap" href={link} target="_blank" rel="noopener noreferrer" onClick={() => setLink(null)}>
              {i18n._('desk.enter-link', {}, { message: 'Open them now: this link is good once, for one minute' })}
            </a>
          </p>
        )}
      </div>
      {waits?.late ? <Waiting waits={waits.lines} go={go} /> : null}
      {news ? <Told news={news} go={go} /> : null}
      <section aria-labelledby="lock">
        <h2 id="lock">{i18n._('desk.before-leaving', {}, { message: 'Before you leave' })}</h2>
        <p>
          {i18n._(
            'desk.lock-how',
            {},
            { message: 'It locks by itself after 15 minutes without a touch, and when you close this page.' },
          )}
        </p>
        {me.passkeys === 0 && passkeysHere() ? <ByPasskey /> : null}
        <div class="press">
          <Press text={i18n._('desk.lock', {}, { message: 'Lock the desk' })} busy={false} press={lock} />
        </div>
      </section>
    </Screen>
  );
}

type DoorsProps = Pick<Props, 'me' | 'go'> & { busy: boolean; enter: () => void };

function Doors({ me, go, busy, enter }: DoorsProps) {
  const mine = Object.entries(areas).filter(([, { role }]) => sees(me, role));
  const pages = (
    <li>
      <Press text={i18n._('desk.enter', {}, { message: 'Come in to the members’ pages' })} busy={busy} press={enter} />
    </li>
  );
  return (
    <>
      {Object.entries(groups).map(([group, title]) => {
        const doors = mine.filter(([, area]) => area.group === group);
        return doors.length === 0 ? null : (
          <section aria-labelledby={group}>
            <h2 id={group}>{title()}</h2>
            <ul class="doors">
              {doors.map(([name, area]) => (
                <li>
                  <Press text={area.title()} busy={false} press={() => go(name as keyof typeof areas)} />
                </li>
              ))}
              {group === 'people' ? pages : null}
            </ul>
          </section>
        );
      })}
    </>
  );
}

const sees = ({ plain, roles }: Myself, role: string | null): boolean =>
  role === null || (role === 'listed' ? !plain : roles.some((one) => one === role));

/** How long the doors wait for what stands above them (ms). */
const patience = 1_500;

/** What waits here; `late` once the doors are there: what comes then moves none of them under a finger. */
function useWaits(ask: Props['ask']): { lines: Waits[]; late: boolean } | null {
  const [waits, setWaits] = useState<{ lines: Waits[]; late: boolean } | null>(null);
  useEffect(() => {
    let late = false;
    const over = setTimeout(() => {
      late = true;
      setWaits({ lines: [], late });
    }, patience);
    const settle = (lines: Waits[]) => {
      clearTimeout(over);
      setWaits({ lines, late });
    };
    ask('waits').then(settle, () => settle([]));
    return () => clearTimeout(over);
  }, []);
  return waits;
}

/** What waits for this person: each line is the way to it. */
function Waiting({ waits, go }: Pick<Props, 'go'> & { waits: readonly Waits[] }) {
  if (waits.length === 0) return null;
  return (
    <section aria-labelledby="waits">
      <h2 id="waits">{i18n._('home.waits', {}, { message: 'What waits' })}</h2>
      <ul class="doors">
        {waits.map(({ area, says }) => (
          <li>
            <Press text={says} main busy={false} press={() => go(area)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What is new, and what could not be kept: below the doors, so that none of them moves under a finger. */
function Told({ news: { contacts, leaving, unkept }, go }: { news: News } & Pick<Props, 'go'>) {
  const note = (text: string | null, press: string, area: keyof typeof areas) =>
    text === null ? null : (
      <div class="note">
        <p>{text}</p>
        <div class="press">
          <Press text={press} busy={false} press={() => go(area)} />
        </div>
      </div>
    );
  return (
    <>
      <Wrong text={unkept} />
      {note(contacts, i18n._('contacts.look', {}, { message: 'Look at it' }), 'contacts')}
      {note(leaving, i18n._('people.look', {}, { message: 'See who belongs' }), 'people')}
    </>
  );
}

/** When to set up a passkey. */
function ByPasskey() {
  return (
    <p>
      {i18n._(
        'passkeys.when',
        {},
        { message: 'On a phone, set up a passkey: with it you come back easily after using another app.' },
      )}
    </p>
  );
}

/** What is due: keys that changed, and words that were not typed for a year. */
function Due({ me, type }: Pick<Props, 'me'> & { type: () => void }) {
  return (
    <>
      {me.older ? <Older /> : null}
      {me.wordsDue ? (
        <div class="note">
          <p>{i18n._('passkeys.still', {}, { message: 'Do you still have your twelve words?' })}</p>
          <Press text={i18n._('passkeys.still-type', {}, { message: 'Type them once' })} busy={false} press={type} />
        </div>
      ) : null}
    </>
  );
}

/** Said while the keyring still holds a box from before keys changed. */
function Older() {
  return (
    <Note>
      {i18n._(
        'reseal.note',
        {},
        { message: 'Keys changed in the last weeks: what lies here for the older box waits to be sealed anew.' },
      )}
    </Note>
  );
}
