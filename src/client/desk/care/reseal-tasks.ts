import { refusalSentence } from '../../../platform/refusal.ts';
import { forgetOldBoxes, resealWaiting } from '../../alerts/reseal.ts';
import type { Tell } from '../../alerts/reseal-incoming.ts';
import type { Desk } from '../../api/desk.ts';
import { resealedLines, resealingText, waitingText } from '../../say/reseal.ts';
import type { Saying } from '../sign/signing.ts';

/** What keys that changed leave behind: sealed anew by whoever presses, once, with how far it is. */
export function resealTasks(at: () => Saying) {
  let far = '';
  return {
    /**
     * Seals anew what this member can, as at the terminal, and forgets older boxes that are over; says line by line
     * what was done and what was not.
     */
    async reseal(): Promise<string[]> {
      await at().desk.refresh();
      const { desk, i18n, now } = at();
      const tell: Tell = (what, done, of) => {
        far = resealingText(i18n, what, done, of);
      };
      const unlocked = (): Desk => ({ api: desk.api, keyring: desk.keyring, own: desk.root.chain, now });
      const { recipients } = desk.root;
      const opened = unlocked();
      const { done, keyring } = await resealWaiting(opened, recipients, [], tell);
      await desk.save(opened.keyring, keyring);
      const after = unlocked();
      await desk.save(after.keyring, await forgetOldBoxes(after, recipients));
      const refused = done.refused.map((one) => `${waitingText(i18n, one)} ${refusalSentence(i18n, one)}`);
      return [...resealedLines(i18n, done), ...refused];
    },
    /** How far that is. */
    resealing: async (): Promise<string> => far,
  };
}
