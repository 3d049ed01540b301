import type { I18n } from '@lingui/core';
import { Refusal } from '../../../../schemas/codes.ts';
import { type Api, ApiRefusal } from '../../api/api.ts';
import { type Keyring, newPhrase } from '../../keyring/keyring.ts';
import { savingOver } from '../../keyring/saving.ts';
import { foundersKept, type Kept, keepUnderCode, openUnderCode } from '../../keyring/under-code.ts';
import { showing } from '../showing.ts';
import { requireBack } from './require-back.ts';

/**
 * Somebody who is no member yet, at their device: a founder, or who was invited. The line to the node under their code,
 * their words, and their keyring once it is made.
 */
export type Newcomer = {
  /** @throws `sign-in-needed` before there is one */
  line(): Api;
  /** Begins under a code; `kept` is where keyrings lie under it. */
  under(api: Api, kept: Kept): void;
  /** Twelve new words, of which a keyring is made once three were asked back. */
  newWords(): string[];
  /**
   * The words that were shown, when those at `askedBack` were typed back.
   * @throws `words`, with the place, for others
   */
  wordsBack(back: readonly string[]): string;
  /** Words that were shown, or typed; null before either. */
  words(): string | null;
  keyring(): Keyring | null;
  /** Takes the keyring that was made with those words and lies at the node, unless others were shown since. */
  made(keyring: Keyring, words: string): void;
  /** Leaves a changed keyring at the node. */
  save(keyring: Keyring): Promise<void>;
  /**
   * Fetches and opens the keyring of these words.
   * @throws `keyring-phrase` where none was made with them
   */
  resume(words: string): Promise<void>;
};

/** A newcomer at a node, who has done nothing yet. */
export function newcomer(i18n: I18n, now: () => Date): Newcomer {
  let at: { api: Api; kept: Kept } | null = null;
  let words: string | null = null;
  let mine: { keyring: Keyring; save: (keyring: Keyring) => Promise<void> } | null = null;
  // Words that were typed first, and are answered last, open nothing any more.
  const resuming = showing<null>();
  const here = () => {
    if (!at) throw new Refusal('sign-in-needed');
    return at;
  };
  const holds = (phrase: string, { keyring, revision }: { keyring: Keyring; revision: number }) => {
    resuming.close();
    words = phrase;
    const save = savingOver(revision, {
      read: () => openUnderCode(here().api, here().kept, phrase, now()),
      write: (changed, from) =>
        keepUnderCode(here().api, here().kept, { keyring: changed, words: phrase, revision: from }, now()),
    });
    mine = { keyring, save };
  };
  return {
    line: () => here().api,
    under(api, kept) {
      // A node that was started anew gives founders another code, and what they are in the middle of stays.
      if (kept !== foundersKept || at?.kept !== kept) [words, mine] = [null, null];
      resuming.close();
      at = { api, kept };
    },
    newWords() {
      resuming.close();
      mine = null;
      words = newPhrase(i18n.locale === 'es' ? 'es' : 'en');
      return words.split(' ');
    },
    wordsBack(back) {
      requireBack((words ?? '').split(' '), back);
      return words ?? '';
    },
    words: () => words,
    keyring: () => mine?.keyring ?? null,
    made(keyring, phrase) {
      if (phrase === words) holds(phrase, { keyring, revision: 1 });
    },
    async save(keyring) {
      if (!mine) throw new Refusal('sign-in-needed');
      await mine.save(keyring);
      mine.keyring = keyring;
    },
    async resume(typed) {
      const { api, kept } = here();
      const opened = await resuming
        .open(async () => [null, await openUnderCode(api, kept, typed, now())])
        .catch((error: unknown) => {
          throw error instanceof ApiRefusal && error.code === 'signature' ? new Refusal('keyring-phrase') : error;
        });
      holds(typed, opened);
    },
  };
}
