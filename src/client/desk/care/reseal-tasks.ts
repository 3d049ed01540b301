import { Refusal } from '../../../../schemas/codes.ts';
import { refusalSentence } from '../../../platform/refusal.ts';
import { listNotices } from '../../alerts/open-notice.ts';
import { forgetOldBoxes, resealWaiting } from '../../alerts/reseal.ts';
import {
  confirmRecusal,
  type ProposedReseal,
  proposedRecusals,
  sameRecusal,
  type Tell,
} from '../../alerts/reseal-incoming.ts';
import type { Desk } from '../../api/desk.ts';
import { callingPeers } from '../../keyring/peer-trust.ts';
import { calledText } from '../../say/called.ts';
import { confirmedRecusalText } from '../../say/recuse.ts';
import { proposedRecusalText, resealedLines, resealingText, waitingText } from '../../say/reseal.ts';
import { type Opening, showing } from '../showing.ts';
import type { Saying } from '../sign/signing.ts';

/** Proposals that somebody takes no part in an item any more, each in words and with all of its editions. */
async function recusalsProposed(desk: Desk, i18n: Saying['i18n']): Promise<{ says: string; all: ProposedReseal[] }[]> {
  const proposed = await proposedRecusals(desk);
  const notices = proposed.length > 0 ? await listNotices(desk) : [];
  const calling = callingPeers(desk);
  const found: { says: string; all: ProposedReseal[] }[] = [];
  for (const one of proposed) {
    const all = proposed.filter((other) => sameRecusal(one, other));
    const item = notices.find(({ peer, header }) => peer === one.peer && header.delivery === one.delivery);
    if (all[0] !== one || !item) continue;
    const from = calledText(i18n, await calling(item));
    found.push({ says: proposedRecusalText(i18n, one, from, item.received), all });
  }
  return found;
}

/** What keys that changed leave behind: sealed anew by whoever presses, once, with how far it is. */
export function resealTasks(at: () => Saying) {
  let far = '';
  const proposed = showing<readonly { all: ProposedReseal[] }[]>();
  const unlocked = (): Desk => {
    const { desk, now } = at();
    return { api: desk.api, keyring: desk.keyring, own: desk.root.chain, now };
  };
  return {
    /** That somebody takes no part in an item any more, as colleagues propose it, in words. */
    recusals: (): Promise<{ says: string[] } & Opening> =>
      proposed.open(async () => {
        await at().desk.refresh();
        const found = await recusalsProposed(unlocked(), at().i18n);
        return [found, { says: found.map(({ says }) => says) }];
      }),
    /** Confirms the one of them that stands in this place, and nothing else. */
    async confirmRecusal({ opening, place }: Opening & { place: number }): Promise<string> {
      const chosen = proposed.under(opening)[place];
      if (!chosen) throw new Refusal('not-found');
      await at().desk.refresh();
      await confirmRecusal(unlocked(), chosen.all);
      return confirmedRecusalText(at().i18n);
    },
    /**
     * Seals anew what this member can, as at the terminal, and forgets older boxes that are over; says line by line
     * what was done and what was not. Nobody is left out of anything by it.
     */
    async reseal(): Promise<string[]> {
      await at().desk.refresh();
      const { desk, i18n } = at();
      const tell: Tell = (what, done, of) => {
        far = resealingText(i18n, what, done, of);
      };
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
