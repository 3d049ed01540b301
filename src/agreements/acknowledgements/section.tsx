import type { Agreement } from '../../../schemas/agreement.ts';
import { violenceName } from '../../platform/terms.ts';
import { Mark } from '../../web/parts.tsx';
import { dateWords, type View } from '../../web/view.ts';
import { ownNameOf } from '../sheet/field-value.ts';
import type { ShownAcknowledgement } from './shown.ts';
/**
 * Each collective's word on this version, in a sentence, with links to the points on which it differs. Nothing when
 * nobody said anything.
 */
export function Acknowledgements({
  view,
  agreement,
  said,
}: {
  view: View;
  agreement: Agreement;
  said: ShownAcknowledgement[];
}) {
  if (said.length === 0) return null;
  const { i18n } = view;
  return (
    <section aria-labelledby="said">
      <h2 id="said">{i18n._('acknowledgement.title', {}, { message: 'What other collectives say of it' })}</h2>
      <ul>
        {said.map(({ issuer, name, host, stance, clauses, at }) => (
          <li>
            <Mark of={issuer} />{' '}
            <span dir="auto">
              {stance === 'compatible'
                ? i18n._(
                    'acknowledgement.compatible',
                    { name, host },
                    { message: '{name} ({host}): it fits what we live by.' },
                  )
                : i18n._('acknowledgement.differs', { name, host }, { message: '{name} ({host}): we differ on' })}
            </span>{' '}
            {clauses.map((id, index) => (
              <>
                {index > 0 ? ', ' : ''}
                <a href={`#${placeOf(agreement, id)}`}>{nameOf(view, agreement, id)}</a>
              </>
            ))}{' '}
            <span class="quiet">{dateWords(view, at)}</span>
          </li>
        ))}
      </ul>
      <p class="quiet">
        {i18n._('acknowledgement.signed', {}, { message: 'Signed by their stewards, of exactly this version.' })}
      </p>
    </section>
  );
}

const placeOf = ({ belonging }: Agreement, id: string): string =>
  belonging.some((one) => one.id === id) ? `belonging-${id}` : `clause-${id}`;

function nameOf(view: View, agreement: Agreement, id: string): string {
  const clause = agreement.clauses.find((one) => one.id === id);
  if (!clause) return view.i18n._('acknowledgement.belonging', {}, { message: 'when a person stops belonging' });
  return ownNameOf(view, agreement, 'clause', clause)?.value ?? violenceName(view.i18n, clause.violence);
}
