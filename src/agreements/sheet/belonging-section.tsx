import type { Agreement } from '../../../schemas/agreement.ts';
import { severityName } from '../../platform/terms.ts';
import type { View } from '../../web/view.ts';
import { Passage } from './passage.tsx';

/** When a person stops belonging and how they may return; says so when nothing is decided. */
export function BelongingSection({ view, agreement }: { view: View; agreement: Agreement }) {
  const { i18n } = view;
  return (
    <section aria-labelledby="belonging">
      <h2 id="belonging">{i18n._('agreement.belonging', {}, { message: 'When a person stops belonging' })}</h2>
      <p class="quiet">
        {agreement.belonging.length === 0
          ? i18n._('agreement.belonging-none', {}, { message: 'This agreement does not say it yet.' })
          : i18n._(
              'agreement.belonging-lead',
              {},
              {
                message: 'It is one step of repair: it comes with a plan, a date to look at it again, and a way back.',
              },
            )}
      </p>
      {agreement.belonging.map((parameter, index) => (
        <article class="clause" id={`belonging-${parameter.id}`}>
          <h3>
            <a href={`#belonging-${parameter.id}`}>
              {i18n._('agreement.situation', { number: index + 1 }, { message: 'Situation {number}' })}
            </a>
          </h3>
          <p class="quiet">
            {i18n._(
              'agreement.from',
              { severity: severityName(i18n, parameter.severityFrom) },
              { message: 'From this severity on: {severity}' },
            )}
          </p>
          <h4>{i18n._('agreement.when', {}, { message: 'When' })}</h4>
          <Passage view={view} agreement={agreement} words={parameter.when} />
          <h4>{i18n._('agreement.measure', {}, { message: 'What it means' })}</h4>
          <Passage view={view} agreement={agreement} words={parameter.measure} />
          <h4>{i18n._('agreement.way-back', {}, { message: 'The way back' })}</h4>
          <Passage view={view} agreement={agreement} words={parameter.wayBack} />
          <p>
            {i18n._(
              'agreement.plan',
              { months: parameter.reviewMonths },
              {
                message:
                  'Always with a restorative plan. Looked at again every {months, plural, one {# month} other {# months}}.',
              },
            )}
          </p>
        </article>
      ))}
    </section>
  );
}
