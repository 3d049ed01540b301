import type { I18n } from '@lingui/core';
import { axisName, severityName, violenceName } from '../../platform/terms.ts';
import { Row } from '../../web/parts.tsx';
import { languageList, type View } from '../../web/view.ts';
import { clauseTitle } from '../sheet/clause-title.ts';
import { Entries, Passage } from '../sheet/passage.tsx';
import { stanceName } from '../versions/in-language.ts';
import type { ShownAgreement } from '../versions/shown.ts';
import { ChangedText } from './changed-text.tsx';
import type { Belonging, BelongingChange, Clause, ClauseChange } from './changes.ts';

type Between = { view: View; before: ShownAgreement; after: ShownAgreement };

/** What became of one clause: what kind of violence it is about first, then its words. */
export function ChangedClause({ view, before, after, change }: Between & { change: ClauseChange }) {
  const { i18n } = view;
  const [agreement, clause] = change.after
    ? [after.agreement, change.after]
    : [before.agreement, change.before as Clause];
  const own = clauseTitle(view, agreement, clause);
  return (
    <article class="clause" id={`clause-${change.id}`}>
      <h3 lang={own?.language} dir="auto">
        {own?.value ?? violenceName(i18n, clause.violence)}
      </h3>
      {own === null ? null : <p class="quiet">{violenceName(i18n, clause.violence)}</p>}
      <WhatBecame view={view} change={change} />
      {change.before === null || change.after === null ? (
        <div class={change.after === null ? 'was' : 'now'}>
          <p>
            <span class={`stance ${clause.stance}`}>{stanceName(i18n, clause.stance)}</span>
          </p>
          <Passage view={view} agreement={agreement} words={clause.text} />
          {(['examples', 'responses', 'support'] as const).map((field) => (
            <Entries view={view} agreement={agreement} lists={clause[field]} heading={fieldName(i18n, field)} />
          ))}
        </div>
      ) : (
        <>
          <FixedWords view={view} before={change.before} after={change.after} />
          <Texts view={view} change={change} />
        </>
      )}
    </article>
  );
}

/** What became of one belonging parameter. */
export function ChangedBelonging({
  view,
  before,
  after,
  change,
  number,
}: Between & { change: BelongingChange; number: number }) {
  const { i18n } = view;
  const { before: was, after: is } = change;
  const whole = is ?? was;
  const agreement = is ? after.agreement : before.agreement;
  return (
    <article class="clause" id={`belonging-${change.id}`}>
      <h3>{i18n._('agreement.situation', { number }, { message: 'Situation {number}' })}</h3>
      <WhatBecame view={view} change={change} />
      {was && is ? (
        <>
          <BelongingWords view={view} was={was} is={is} />
          <Texts view={view} change={change} />
        </>
      ) : whole ? (
        <div class={is === null ? 'was' : 'now'}>
          {(['when', 'measure', 'wayBack'] as const).map((field) => (
            <>
              <h4>{fieldName(i18n, field)}</h4>
              <Passage view={view} agreement={agreement} words={whole[field]} />
            </>
          ))}
        </div>
      ) : null}
    </article>
  );
}

function BelongingWords({ view, was, is }: { view: View; was: Belonging; is: Belonging }) {
  const { i18n } = view;
  const [severities, months] = [was.severityFrom !== is.severityFrom, was.reviewMonths !== is.reviewMonths];
  if (!severities && !months) return null;
  return (
    <dl class="row">
      {severities ? (
        <Row name={i18n._('changes.severity-from', {}, { message: 'From which severity on' })}>
          {fromTo(view, severityName(i18n, was.severityFrom), severityName(i18n, is.severityFrom))}
        </Row>
      ) : null}
      {months ? (
        <Row name={i18n._('changes.review-months', {}, { message: 'Months until it is looked at again' })}>
          {fromTo(view, String(was.reviewMonths), String(is.reviewMonths))}
        </Row>
      ) : null}
    </dl>
  );
}

/** "New", "no longer there", "stands elsewhere now"; nothing when only its words changed. */
function WhatBecame({ view: { i18n }, change }: { view: View; change: ClauseChange | BelongingChange }) {
  const said = [
    change.before === null ? i18n._('changes.new', {}, { message: 'This is new.' }) : '',
    change.after === null ? i18n._('changes.gone', {}, { message: 'This is no longer part of the agreement.' }) : '',
    change.moved ? i18n._('changes.moved', {}, { message: 'It stands in another place now.' }) : '',
  ].filter((one) => one !== '');
  return said.length === 0 ? null : <p>{said.join(' ')}</p>;
}

function Texts({ view, change }: { view: View; change: ClauseChange | BelongingChange }) {
  return (
    <>
      {change.texts.map((one) => (
        <>
          <h4>{fieldName(view.i18n, one.field)}</h4>
          <ChangedText view={view} change={one} />
        </>
      ))}
      <Elsewhere view={view} languages={change.elsewhere} />
    </>
  );
}

/** Says that words changed in other languages as well, with a way to read them. */
export function Elsewhere({ view, languages }: { view: View; languages: readonly string[] }) {
  if (languages.length === 0) return null;
  return (
    <p class="quiet">
      {view.i18n._(
        'changes.elsewhere',
        { languages: languageList(view, languages) },
        { message: 'Words changed in other languages as well: {languages}.' },
      )}
    </p>
  );
}

function FixedWords({ view, before, after }: { view: View; before: Clause; after: Clause }) {
  const { i18n } = view;
  const unsaid = i18n._('changes.unsaid', {}, { message: 'not said' });
  const severity = (one: Clause) => (one.severity === null ? unsaid : severityName(i18n, one.severity));
  const axes = (one: Clause) =>
    one.axes.length === 0
      ? unsaid
      : new Intl.ListFormat(view.language).format([...one.axes].sort().map((axis) => axisName(i18n, axis)));
  const rows: [string, string, string][] = [
    [
      i18n._('changes.kind', {}, { message: 'Kind of violence' }),
      violenceName(i18n, before.violence),
      violenceName(i18n, after.violence),
    ],
    [
      i18n._('changes.stance', {}, { message: 'Stance' }),
      stanceName(i18n, before.stance),
      stanceName(i18n, after.stance),
    ],
    [i18n._('changes.severity', {}, { message: 'Severity' }), severity(before), severity(after)],
    [i18n._('changes.axes', {}, { message: 'Crossed with' }), axes(before), axes(after)],
  ];
  const changed = rows.filter(([, was, is]) => was !== is);
  if (changed.length === 0) return null;
  return (
    <dl class="row">
      {changed.map(([name, was, is]) => (
        <Row name={name}>{fromTo(view, was, is)}</Row>
      ))}
    </dl>
  );
}

/** "Before: … Now: …", for what has one word. */
export function fromTo({ i18n }: View, was: string, is: string) {
  return (
    <>
      <del>
        <span class="unseen">[{i18n._('changes.removed', {}, { message: 'removed:' })} </span>
        {was}
        <span class="unseen">]</span>
      </del>{' '}
      <ins>
        <span class="unseen">[{i18n._('changes.added', {}, { message: 'added:' })} </span>
        {is}
        <span class="unseen">]</span>
      </ins>
    </>
  );
}

type Field = ClauseChange['texts'][number]['field'] | BelongingChange['texts'][number]['field'];

function fieldName(i18n: I18n, field: Field): string {
  const { id, message } = fieldNames[field];
  return i18n._(id, {}, { message });
}

const fieldNames: Record<Field, { id: string; message: string }> = {
  ownName: { id: 'changes.own-name', message: 'Our own name for it' },
  text: { id: 'changes.text', message: 'What it says' },
  examples: { id: 'agreement.examples', message: 'How it can look' },
  responses: { id: 'agreement.responses', message: 'What we do' },
  support: { id: 'agreement.support', message: 'Support you can count on' },
  when: { id: 'agreement.when', message: 'When' },
  measure: { id: 'agreement.measure', message: 'What it means' },
  wayBack: { id: 'agreement.way-back', message: 'The way back' },
};
