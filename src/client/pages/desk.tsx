/** @jsxImportSource hono/jsx/dom */
import { render, useEffect, useState } from 'hono/jsx/dom';
import type { Myself } from '../desk/at-desk.ts';
import type { Read, ToSign } from '../desk/to-sign.ts';
import { Home } from './desk/home.tsx';
import { type KeyringWorker, startWorker } from './desk/keyring-worker.ts';
import { Locked } from './desk/locked.tsx';
import { Reading } from './desk/reading.tsx';
import { i18n, whyText } from './desk/words.ts';

/*
 * The desk: what needs a member's keys. The page shows words and asks; the worker beside it holds the keyring, and goes
 * with it whenever the desk is locked: by a press, after a while without a touch, when the page is left.
 */

const quietMs = 15 * 60_000;
const place = document.querySelector<HTMLElement>('[data-worker]');

type Open = { worker: KeyringWorker; me: Myself };
type State = {
  list: ToSign[] | null;
  read: Read | null;
  wrong: string | null;
  done: string | null;
  /** With which this browser comes in to the node's pages, once. */
  link: string | null;
  busy: boolean;
};
const nothing: State = { list: null, read: null, wrong: null, done: null, link: null, busy: false };

function Desk({ node, worker: address }: { node: string; worker: string }) {
  const [open, setOpen] = useState<Open | null>(null);
  const [why, setWhy] = useState<string | null>(null);
  const lock = (because: string | null) => {
    open?.worker.ask('leave').catch(() => {});
    // The farewell is a request on its way; nothing is waited for.
    setTimeout(() => open?.worker.end());
    setOpen(null);
    setWhy(because);
  };
  useEffect(() => (open ? lockWhenLeft(lock) : undefined), [open]);
  const unlock = async (words: string): Promise<string | null> => {
    const worker = startWorker(address, node);
    try {
      const me = await worker.ask('unlock', words);
      setOpen({ worker, me });
      return null;
    } catch (error) {
      worker.end();
      return whyText(error);
    }
  };
  return open ? <AtWork {...open} lock={() => lock(null)} /> : <Locked why={why} unlock={unlock} />;
}

function AtWork({ worker, me, lock }: Open & { lock: () => void }) {
  const [state, setState] = useState<State>(nothing);
  const doing = async (work: () => Promise<Partial<State>>) => {
    setState((now) => ({ ...now, busy: true, wrong: null, link: null }));
    const next = await work().catch((error: unknown) => ({ wrong: whyText(error) }));
    setState((now) => ({ ...now, ...next, busy: false }));
  };
  const look = () => doing(async () => ({ list: await worker.ask('toSign') }));
  useEffect(() => void look(), []);
  const { read } = state;
  const settle = (task: 'sign' | 'publish') =>
    doing(async () => {
      const done = await worker.ask(task, read?.id ?? '');
      return { done, read: null, list: await worker.ask('toSign') };
    });
  if (read)
    return (
      <Reading
        read={read}
        wrong={state.wrong}
        busy={state.busy}
        sign={() => void settle('sign')}
        publish={() => void settle('publish')}
        back={() => setState({ ...state, read: null, wrong: null })}
      />
    );
  return (
    <Home
      me={me}
      {...state}
      open={({ kind, id }) => void doing(async () => ({ done: null, read: await worker.ask('read', { kind, id }) }))}
      again={() => void look()}
      enter={() => void doing(async () => ({ link: await worker.ask('enter') }))}
      lock={lock}
    />
  );
}

/** Locks after a while without a touch, and when the page is left, also for one that comes back by "Back". */
function lockWhenLeft(lock: (because: string | null) => void): () => void {
  const over = new AbortController();
  let timer = 0;
  const touched = () => {
    clearTimeout(timer);
    const because = i18n._(
      'desk.locked-quiet',
      {},
      { message: 'The desk locked itself: nobody touched it for 15 minutes.' },
    );
    timer = window.setTimeout(() => lock(because), quietMs);
  };
  for (const event of ['keydown', 'pointerdown'] as const)
    window.addEventListener(event, touched, { signal: over.signal });
  window.addEventListener('pagehide', () => lock(null), { signal: over.signal });
  document.addEventListener('leave', () => lock(null), { signal: over.signal });
  touched();
  return () => {
    clearTimeout(timer);
    over.abort();
  };
}

async function begin(desk: HTMLElement): Promise<void> {
  const answer = await fetch('/node.json', { cache: 'no-store' });
  const { node } = (await answer.json()) as { node: string };
  render(<Desk node={node} worker={desk.dataset.worker ?? ''} />, desk);
}

if (place) void begin(place);
