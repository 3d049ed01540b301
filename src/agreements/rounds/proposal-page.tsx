import type { Agreement } from '../../../schemas/agreement.ts';
import type { View } from '../../web/view.ts';
import { roundStyle } from '../sheet/assets.ts';
import { WordsIn } from '../sheet/language-choice.tsx';
import { Passage } from '../sheet/passage.tsx';
import { Wording } from '../sheet/wording.tsx';
import { inLanguage } from '../versions/in-language.ts';

/** What `page()` puts above {@link ProposalBody}. */
export function proposalHead(view: View, agreement: Agreement, number: number) {
  const title = inLanguage(agreement.title, view.words, agreement.languages);
  return {
    title: title?.value ?? '',
    titleLanguage: title?.language,
    kicker: view.i18n._('round.proposal-number', { number }, { message: 'Proposal {number}' }),
    sensitive: true,
    style: roundStyle,
  };
}

/** The frozen words of a proposal, point by point, as they would be published. */
export function ProposalBody({ view, agreement, back }: { view: View; agreement: Agreement; back: string }) {
  const { i18n } = view;
  return (
    <>
      <p>
        <a class="tap" href={view.link(back)}>
          {i18n._('round.back', {}, { message: 'Back to the round' })}
        </a>
      </p>
      <WordsIn view={view} languages={agreement.languages} />
      <Passage view={view} agreement={agreement} words={agreement.summary} lead />
      <Wording view={view} agreement={agreement} />
    </>
  );
}
