import { fieldsOf, isSpoken, partKinds } from '../../agreement-file/fields.ts';
import { fieldLabel, partWords } from '../../agreement-file/vocabulary.ts';
import { Note, Row } from '../../web/parts.tsx';
import type { View } from '../../web/view.ts';
import { adoptedWords } from '../sheet/adopted.ts';
import { saidWords } from '../sheet/field-value.ts';
import { WordsIn } from '../sheet/language-choice.tsx';
import { inLanguage } from '../versions/in-language.ts';
import { ChangedPart, changedName, Elsewhere, fromTo } from './changed-part.tsx';
import { ChangedText } from './changed-text.tsx';
import type { ShownChanges } from './changes.ts';

/** What changed between two versions, part by part; what stayed is left out. */
export function WhatChanged({ view, shown }: { view: View; shown: ShownChanges }) {
  const { i18n } = view;
  const { before, after, changes } = shown;
  const all = partKinds.flatMap((kind) =>
    changes.parts[kind].map((change, at) => ({ view, before, after, kind, change, number: at + 1 })),
  );
  const title = inLanguage(after.agreement.title, view.textLanguage, after.agreement.languages);
  return (
    <>
      <p class="lead">
        <a href={view.link(after.href)} lang={title?.language} dir="auto">
          {title?.value}
        </a>
      </p>
      <WordsIn view={view} languages={after.agreement.languages} />
      <p>{howMany(view, shown)}</p>
      {all.length === 0 ? null : (
        <Note>
          {i18n._(
            'changes.note',
            {},
            { message: 'What follows names kinds of violence. You can go straight to one, and leave out the rest.' },
          )}
        </Note>
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
      {all.length === 0 ? null : <ChangedPoints view={view} points={all} />}
      <OfTheWhole view={view} shown={shown} />
      {partKinds.map((kind) => {
        const changed = all.filter((one) => one.kind === kind);
        return changed.length === 0 ? null : (
          <section aria-labelledby={kind}>
            <h2 id={kind}>
              {kind === 'clause'
                ? i18n._('changes.points', {}, { message: 'Points that changed' })
                : partWords(kind, view.language).all}
            </h2>
            {changed.map((one) => (
              <ChangedPart {...one} />
            ))}
          </section>
        );
      })}
    </>
  );
}

function ChangedPoints({ view, points }: { view: View; points: readonly Parameters<typeof changedName>[0][] }) {
  const { i18n } = view;
  return (
    <nav aria-label={i18n._('changes.points', {}, { message: 'Points that changed' })}>
      <ul>
        {points.map((one) => {
          const name = changedName(one);
          return (
            <li>
              <a class="tap" href={`#${one.kind}-${one.change.id}`} lang={name.language} dir="auto">
                {name.value}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function howMany({ i18n }: View, { changes }: ShownChanges): string {
  const count = partKinds.reduce((sum, kind) => sum + changes.parts[kind].length, 0);
  if (count === 0) return i18n._('changes.none', {}, { message: 'No point changed.' });
  return i18n._(
    'changes.count',
    { count },
    {
      message:
        '{count, plural, one {# point changed. All others stayed as they were.} other {# points changed. All others ' +
        'stayed as they were.}}',
    },
  );
}

function OfTheWhole({ view, shown: { before, after, changes } }: { view: View; shown: ShownChanges }) {
  const { i18n } = view;
  const [was, is] = [before.agreement, after.agreement];
  const adopted = (one: typeof was) =>
    one.adopted === null ? i18n._('changes.not-adopted', {}, { message: 'not yet' }) : adoptedWords(view, one);
  // Words that are only proposed do not undo that the version before was adopted.
  const decided: [string, string, string][] =
    is.adopted === null ? [] : [[i18n._('agreement.adopted', {}, { message: 'Adopted' }), adopted(was), adopted(is)]];
  const origins = (one: typeof was) => one.adaptedFrom.map(({ agreement }) => agreement).join(', ') || '–';
  const said = (one: typeof was, key: string) =>
    saidWords(view, one, 'front', one).find((row) => row.key === key)?.value;
  const fixed = fieldsOf('front').flatMap(([key, field]): [string, string, string][] =>
    isSpoken(field) ? [] : [[fieldLabel('front', key, view.language), said(was, key) ?? '–', said(is, key) ?? '–']],
  );
  const rows: [string, string, string][] = [
    ...decided,
    ...fixed,
    [i18n._('agreement.adapted', {}, { message: 'Adapted from' }), origins(was), origins(is)],
  ];
  const changed = rows.filter(([, one, other]) => one !== other);
  if (changed.length + changes.texts.length + changes.elsewhere.length === 0) return null;
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
          <h3>{fieldLabel('front', change.field, view.language)}</h3>
          <ChangedText view={view} change={change} />
        </>
      ))}
      <Elsewhere view={view} languages={changes.elsewhere} />
    </section>
  );
}
