import type { Agreement } from '../../../schemas/agreement.ts';
import { violenceName } from '../../platform/terms.ts';
import { Note } from '../../web/parts.tsx';
import type { View } from '../../web/view.ts';
import { inLanguage } from '../versions/in-language.ts';
import type { ShownAgreement } from '../versions/shown.ts';
import { ownNameOf, saidWords, spokenFields } from './field-value.ts';
import { PartWords } from './passage.tsx';
import { stanceMeans, stances } from './stance.tsx';

type Clause = Agreement['clauses'][number];

/** The clauses with one stance, as a section of the sheet; nothing when there are none. */
export function ClauseSection({
  view,
  agreement,
  stance,
  lineage = [],
}: {
  view: View;
  agreement: Agreement;
  stance: Clause['stance'];
  lineage?: ShownAgreement['lineage'];
}) {
  const clauses = agreement.clauses.filter((clause) => clause.stance === stance);
  if (clauses.length === 0) return null;
  const order = stances.flatMap((one) => agreement.clauses.filter((clause) => clause.stance === one));
  return (
    <section aria-labelledby={stance}>
      <h2 id={stance}>{titleOf(view, stance)}</h2>
      {stance === 'not_tolerated' ? null : <p class="quiet">{stanceMeans(view, stance)}</p>}
      {clauses.map((clause) => (
        <OneClause
          view={view}
          agreement={agreement}
          clause={clause}
          next={order[order.indexOf(clause) + 1]?.id ?? null}
          lineage={lineage}
        />
      ))}
    </section>
  );
}

function OneClause({
  view,
  agreement,
  clause,
  next,
  lineage,
}: {
  view: View;
  agreement: Agreement;
  clause: Clause;
  next: string | null;
  lineage: ShownAgreement['lineage'];
}) {
  const type = violenceName(view.i18n, clause.violence);
  const own = ownNameOf(view, agreement, 'clause', clause);
  // The section says already where the collective stands.
  const said = saidWords(view, agreement, 'clause', clause, ['stance']).map(({ label, value }) => `${label}: ${value}`);
  const parts = [...(own === null ? [] : [type]), ...said];
  return (
    <article class="clause" id={`clause-${clause.id}`}>
      <h3 lang={own?.language} dir="auto">
        <a href={`#clause-${clause.id}`}>{own?.value ?? type}</a>
      </h3>
      {parts.length === 0 ? null : <p class="quiet">{parts.join(' · ')}</p>}
      <HeavyNote view={view} agreement={agreement} clause={clause} next={next} />
      <PartWords view={view} agreement={agreement} kind="clause" part={clause} />
      <Credit view={view} clause={clause.id} lineage={lineage} />
    </article>
  );
}

/** Whose clause this one was adapted from: the one of the same id in an agreement that ours names as its origin. */
function Credit({ view, clause, lineage }: { view: View; clause: string; lineage: ShownAgreement['lineage'] }) {
  const origin = lineage.find(({ clauses }) => clauses.includes(clause));
  if (!origin) return null;
  const { i18n } = view;
  return (
    <p class="quiet">
      <a href={`${view.link(origin.href)}#clause-${clause}`} dir="auto">
        {i18n._('agreement.clause-adapted', { name: origin.collective }, { message: 'Adapted from a point of {name}' })}
      </a>
    </p>
  );
}

const heavyKinds: readonly Clause['violence'][] = ['sexual', 'violence_against_children', 'lethal_or_attempted_lethal'];

/** Before a point about grave harm: of what it speaks, how long it is, and a way past it. */
function HeavyNote({
  view,
  agreement,
  clause,
  next,
}: {
  view: View;
  agreement: Agreement;
  clause: Clause;
  next: string | null;
}) {
  const heavy = clause.severity === 'grave' || clause.severity === 'extreme' || heavyKinds.includes(clause.violence);
  if (!heavy || clause.stance === 'wished_for' || clause.stance === 'not_violence') return null;
  const { i18n } = view;
  const said = spokenFields(view, 'clause', clause).flatMap(
    ({ texts }) => inLanguage(texts, view.textLanguage, agreement.languages)?.value ?? [],
  );
  const count = Math.max(10, Math.round(said.join(' ').split(/\s+/).length / 10) * 10);
  return (
    <Note>
      {i18n._(
        'agreement.heavy',
        { kind: violenceName(i18n, clause.violence), count },
        { message: 'It speaks of harm: {kind}, about {count} words.' },
      )}{' '}
      <a href={next === null ? '#belonging' : `#clause-${next}`}>
        {i18n._('agreement.heavy-past', {}, { message: 'Go to the next point' })}
      </a>
    </Note>
  );
}

function titleOf({ i18n }: View, stance: Clause['stance']): string {
  const titles: Record<Clause['stance'], () => string> = {
    not_tolerated: () => i18n._('agreement.not-tolerated', {}, { message: 'What we do not tolerate' }),
    worked_on_together: () => i18n._('agreement.worked-on', {}, { message: 'What we work on together' }),
    not_decided_yet: () => i18n._('agreement.undecided', {}, { message: 'What we have not decided yet' }),
    wished_for: () => i18n._('agreement.wished-for', {}, { message: 'What we wish for' }),
    not_violence: () => i18n._('agreement.not-violence', {}, { message: 'What is not violence' }),
  };
  return titles[stance]();
}
