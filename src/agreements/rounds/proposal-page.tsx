import type { Agreement } from '../../../schemas/agreement.ts';
import type { View } from '../../web/view.ts';
import { roundStyle } from '../assets.ts';
import { BelongingSection } from '../sheet/belonging-section.tsx';
import { ClauseSection, stances } from '../sheet/clause-section.tsx';
import { WordsIn } from '../sheet/language-choice.tsx';
import { Entries, Passage } from '../sheet/passage.tsx';
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
      <Wording view={view} agreement={agreement} />
    </>
  );
}

/** All that an agreement says. */
export function Wording({ view, agreement }: { view: View; agreement: Agreement }) {
  const { i18n } = view;
  const protects = Object.values(agreement.protects).some((list) => list.length > 0);
  return (
    <>
      <Passage view={view} agreement={agreement} words={agreement.summary} lead />
      {stances.map((stance) => (
        <ClauseSection view={view} agreement={agreement} stance={stance} />
      ))}
      <BelongingSection view={view} agreement={agreement} />
      {protects ? (
        <section aria-labelledby="protects">
          <h2 id="protects">{i18n._('agreement.protects', {}, { message: 'Who this agreement looks after' })}</h2>
          <Entries view={view} agreement={agreement} lists={agreement.protects} />
        </section>
      ) : null}
    </>
  );
}
