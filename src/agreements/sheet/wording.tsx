import type { Agreement } from '../../../schemas/agreement.ts';
import type { View } from '../../web/view.ts';
import type { Origin } from '../versions/shown.ts';
import { ClauseSection, stances } from './clause-section.tsx';
import { FrontSections } from './front-sections.tsx';
import { PartSection } from './part-section.tsx';

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
