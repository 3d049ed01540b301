/** @jsxImportSource hono/jsx/dom */
import { render, useEffect, useState } from 'hono/jsx/dom';
import { aloneText } from '../../platform/alone.ts';
import type { Myself } from '../desk/at-desk.ts';
import type { Seen } from '../desk/seen.ts';
import type { Area } from './desk/area.ts';
import { areas } from './desk/areas.tsx';
import { BeginArea } from './desk/begin/begin-area.tsx';
import { Home } from './desk/home.tsx';
import { type KeyringWorker, startWorker } from './desk/keyring-worker.ts';
import { Locked } from './desk/locked.tsx';
import { askUnlessQuiet, leaveTogether, lockWhenLeft, quietClock } from './desk/locking.ts';
import { JoinArea } from './desk/people/join-area.tsx';
import { i18n, learnWords, whyText } from './desk/words.ts';
import { bringAnswersIntoView } from './parts/in-view.ts';
import { Note } from './parts/notes.tsx';

/*
 * The desk: what needs a member's keys. The page shows words and asks; the worker beside it holds the keyring, and goes
 * with it whenever the desk is locked: by a press, after a while without a touch, when the page is left.
 */

const farewellMs = 1_000;
const place = document.querySelector<HTMLElement>('[data-worker]');

type Open = { worker: KeyringWorker; me: Myself };
/** Somebody who is no member yet: a founder, or who was invited. */
type Beginning = { worker: KeyringWorker; kind: 'set-up' | 'invited'; code: string };

type Given = Omit<Beginning, 'worker'>;

/** The code in the address, of a founding or an invitation, which leaves the address at once. */
function codeInAddress(): Given | null {
  const [, kind, code] = /^#(set-up|invited)=(.+)$/.exec(window.location.hash) ?? [];
  if (kind === undefined || code === undefined) return null;
  window.history.replaceState(null, '', window.location.pathname);
  return { kind: kind as Given['kind'], code };
}

type At = { node: string; worker: string; given: Given | null; alone: boolean; seen: Promise<Seen | null> };

function Desk({ node, worker: address, given, alone: before, seen }: At) {
  const [quiet] = useState(quietClock);
  const [alone, setAlone] = useState(before);
  const [open, setOpen] = useState<Open | null>(null);
  const [beginning, setBeginning] = useState<Beginning | null>(
    given && { worker: startWorker(address, node), ...given },
  );
  const [why, setWhy] = useState<string | null>(null);
  const held = open?.worker ?? beginning?.worker;
  const lock = (because: string | null) => {
    if (held) farewell(held);
    setOpen(null);
    setBeginning(null);
    setWhy(because);
  };
  useEffect(() => (held ? lockWhenLeft(quiet, lock) : undefined), [held]);
  const ask = held && askUnlessQuiet(held.ask, quiet, lock);
  const start = (): KeyringWorker => {
    quiet.touched();
    return startWorker(address, node);
  };
  const unlock = async (opener: string | Uint8Array): Promise<string | null> => {
    const worker = start();
    const over = new AbortController();
    document.addEventListener('leave', worker.end, over);
    window.addEventListener('pagehide', worker.end, over);
    try {
      setOpen({ worker, me: await worker.ask('unlock', opener) });
      return null;
    } catch (error) {
      worker.end();
      return whyText(error);
    } finally {
      over.abort();
    }
  };
  const begin = (kind: Given['kind']) => () => setBeginning({ worker: start(), kind, code: '' });
  const opened = async (worker: KeyringWorker) => {
    setAlone(await worker.ask('alone'));
    setOpen({ worker, me: await worker.ask('me') });
  };
  return (
    <>
      {alone ? <Note>{aloneText(i18n)}</Note> : null}
      {open && ask ? (
        <AtWork ask={ask} me={open.me} lock={() => document.dispatchEvent(new Event('leave'))} />
      ) : beginning && ask ? (
        <Beginning {...beginning} ask={ask} back={() => lock(null)} opened={opened} alone={setAlone} />
      ) : (
        <Locked why={why} seen={seen} unlock={unlock} begin={begin('set-up')} join={begin('invited')} />
      )}
    </>
  );
}

type BeginningProps = Beginning &
  Area & {
    opened: (worker: KeyringWorker) => Promise<void>;
    alone: (alone: boolean) => void;
  };

function Beginning({ worker, opened, kind, alone, ...rest }: BeginningProps) {
  const common = { ...rest, opened: () => opened(worker) };
  return kind === 'invited' ? <JoinArea {...common} /> : <BeginArea {...common} alone={alone} />;
}

type AtWorkProps = Pick<Area, 'ask'> & Pick<Open, 'me'> & { lock: () => void };

/** The doors, or what is behind one of them. */
function AtWork({ ask, me, lock }: AtWorkProps) {
  const [area, setArea] = useState<keyof typeof areas | null>(null);
  if (area === null) return <Home ask={ask} me={me} go={setArea} lock={lock} />;
  const { component: Behind } = areas[area];
  return <Behind ask={ask} back={() => setArea(null)} />;
}

/** Ends the session at the node, and with the answer, or soon without one, the worker and every key in it. */
function farewell(worker: KeyringWorker): void {
  const end = () => worker.end();
  worker.ask('leave').then(end, end);
  setTimeout(end, farewellMs);
}

async function begin(desk: HTMLElement): Promise<void> {
  // Out of the address before anything can fail.
  const given = codeInAddress();
  leaveTogether(document, new BroadcastChannel('desk'));
  bringAnswersIntoView();
  const answer = await fetch('/node.json', { cache: 'no-store' });
  const { node } = (await answer.json()) as { node: string };
  const worker = desk.dataset.worker ?? '';
  const lists = startWorker(worker, node);
  learnWords(await lists.ask('wordLists'));
  // A node that does not answer now is met again at the first press, which says why.
  const alone = await lists.ask('alone').catch(() => false);
  // Looked at meanwhile: nobody waits for it to type their words.
  const seen = lists.ask('seen').finally(lists.end);
  render(<Desk node={node} worker={worker} given={given} alone={alone} seen={seen} />, desk);
}

if (place)
  begin(place).catch((error: unknown) => {
    const says = document.createElement('p');
    says.textContent = whyText(error);
    place.append(says);
  });
