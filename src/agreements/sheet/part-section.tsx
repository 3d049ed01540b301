import type { Agreement } from '../../../schemas/agreement.ts';
import { groups, type PartKind } from '../../agreement-file/fields.ts';
import type { AnyPart } from '../../agreement-file/parts.ts';
import { partWords } from '../../agreement-file/vocabulary.ts';
import type { View } from '../../web/view.ts';
import { type Around, ownNameOf, plainNameOf, saidWords } from './field-value.ts';
import { PartWords } from './passage.tsx';

type Kind = Exclude<PartKind, 'clause'>;
/** What is shown of an agreement, or of a collective that names contacts beside its agreements. */
type Shown = Around & Partial<Pick<Agreement, (typeof groups)[Kind]>>;

/** The parts of a kind other than clauses, as a section of the sheet; nothing when there are none. */
export function PartSection({ view, agreement, kind }: { view: View; agreement: Shown; kind: Kind }) {
  const parts: readonly ({ id: string } & AnyPart)[] = agreement[groups[kind]] ?? [];
  if (parts.length === 0 && kind !== 'belonging') return null;
  const lead = kind === 'belonging' ? belongingLead(view, agreement) : null;
  return (
    <section aria-labelledby={kind}>
      <h2 id={kind}>{partWords(kind, view.language).all}</h2>
      {lead === null ? null : <p class="quiet">{lead}</p>}
      {parts.map((part, at) => (
        <OnePart view={view} agreement={agreement} kind={kind} part={part} number={at + 1} />
      ))}
    </section>
  );
}

function OnePart({
  view,
  agreement,
  kind,
  part,
  number,
}: {
  view: View;
  agreement: Around;
  kind: PartKind;
  part: { id: string } & AnyPart;
  number: number;
}) {
  const own = ownNameOf(view, agreement, kind, part);
  const plain = plainNameOf(view, kind, part, number);
  const said = saidWords(view, agreement, kind, part).map(({ label, value }) => `${label}: ${value}`);
  const quiet = [...(own === null || kind === 'contact' ? [] : [plain]), ...said];
  return (
    <article class="clause" id={`${kind}-${part.id}`}>
      <h3 lang={own?.language} dir="auto">
        <a href={`#${kind}-${part.id}`}>{own?.value ?? plain}</a>
      </h3>
      {quiet.length === 0 ? null : <p class="quiet">{quiet.join(' · ')}</p>}
      <PartWords view={view} agreement={agreement} kind={kind} part={part} />
    </article>
  );
}

/** What stopping to belong comes with: only what is decided is claimed. */
function belongingLead({ i18n }: View, { belonging = [] }: Shown): string {
  if (belonging.length === 0)
    return i18n._('agreement.belonging-none', {}, { message: 'This agreement does not say it yet.' });
  const open = belonging.some(
    ({ restorativePlan, wayBack }) => restorativePlan !== 'required' || wayBack === 'not_decided_yet',
  );
  return open
    ? i18n._(
        'agreement.belonging-open',
        {},
        { message: 'It is one step of repair, looked at again. What it comes with is not all decided yet.' },
      )
    : i18n._(
        'agreement.belonging-lead',
        {},
        { message: 'It is one step of repair: it comes with a plan, a date to look at it again, and a way back.' },
      );
}
