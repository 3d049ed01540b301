import { fieldsOf, isSpoken, type PartKind } from '../../agreement-file/fields.ts';
import type { AnyPart } from '../../agreement-file/parts.ts';
import { fieldLabel } from '../../agreement-file/vocabulary.ts';
import { Row } from '../../web/parts.tsx';
import { languageList, type View } from '../../web/view.ts';
import { type Around, ownNameOf, plainNameOf, saidWords, spokenFields, wordValue } from '../sheet/field-value.ts';
import { notDecided, PartWords } from '../sheet/passage.tsx';
import type { ShownAgreement } from '../versions/shown.ts';
import { ChangedText } from './changed-text.tsx';
import type { PartChange } from './changes.ts';

type Between = { view: View; before: ShownAgreement; after: ShownAgreement };

/** What a changed part is called: by its later words, else by those that are gone. */
export function changedName({ view, before, after, kind, change, number }: Between & Changed): {
  value: string;
  language?: string;
} {
  const part = change.after ?? change.before ?? {};
  const { agreement } = change.after ? after : before;
  return ownNameOf(view, agreement, kind, part) ?? { value: plainNameOf(view, kind, part, number) };
}

type Changed = { kind: PartKind; change: PartChange; number: number };

/** What became of one part: what it is about first, then its fixed words and its texts. */
export function ChangedPart(shown: Between & Changed) {
  const { view, before, after, kind, change, number } = shown;
  const { before: was, after: is } = change;
  const name = changedName(shown);
  const plain = plainNameOf(view, kind, is ?? was ?? {}, number);
  return (
    <article class="clause" id={`${kind}-${change.id}`}>
      <h3 lang={name.language} dir="auto">
        {name.value}
      </h3>
      {name.language === undefined ? null : <p class="quiet">{plain}</p>}
      <WhatBecame view={view} change={change} />
      {was && is ? (
        <>
          <FixedWords view={view} kind={kind} was={[before.agreement, was]} is={[after.agreement, is]} />
          <Texts view={view} kind={kind} change={change} />
        </>
      ) : (
        <WholePart view={view} kind={kind} in={is ? after : before} part={is ?? was ?? {}} gone={is === null} />
      )}
    </article>
  );
}

function WholePart({
  view,
  kind,
  in: { agreement },
  part,
  gone,
}: {
  view: View;
  kind: PartKind;
  in: ShownAgreement;
  part: AnyPart;
  gone: boolean;
}) {
  const said = saidWords(view, agreement, kind, part).map(({ label, value }) => `${label}: ${value}`);
  return (
    <div class={gone ? 'was' : 'now'}>
      {said.length === 0 ? null : <p class="quiet">{said.join(' · ')}</p>}
      <PartWords view={view} agreement={agreement} kind={kind} part={part} />
    </div>
  );
}

/** "New", "no longer there", "stands elsewhere now"; nothing when only its words changed. */
function WhatBecame({ view: { i18n }, change }: { view: View; change: PartChange }) {
  const said = [
    change.before === null ? i18n._('changes.new', {}, { message: 'This is new.' }) : '',
    change.after === null ? i18n._('changes.gone', {}, { message: 'This is no longer part of the agreement.' }) : '',
    change.moved ? i18n._('changes.moved', {}, { message: 'It stands in another place now.' }) : '',
  ].filter((one) => one !== '');
  return said.length === 0 ? null : <p>{said.join(' ')}</p>;
}

function Texts({ view, kind, change }: { view: View; kind: PartKind; change: PartChange }) {
  return (
    <>
      {change.texts.map((one) => (
        <>
          <h4>{fieldLabel(kind, one.field, view.language)}</h4>
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

type Side = readonly [around: Around, part: AnyPart];

/** What is written in no language, and whether something is decided: before and now. */
function FixedWords({ view, kind, was, is }: { view: View; kind: PartKind; was: Side; is: Side }) {
  const unsaid = view.i18n._('changes.unsaid', {}, { message: 'not said' });
  const rows = fieldsOf(kind).flatMap(([key, field]): [string, string, string][] => {
    const open = ([, part]: Side) => spokenFields(view, kind, part).some((one) => one.key === key && one.undecided);
    const value = ([around, part]: Side) => wordValue(view, around, part, key, field) ?? unsaid;
    const label = fieldLabel(kind, key, view.language);
    if (!isSpoken(field)) return [[label, value(was), value(is)]];
    const written = view.i18n._('changes.written', {}, { message: 'written' });
    return open(was) === open(is) ? [] : [[label, ...both(was, is, (one) => (open(one) ? notDecided(view) : written))]];
  });
  const changed = rows.filter(([, one, other]) => one !== other);
  if (changed.length === 0) return null;
  return (
    <dl class="row">
      {changed.map(([name, one, other]) => (
        <Row name={name}>{fromTo(view, one, other)}</Row>
      ))}
    </dl>
  );
}

const both = (was: Side, is: Side, say: (side: Side) => string): [string, string] => [say(was), say(is)];

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
