import { refusalSentence } from '../../../platform/refusal.ts';
import { listNotices } from '../../alerts/open-notice.ts';
import { forgetOldBoxes, resealWaiting } from '../../alerts/reseal.ts';
import { proposedRecusals, sameRecusal, type Tell } from '../../alerts/reseal-incoming.ts';
import type { Desk } from '../../api/desk.ts';
import { callingPeers } from '../../keyring/peer-trust.ts';
import { calledText } from '../../say/called.ts';
import { proposedRecusalText, resealedLines, resealingText, waitingText } from '../../say/reseal.ts';
import type { Saying } from '../sign/signing.ts';

/** What a colleague proposes: that somebody takes no part in an item any more. In words, and by the hashes of it. */
export type ProposedRecusal = { says: string; ids: string[] };

async function recusalsProposed(desk: Desk, i18n: Saying['i18n']): Promise<ProposedRecusal[]> {
  const proposed = await proposedRecusals(desk);
  const notices = proposed.length > 0 ? await listNotices(desk) : [];
  const calling = callingPeers(desk);
  const found: ProposedRecusal[] = [];
  for (const one of proposed) {
    const editions = proposed.filter((other) => sameRecusal(one, other));
    const item = notices.find(({ peer, header }) => peer === one.peer && header.delivery === one.delivery);
    if (editions[0] !== one || !item) continue;
    const from = calledText(i18n, await calling(item));
    found.push({ says: proposedRecusalText(i18n, one, from, item.received), ids: editions.map(({ id }) => id) });
  }
  return found;
}

/** What keys that changed leave behind: sealed anew by whoever presses, once, with how far it is. */
export function resealTasks(at: () => Saying) {
  let far = '';
  const unlocked = (): Desk => {
    const { desk, now } = at();
    return { api: desk.api, keyring: desk.keyring, own: desk.root.chain, now };
  };
  return {
    /** That somebody takes no part in an item any more, as colleagues propose it. */
    async recusals(): Promise<ProposedRecusal[]> {
      await at().desk.refresh();
      return recusalsProposed(unlocked(), at().i18n);
    },
    /**
     * Seals anew what this member can, as at the terminal, and forgets older boxes that are over; says line by line
     * what was done and what was not. `agreed` are the hashes of what this person saw and wants to hold.
     */
    async reseal(agreed: readonly string[] = []): Promise<string[]> {
      await at().desk.refresh();
      const { desk, i18n } = at();
      const tell: Tell = (what, done, of) => {
        far = resealingText(i18n, what, done, of);
      };
      const { recipients } = desk.root;
      const opened = unlocked();
      const { done, keyring } = await resealWaiting(opened, recipients, agreed, tell);
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
