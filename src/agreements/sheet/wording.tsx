import type { Agreement } from '../../../schemas/agreement.ts';
import type { View } from '../../web/view.ts';
import { BelongingSection } from './belonging-section.tsx';
import { ClauseSection, stances } from './clause-section.tsx';
import { Entries, Passage } from './passage.tsx';
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
