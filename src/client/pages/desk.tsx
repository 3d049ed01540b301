/** @jsxImportSource hono/jsx/dom */
import { render, useEffect, useState } from 'hono/jsx/dom';
import type { Myself } from '../desk/at-desk.ts';
import { areas } from './desk/areas.tsx';
import { Home } from './desk/home.tsx';
import { type KeyringWorker, startWorker } from './desk/keyring-worker.ts';
import { Locked } from './desk/locked.tsx';
import { i18n, whyText } from './desk/words.ts';

/*
 * The desk: what needs a member's keys. The page shows words and asks; the worker beside it holds the keyring, and goes
 * with it whenever the desk is locked: by a press, after a while without a touch, when the page is left.
 */

const quietMs = 15 * 60_000;
const place = document.querySelector<HTMLElement>('[data-worker]');

type Open = { worker: KeyringWorker; me: Myself };
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

/** The doors, or what is behind one of them. */
function AtWork({ worker: { ask }, me, lock }: Open & { lock: () => void }) {
  const [area, setArea] = useState<keyof typeof areas | null>(null);
  if (area === null) return <Home ask={ask} me={me} go={setArea} lock={lock} />;
  const { component: Behind } = areas[area];
  return <Behind ask={ask} back={() => setArea(null)} />;
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
