import { Refusal } from '../../../../schemas/codes.ts';
import { type Api, connect } from '../../api/api.ts';
import type { Keyring } from '../../keyring/keyring.ts';
import { savingOver } from '../../keyring/saving.ts';
import { foundersKept, keepUnderCode, openUnderCode } from '../../keyring/under-code.ts';

/** One founder at their device: the line to the node under its code, their words, and their keyring once it is made. */
export type Founder = {
  /** @throws `set-up-code` before there is one */
  line(): Api;
  under(api: Api): void;
  /** Words that were shown, or typed; null before either. */
  words(): string | null;
  keyring(): Keyring | null;
  /** Takes a keyring that lies at the node under these words. */
  has(words: string, made?: { keyring: Keyring; revision: number }): void;
  /** Leaves a changed keyring at the node. */
  save(keyring: Keyring): Promise<void>;
  /** Fetches and opens the keyring of these words. */
  resume(words: string): Promise<void>;
};

/** A founder of the collective of that node, who has done nothing yet. */
export function founderAt(now: () => Date): Founder {
  let api: Api | null = null;
  let words: string | null = null;
  let mine: { keyring: Keyring; save: (keyring: Keyring) => Promise<void> } | null = null;
  const line = (): Api => {
    if (!api) throw new Refusal('set-up-code');
    return api;
  };
  const holds = (phrase: string, made: { keyring: Keyring; revision: number }) => {
    words = phrase;
    const save = savingOver(made.revision, {
      read: () => openUnderCode(line(), foundersKept, phrase, now()),
      write: (keyring, revision) => keepUnderCode(line(), foundersKept, { keyring, words: phrase, revision }, now()),
    });
    mine = { keyring: made.keyring, save };
  };
  return {
    line,
    under(given) {
      api = given;
    },
    words: () => words,
    keyring: () => mine?.keyring ?? null,
    has(shown, made) {
      words = shown;
      mine = null;
      if (made) holds(shown, made);
    },
    async save(keyring) {
      if (!mine) throw new Refusal('sign-in-needed');
      await mine.save(keyring);
      mine.keyring = keyring;
    },
    async resume(typed) {
      holds(typed, await openUnderCode(line(), foundersKept, typed, now()));
    },
  };
}

/** The line to a node under a set-up code. */
export const underCode = (node: string, code: string): Api => connect(node, `Setup ${code.trim()}`);
