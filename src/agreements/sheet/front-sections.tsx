import type { Agreement } from '../../../schemas/agreement.ts';
import type { View } from '../../web/view.ts';
import { spokenFields } from './field-value.ts';
import { Passage } from './passage.tsx';

/** What holds for all of an agreement, each under a heading; title and summary stand above everything. */
export function FrontSections({ view, agreement }: { view: View; agreement: Agreement }) {
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
