/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import type { Said } from '../../say/desk-release.ts';
import { whyText } from './words.ts';

/** Whether stewards stand for the desk that runs here, once it was looked up. */
export function useSeen(look: () => Promise<Said | null>): Said | null {
  const [seen, setSeen] = useState<Said | null>(null);
  useEffect(() => {
    let shown = true;
    const show = (said: Said | null) => shown && setSeen(said);
    look().then(show, (error: unknown) => show({ well: false, sentence: whyText(error) }));
    return () => {
      shown = false;
    };
  }, []);
  return seen;
}
