import { Refusal, type RefusalCode } from '../../schemas/codes.ts';
import { sideBySide } from '../platform/side-by-side.ts';
import type { Runtime } from '../runtime.ts';
import { type Peer, peersOf } from './store.ts';

/** How often each peer is asked, in milliseconds. */
const everyMs = 3_600_000;
/** How many are asked at once. */
const atOnce = 8;

type Asking = {
  /** Asked only where there is somebody to ask; where it answers no, nobody is. */
  worth: () => Promise<boolean>;
  ask: (peer: Peer) => Promise<void>;
  /** A peer that does not answer, or not well, is asked again next hour. */
  refused: (code: RefusalCode) => void;
};

/** Work that asks each peer something once an hour, and after a start. Call it outside transactions. */
export function askingHourly(
  { db, clock }: Pick<Runtime, 'db' | 'clock'>,
  { worth, ask, refused }: Asking,
): () => Promise<void> {
  const asked = new Map<string, number>();
  return async () => {
    const now = clock.now().getTime();
    const peers = (await peersOf(db)).filter(({ state }) => state !== 'ended');
    const due = peers.filter(({ peer }) => now - (asked.get(peer) ?? Number.NEGATIVE_INFINITY) >= everyMs);
    if (due.length === 0 || !(await worth())) return;
    await sideBySide(due, atOnce, async (peer) => {
      asked.set(peer.peer, now);
      try {
        await ask(peer);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refused(error.code);
      }
    });
  };
}
