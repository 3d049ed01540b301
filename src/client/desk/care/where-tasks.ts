import type { I18n } from '@lingui/core';
import type { Whereabouts } from '../../../../schemas/notice-answers.ts';
import type { StageShown } from '../../../platform/terms.ts';
import { listDrafts } from '../../alerts/drafts.ts';
import { stopInTime } from '../../alerts/pause.ts';
import { waitsOf, whereDraft } from '../../alerts/where.ts';
import { lookAgain, lookUp, type MyCode, withdrawAll } from '../../alerts/withdraw.ts';
import { connect } from '../../api/api.ts';
import { callingPeers } from '../../keyring/peer-trust.ts';
import type { Called } from '../../peers/called.ts';
import { calledOrSomebody } from '../../say/called.ts';
import { draftTitle } from '../../say/drafts.ts';
import { stoppedText } from '../../say/pause.ts';
import { heldBy, lifeOf, type Way, whereLines } from '../../say/where.ts';
import { withdrawnLines } from '../../say/withdraw.ts';
import { type Opening, showing } from '../showing.ts';
import type { Saying } from '../sign/signing.ts';
import { caring } from './caring.ts';

/** A delivery in words and stages, and as a picture shows it: ours, and who holds it (empty where nothing is left). */
type Held = { peer: string; lines: string[]; life: StageShown[] };

type Pictured = { own: string; held: { mark: string; way: Way }[] };

/** Where what was sent from one draft is, holder by holder; `waits` is the delivery that can still be taken back. */
export type SentDraft = Pictured & { draft: string; title: string; holders: (Held & { waits: string | null })[] };

/** What twelve words reach: each holder in words, and whether something can be taken back from them. */
export type Reached = Pictured & { holders: (Held & { name: string; granted: boolean })[] };

type TakeBack = Opening & { peer: string | null };

/** Where our alerts are, and taking them back with the person’s words. */
export function whereTasks(at: () => Saying) {
  const codes = showing<MyCode>();
  const reached = (code: MyCode): Reached => {
    const { i18n } = at();
    const holders = code.deliveries.map((one) => ({
      ...heldIn(i18n, one, one.called),
      name: calledOrSomebody(i18n, one.called),
      granted: one.state === 'granted',
    }));
    return { own: code.own.collective, held: heldBy(code.deliveries), holders };
  };
  return {
    /** Every draft from which something was sent. Opens nothing. */
    async where(): Promise<SentDraft[]> {
      codes.close();
      await at().desk.refresh();
      const { desk, i18n } = await caring(at());
      const calling = callingPeers(desk);
      const found: SentDraft[] = [];
      for (const { draft } of await listDrafts(desk)) {
        const holders: SentDraft['holders'] = [];
        const deliveries = await whereDraft(desk.api, draft);
        for (const one of deliveries) {
          const called = one.peer === '' ? null : await calling(one);
          holders.push({ ...heldIn(i18n, one, called), waits: waitsOf(one)?.delivery ?? null });
        }
        if (holders.length === 0) continue;
        const own = desk.own.collective;
        found.push({ draft, title: draftTitle(i18n, draft), own, held: heldBy(deliveries), holders });
      }
      return found;
    },
    /** Takes back what waits at the node, before anything of it has left. */
    async stop({ draft, delivery }: { draft: string; delivery: string }): Promise<string> {
      const { desk, i18n } = await caring(at());
      await stopInTime(desk, draft, delivery);
      return stoppedText(i18n);
    },
    /** What the person’s words reach. The node is asked without a session: it learns no more than from herself. */
    lookUp: (words: string): Promise<Reached & Opening> =>
      codes.open(async () => {
        const { desk, now } = at();
        const code = await lookUp(connect(desk.api.origin), words, now);
        return [code, reached(code)];
      }),
    /** Takes back what the words that were looked up reach: at one holder, or everywhere. */
    async takeBack({ opening, peer }: TakeBack): Promise<{ says: string[] } & Reached & Opening> {
      const code = codes.under(opening);
      const { desk, i18n, now } = at();
      const api = connect(desk.api.origin);
      return codes.open(async () => {
        const taken = await withdrawAll(api, code, now, peer ?? undefined);
        const again = await lookAgain(api, code, now);
        return [again, { says: withdrawnLines(i18n, taken), ...reached(again) }];
      });
    },
    /** Forgets the words. */
    forgetWords: async (): Promise<void> => codes.close(),
  };
}

function heldIn(i18n: I18n, one: Omit<Whereabouts, 'name'>, called: Called | null): Held {
  return { peer: one.peer, lines: whereLines(i18n, one, called), life: lifeOf(i18n, one) };
}
