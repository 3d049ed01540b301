import { Refusal } from '../../../schemas/codes.ts';

/** The number under which something was opened: shown with it, and named by every press about it. */
export type Opening = { opening: number };

let last = 0;

/**
 * What is open at one place of the desk, so that a press acts on what stands on the screen and on nothing else
 * (docs/decisions/0033-what-is-shown-is-what-is-signed.md).
 */
export function showing<Held>() {
  let asked = 0;
  let open: (Opening & { held: Held }) | null = null;
  return {
    /**
     * Opens something: what is held of it here, and what is shown, with its number. Where that fails, what was open
     * stays.
     * @throws `conflict` (`opening`) where something else was asked for in the meantime
     */
    async open<Said extends object>(work: () => Promise<[Held, Said]>): Promise<Said & Opening> {
      last += 1;
      const opening = last;
      asked = opening;
      const [held, said] = await work();
      if (asked !== opening) throw notShown();
      open = { opening, held };
      return { ...said, opening };
    },
    /**
     * What was opened under that number.
     * @throws `conflict` (`opening`) where that is not what is open
     */
    under(opening: number): Held {
      if (open?.opening !== opening) throw notShown();
      return open.held;
    },
    /** Forgets what is open under that number; without one, whatever is or is about to be. */
    close(opening?: number): void {
      if (opening === undefined) asked = 0;
      if (opening === undefined || open?.opening === opening) open = null;
    },
  };
}

const notShown = () => new Refusal('conflict', 'opening');
