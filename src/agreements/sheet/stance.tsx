import type { Agreement } from '../../../schemas/agreement.ts';
import { stanceName } from '../../platform/terms.ts';
import { Legend, Tag } from '../../web/parts.tsx';
import type { View } from '../../web/view.ts';

type StanceName = Agreement['clauses'][number]['stance'];

/** Stances in the order of a sheet, decided ones first. */
export const stances = [
  'not_tolerated',
  'worked_on_together',
  'not_decided_yet',
  'wished_for',
  'not_violence',
] as const satisfies readonly StanceName[];

/** A stance by shape and word. */
export function Stance({ view, of }: { view: View; of: StanceName }) {
  return <Tag shape={of}>{stanceName(view.i18n, of)}</Tag>;
}

/** What the stances that are shown mean. */
export function StanceLegend({ view, shown }: { view: View; shown: readonly StanceName[] }) {
  const rows = stances.filter((one) => shown.includes(one));
  if (rows.length === 0) return null;
  return (
    <Legend
      title={view.i18n._('stance.legend', {}, { message: 'What the stances mean' })}
      rows={rows.map((one) => ({ name: <Stance view={view} of={one} />, means: stanceMeans(view, one) }))}
    />
  );
}

/** A stance in one sentence. */
export function stanceMeans({ i18n }: View, stance: StanceName): string {
  const means: Record<StanceName, () => string> = {
    not_tolerated: () =>
      i18n._('stance.not-tolerated-means', {}, { message: 'When it happens, the collective acts, as the point says.' }),
    worked_on_together: () =>
      i18n._('agreement.worked-on-lead', {}, { message: 'Here we talk, learn and change habits before harm grows.' }),
    not_decided_yet: () =>
      i18n._(
        'agreement.undecided-lead',
        {},
        { message: 'These questions are open. That does not mean that anything goes.' },
      ),
    wished_for: () =>
      i18n._('agreement.wished-for-lead', {}, { message: 'Nobody is held to these; we practise them.' }),
    not_violence: () =>
      i18n._(
        'agreement.not-violence-lead',
        {},
        { message: 'Nobody is called violent for these, such as setting limits.' },
      ),
  };
  return means[stance]();
}
