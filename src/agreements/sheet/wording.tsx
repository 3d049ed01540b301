import type { Agreement } from '../../../schemas/agreement.ts';
import type { View } from '../../web/view.ts';
import type { Origin } from '../versions/shown.ts';
import { ClauseSection } from './clause-section.tsx';
import { spokenFields } from './field-value.ts';
import { PartSection } from './part-section.tsx';
import { Passage } from './passage.tsx';
import { stances } from './stance.tsx';

/** All that an agreement says below its summary, whom to turn to first; what was taken over from others is credited. */
export function Wording({ view, agreement, lineage = [] }: { view: View; agreement: Agreement; lineage?: Origin[] }) {
  return (
    <>
      <PartSection view={view} agreement={agreement} kind="contact" />
      {stances.map((stance) => (
        <ClauseSection view={view} agreement={agreement} stance={stance} lineage={lineage} />
      ))}
      <PartSection view={view} agreement={agreement} kind="step" />
      <PartSection view={view} agreement={agreement} kind="belonging" />
      <PartSection view={view} agreement={agreement} kind="procedure" />
      <FrontSections view={view} agreement={agreement} />
    </>
  );
}

/** What holds for all of an agreement, each under a heading; title and summary stand above everything. */
function FrontSections({ view, agreement }: { view: View; agreement: Agreement }) {
  return (
    <>
      {spokenFields(view, 'front', agreement, ['title', 'summary']).map(({ key, label, texts }) => (
        <section aria-labelledby={key}>
          <h2 id={key}>{label}</h2>
          <Passage view={view} agreement={agreement} words={texts} />
        </section>
      ))}
    </>
  );
}
