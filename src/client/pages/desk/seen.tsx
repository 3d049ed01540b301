/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import type { Seen } from '../../desk/seen.ts';
import { whyText } from './words.ts';

/** Whether stewards stand for the desk that runs here, once it was looked up. */
export function useSeen(look: () => Promise<Seen | null>): Seen | null {
  const [seen, setSeen] = useState<Seen | null>(null);
  useEffect(() => {
    let shown = true;
    const show = (said: Seen | null) => shown && setSeen(said);
    look().then(show, (error: unknown) => show({ well: false, sentence: whyText(error), sign: false }));
    return () => {
      shown = false;
    };
  }, []);
  return seen;
}
