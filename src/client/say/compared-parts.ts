import type { I18n } from '@lingui/core';
import type { Agreement } from '../../../schemas/agreement.ts';
import type { FieldGroup } from '../../agreement-file/fields.ts';
import { partWords } from '../../agreement-file/vocabulary.ts';
import { agreementParts, type PlacedPart, type SaidField, type SaidPart } from './agreement-words.ts';
import { beforeText, sameText } from './around-parts.ts';

/**
 * What became of a part since the version before: `said` says it, and `before` is what it said there, where that is not
 * the same.
 */
export type ComparedPart = SaidPart & {
  change: 'new' | 'changed' | 'moved' | 'same' | 'gone';
  said: string;
  before: SaidField[];
};

/** Its parts beside those of the version before, each beside the one with the same id; what is gone comes last. */
export function comparedParts(i18n: I18n, statement: Agreement, before: Agreement | null): ComparedPart[] {
  const old = new Map((before === null ? [] : agreementParts(i18n, before)).map((part) => [keyOf(part), part]));
  const now = agreementParts(i18n, statement);
  const moved = new Set(
    now.flatMap(({ kind }, at) => (now[at - 1]?.kind === kind ? [] : movedOf(now, old, kind))).map(keyOf),
  );
  const compared = now.map((part): ComparedPart => {
    const was = old.get(keyOf(part));
    return was
      ? comparedWith(i18n, part, was, moved.has(keyOf(part)))
      : { ...part, ...changedTo(i18n, 'new'), before: [] };
  });
  const gone = [...old.values()].filter((was) => !now.some((part) => keyOf(part) === keyOf(was)));
  return [...compared, ...gone.map((was) => ({ ...was, ...changedTo(i18n, 'gone'), fields: [], before: was.fields }))];
}

/** What was compared, as text: each part that is not the same, whole, and how many others there are. */
export function comparedLines(i18n: I18n, parts: readonly ComparedPart[]): string[] {
  const fields = (some: readonly SaidField[]) =>
    some.map(({ label, text }) => `  ${label}: ${text.replaceAll('\n', '\n    ')}`);
  const first = parts.every(({ change }) => change === 'new');
  const changed = parts.filter(({ change }) => change !== 'same');
  const same = parts.length - changed.length;
  return [
    ...changed.flatMap(({ heading, said, fields: now, before }) => [
      '',
      first ? heading : `${heading}. ${said}`,
      ...fields(now),
      ...(before.length === 0 ? [] : [`  ${beforeText(i18n)}:`, ...fields(before).map((line) => `  ${line}`)]),
    ]),
    ...(same === 0 ? [] : ['', sameText(i18n, same)]),
  ];
}

const keyOf = ({ kind, id }: PlacedPart): string => `${kind} ${id}`;

function comparedWith(i18n: I18n, part: PlacedPart, was: PlacedPart, moved: boolean): ComparedPart {
  const place = moved ? movedText(i18n, was.number, part.number) : null;
  if (JSON.stringify([was.names, was.fields]) === JSON.stringify([part.names, part.fields])) {
    const [change, said] = place === null ? (['same', ''] as const) : (['moved', place] as const);
    return { ...part, change, said, before: [] };
  }
  const { change, said } = changedTo(i18n, 'changed');
  const name = { label: partWords(was.kind, i18n.locale).one, text: was.heading };
  const before = was.names === part.names ? was.fields : [name, ...was.fields];
  return { ...part, change, said: place === null ? said : `${said} ${place}`, before };
}

function changedTo<C extends 'new' | 'gone' | 'changed'>(i18n: I18n, change: C): { change: C; said: string } {
  const said = {
    new: () => i18n._('desk.change-new', {}, { message: 'New.' }),
    gone: () => i18n._('desk.change-gone', {}, { message: 'No longer in it.' }),
    changed: () => i18n._('desk.change-changed', {}, { message: 'Changed.' }),
  }[change as 'new' | 'gone' | 'changed']();
  return { change, said };
}

function movedText(i18n: I18n, from: number, to: number): string {
  return i18n._('desk.change-moved', { from, to }, { message: 'Moved: it was number {from} of its kind, now {to}.' });
}

/** Parts of a kind that stand out of line: all but a longest run of them that is in the order of before. */
function movedOf(now: readonly PlacedPart[], old: ReadonlyMap<string, PlacedPart>, kind: FieldGroup): PlacedPart[] {
  const both = now.filter((part) => part.kind === kind && old.has(keyOf(part)));
  const place = (part: PlacedPart) => old.get(keyOf(part))?.number ?? 0;
  const longest = (runs: readonly PlacedPart[][]) =>
    runs.reduce((some, others) => (others.length > some.length ? others : some), []);
  const runs: PlacedPart[][] = [];
  for (const part of both) {
    const inOrder = runs.filter((run) => place(run.at(-1) as PlacedPart) < place(part));
    runs.push([...longest(inOrder), part]);
  }
  const staying = new Set(longest(runs));
  return both.filter((part) => !staying.has(part));
}
