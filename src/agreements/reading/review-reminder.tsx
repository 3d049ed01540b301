import { reviewDue } from '../../protocol/calendar.ts';
import { Note } from '../../web/parts.tsx';
import { dateWords, type View } from '../../web/view.ts';
import { inLanguage } from '../versions/in-language.ts';
import type { ListedAgreement } from '../versions/shown.ts';

/**
 * For members: which agreements are to be looked at again within thirty days, or should have been. Empty when there is
 * none.
 */
export function ReviewReminder({ view, agreements, now }: { view: View; agreements: ListedAgreement[]; now: Date }) {
  const { i18n } = view;
  return (
    <>
      {agreements.map(({ agreement, href }) => {
        const due = reviewDue(agreement.reviewBy, now);
        if (due === null) return null;
        const title = inLanguage(agreement.title, view.textLanguage, agreement.languages);
        const date = dateWords(view, agreement.reviewBy);
        return (
          <Note>
            <a href={view.link(href)} lang={title?.language} dir="auto">
              {title?.value}
            </a>
            {': '}
            {due === 'over'
              ? i18n._('agreement.review-over', { date }, { message: 'you wanted to look at it again by {date}.' })
              : i18n._('agreement.review-soon', { date }, { message: 'you want to look at it again by {date}.' })}
          </Note>
        );
      })}
    </>
  );
}
