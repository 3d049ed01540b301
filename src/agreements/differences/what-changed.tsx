import { violenceName } from '../../platform/terms.ts';
import { readable } from '../../web/markdown.ts';
import { Row } from '../../web/parts.tsx';
import { dateWords, languageList, type View } from '../../web/view.ts';
import { clauseTitle } from '../sheet/clause-title.ts';
import { WordsIn } from '../sheet/language-choice.tsx';
import { inLanguage, methodName } from '../versions/in-language.ts';
import { ChangedBelonging, ChangedClause, Elsewhere, fromTo } from './changed-part.tsx';
import { ChangedText } from './changed-text.tsx';
import type { ClauseChange, ShownChanges } from './changes.ts';

/** What changed between two versions, clause by clause; what stayed is left out. */
export function WhatChanged({ view, shown }: { view: View; shown: ShownChanges }) {
  const { i18n } = view;
  const { before, after, changes } = shown;
  const { clauses, belonging } = changes;
  const title = inLanguage(after.agreement.title, view.words, after.agreement.languages);
  return (
    <>
      <p class="lead">
        <a
          href={view.link(after.versions.find(({ version }) => version === after.agreement.version)?.href ?? '#')}
          lang={title?.language}
          dir="auto"
        >
          {title?.value}
        </a>
      </p>
      <WordsIn view={view} languages={after.agreement.languages} />
      <p>{howMany(view, shown)}</p>
      {clauses.length + belonging.length === 0 ? null : (
        <p class="note">
          {i18n._(
            'changes.note',
            {},
            { message: 'What follows names kinds of violence. You can go straight to one, and leave out the rest.' },
          )}
        </p>
      )}
      {changes.cut ? (
        <p class="quiet">
          {i18n._(
            'changes.cut',
            {},
            { message: 'So much changed that some texts are shown whole, before and now, not word by word.' },
          )}
        </p>
      ) : null}
      {clauses.length === 0 ? null : (
        <nav aria-label={i18n._('changes.points', {}, { message: 'Points that changed' })}>
          <ul>
            {clauses.map((change) => (
              <li>
                <a class="tap" href={`#clause-${change.id}`} dir="auto">
                  {nameOf(view, shown, change)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <OfTheWhole view={view} shown={shown} />
      {clauses.length === 0 ? null : (
        <section aria-labelledby="points">
          <h2 id="points">{i18n._('changes.points', {}, { message: 'Points that changed' })}</h2>
          {clauses.map((change) => (
            <ChangedClause view={view} before={before} after={after} change={change} />
          ))}
        </section>
      )}
      {belonging.length === 0 ? null : (
        <section aria-labelledby="belonging">
          <h2 id="belonging">{i18n._('agreement.belonging', {}, { message: 'When a person stops belonging' })}</h2>
          {belonging.map((change, at) => (
            <ChangedBelonging view={view} before={before} after={after} change={change} number={at + 1} />
          ))}
        </section>
      )}
    </>
  );
}

function howMany({ i18n }: View, { changes }: ShownChanges): string {
  const count = changes.clauses.length + changes.belonging.length;
  if (count === 0) return i18n._('changes.none', {}, { message: 'No point changed.' });
  return i18n._(
    'changes.count',
    { count },
    {
      message:
        '{count, plural, one {# point changed. All others stayed as they were.} other {# points changed. All others stayed as they were.}}',
    },
  );
}

function nameOf(view: View, { before, after }: ShownChanges, { before: was, after: is }: ClauseChange): string {
  const clause = is ?? was;
  if (clause === null) return '';
  const agreement = is ? after.agreement : before.agreement;
  return clauseTitle(view, agreement, clause)?.value ?? violenceName(view.i18n, clause.violence);
}

function OfTheWhole({ view, shown: { before, after, changes } }: { view: View; shown: ShownChanges }) {
  const { i18n } = view;
  const [was, is] = [before.agreement, after.agreement];
  const adopted = (one: typeof was) =>
    one.adopted === null
      ? i18n._('changes.not-adopted', {}, { message: 'not yet' })
      : i18n._(
          'agreement.adopted-by',
          {
            body: readable(one.adopted.body),
            date: dateWords(view, one.adopted.at),
            method: methodName(i18n, one.adopted.method),
          },
          { message: '{body}, on {date}, {method}.' },
        );
  // Words that are only proposed do not undo that the version before was adopted.
  const decided: [string, string, string][] =
    is.adopted === null ? [] : [[i18n._('agreement.adopted', {}, { message: 'Adopted' }), adopted(was), adopted(is)]];
  const rows: [string, string, string][] = [
    ...decided,
    [
      i18n._('agreement.review', {}, { message: 'Looked at again by' }),
      dateWords(view, was.reviewBy),
      dateWords(view, is.reviewBy),
    ],
    [
      i18n._('agreement.languages', {}, { message: 'Languages' }),
      languageList(view, was.languages),
      languageList(view, is.languages),
    ],
    [i18n._('agreement.licence', {}, { message: 'Licence' }), readable(was.licence), readable(is.licence)],
    [
      i18n._('agreement.adapted', {}, { message: 'Adapted from' }),
      was.adaptedFrom?.agreement ?? '–',
      is.adaptedFrom?.agreement ?? '–',
    ],
  ];
  const changed = rows.filter(([, one, other]) => one !== other);
  if (changed.length + changes.texts.length + changes.elsewhere.length === 0) return null;
  const names = {
    title: i18n._('changes.name', {}, { message: 'Title' }),
    summary: i18n._('changes.summary', {}, { message: 'In short' }),
    protects: i18n._('agreement.protects', {}, { message: 'Who this agreement looks after' }),
  };
  return (
    <section aria-labelledby="whole">
      <h2 id="whole">{i18n._('changes.whole', {}, { message: 'The agreement as a whole' })}</h2>
      {changed.length === 0 ? null : (
        <dl class="row">
          {changed.map(([name, one, other]) => (
            <Row name={name}>{fromTo(view, one, other)}</Row>
          ))}
        </dl>
      )}
      {changes.texts.map((change) => (
        <>
          <h3>{names[change.field]}</h3>
          <ChangedText view={view} change={change} />
        </>
      ))}
      <Elsewhere view={view} languages={changes.elsewhere} />
    </section>
  );
}
