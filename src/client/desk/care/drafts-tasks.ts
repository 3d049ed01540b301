import type { Alert } from '../../../../schemas/alert.ts';
import { Refusal } from '../../../../schemas/codes.ts';
import { type AlertReview, attestAlert, reviewAlert } from '../../alerts/attest.ts';
import { alertFrom } from '../../alerts/compose.ts';
import { eraseDraft, loadEither, unlessGone } from '../../alerts/drafts.ts';
import type { SaidField } from '../../say/agreement-words.ts';
import { alertFields, attestedText } from '../../say/alert.ts';
import { thrownAwayText } from '../../say/drafts.ts';
import { type Opening, showing } from '../showing.ts';
import type { Saying } from '../sign/signing.ts';
import { type Answers, wordsFrom } from './answers.ts';
import { type Caring, caring } from './caring.ts';
import { type Begun, type Form, formFor, hintsFor, same, signBegun, typingBegun } from './composing.ts';
import { consenting, sending, witnessing } from './consenting.ts';
import { type DraftLine, type DraftView, listPrepared, readPrepared } from './preparing.ts';

/** Said of what was kept: what its texts seem to give away, by field. */
export type Kept = { hints: Record<string, string[]> };

/** The words of an alert, as they will be signed. */
export type Preview = { fields: SaidField[] };

/** Alerts that are being prepared: typed, signed by two, consented to, sent. */
export function draftsTasks(at: () => Saying) {
  const care = () => caring(at());
  const reviews = showing<AlertReview>();
  return {
    /** What is being prepared, without a word of what is in it. */
    async prepared(): Promise<DraftLine[]> {
      reviews.close();
      await at().desk.refresh();
      return listPrepared(await care());
    },
    /** One draft, opened and checked. */
    draft: (id: string): Promise<DraftView & Opening> =>
      reviews.open(async () => {
        const caring = await care();
        const review = await reviewAlert(caring.desk, id);
        return [review, await readPrepared(caring, review)];
      }),
    /** Signs exactly the draft that was opened. */
    async attest(opening: number): Promise<string> {
      const review = reviews.under(opening);
      const { desk, i18n } = await care();
      const { attesters, needed } = await attestAlert(desk, review);
      return attestedText(i18n, attesters.length, needed);
    },
    /** Throws a draft away, as it is at that revision. */
    async throwAway({ draft, revision }: Pick<DraftLine, 'draft' | 'revision'>): Promise<string> {
      const { desk, i18n } = await care();
      const gone = await eraseDraft(desk, draft, revision).catch(unlessGone);
      return thrownAwayText(i18n, gone?.erased ?? true);
    },
    ...typingTasks(care),
    ...consenting(care),
    ...witnessing(care),
    ...sending(care, reviews.under),
  };
}

/** What somebody types for an alert; one text at a time. */
function typingTasks(care: () => Promise<Caring>) {
  const forms = showing<ReturnType<typeof typingBegun>>();
  const previews = showing<{ form: number; answers: Answers; alert: Alert }>();
  return {
    /** What is asked for an alert; with what was typed so far, where a draft is named. */
    form: (draft: string | null): Promise<Form & { answers: Answers } & Opening> =>
      forms.open(async () => {
        const caring = await care();
        const typing = typingBegun(draft === null ? null : await begunOf(caring, draft));
        return [typing, { ...(await formFor(caring)), answers: typing.kept()?.file.answers ?? {} }];
      }),
    /** Keeps what was typed so far, sealed. */
    async keepTyped({ opening, answers }: Opening & { answers: Answers }): Promise<Kept> {
      const typing = forms.under(opening);
      const caring = await care();
      await typing.keep(caring.desk, answers);
      return { hints: hintsFor(caring, answers) };
    },
    /** The alert that these answers of that form make: what a partner will read of it. */
    preview: ({ opening: form, answers }: Opening & { answers: Answers }): Promise<Preview & Opening> =>
      previews.open(async () => {
        const { desk, i18n } = await care();
        const { alert, clauses } = await alertFrom(desk, wordsFrom(answers));
        return [{ form, answers, alert }, { fields: alertFields(i18n, alert, clauses) }];
      }),
    /**
     * Signs exactly the alert of that preview; gives its draft.
     * @throws `conflict` (`opening`) where something else is open, or is kept of what was typed
     */
    async signTyped(opening: number): Promise<string> {
      const { form, answers, alert } = previews.under(opening);
      const begun = forms.under(form).kept();
      const { desk } = await care();
      if (!begun || !same(begun.file.answers, answers)) throw new Refusal('conflict', 'opening');
      return signBegun(desk, begun, alert);
    },
  };
}

async function begunOf({ desk }: Caring, draft: string): Promise<Begun> {
  const { file, revision } = await loadEither(desk, draft);
  if (file.type !== 'alert-begun') throw new Refusal('conflict', 'draft');
  return { file, revision };
}
