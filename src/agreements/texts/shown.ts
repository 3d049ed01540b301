import type { I18n } from '@lingui/core';
import { Refusal } from '../../../schemas/codes.ts';
import { daysAfter } from '../../protocol/calendar.ts';
import type { Runtime } from '../../runtime.ts';
import type { ShownAgreement } from '../versions/shown.ts';
import { lineageOf } from '../versions/shown-versions.ts';
import { type UnderSignature, underSignature } from '../versions/under-signature.ts';
import { askedDays } from './add-move-remove.ts';
import { type WholeText, wholeParts } from './complete.ts';
import { type Example, examplesOf } from './examples.ts';
import { readTyped, sameToRead, type Typed, typedOf, type Wrong } from './form-values.ts';
import { erasureAsked, newestParts, partAt, revisionsOf, type TextRow, textRow, unsavedOf } from './store.ts';
import { takenFrom } from './take-clause.ts';
import { type Content, emptyContent, type FrontPart, frontOf, type Part } from './text.ts';

/** A text as one member sees it. */
export type ShownText = {
  /** Who asked within a week to throw it away. */
  erasing: string[];
  text: TextRow;
  parts: Part[];
  front: FrontPart;
  whole: WholeText;
  /** Parts in which the member typed something and did not save it. */
  unsaved: string[];
  lineage: ShownAgreement['lineage'];
  /** Origins that can be let go of: no clause of them is in the text. */
  free: string[];
};

/** What a member sent that was not saved, and the revision that they had before them. */
export type Sent = { typed: Typed; from: number; wrong: readonly Wrong[]; preview: boolean };

/** A part before one member: what stands, what the form holds, and what else there is to look at. */
export type ShownPart = {
  text: string;
  current: Part;
  /** Every part of the text as it stands. */
  parts: Part[];
  front: FrontPart;
  typed: Typed;
  /** What was typed, read as a part. */
  content: Content;
  wrong: readonly Wrong[];
  preview: boolean;
  /** When the member typed what lies in the form, where they did not save it then. */
  unsavedAt: Date | null;
  /** Somebody else saved other words since the member began. */
  conflict: boolean;
  revisions: Pick<Part, 'revision' | 'member' | 'at'>[];
  examples: Example[];
  /** Ids of the parts that stand in the text. */
  held: string[];
  /** What stewards have signed of these words as they were decided on. */
  signed: UnderSignature[];
};

const mostRevisions = 100;

/**
 * A text with its parts, for a member.
 * @throws `not-found`.
 */
export async function shownText({ db, clock }: Runtime, id: string, member: string, i18n: I18n): Promise<ShownText> {
  const text = await textRow(db, id);
  if (!text) throw new Refusal('not-found');
  const parts = await newestParts(db, id);
  const front = frontOf(parts);
  const lineage = await lineageOf(db, front.adaptedFrom);
  const free = lineage.flatMap(({ id, clauses }) => (takenFrom(clauses, parts) ? [] : [id]));
  const unsaved = (await unsavedOf(db, id, member)).map(({ part }) => part);
  const erasing = await erasureAsked(db, id, daysAfter(clock.now(), -askedDays));
  return { text, parts, front, whole: wholeParts(parts, text.series, i18n), unsaved, lineage, free, erasing };
}

/**
 * A part for a member, with what they sent just now, else what they typed earlier and did not save, else what stands.
 * @throws `not-found`.
 */
export async function shownPart(
  { db }: Runtime,
  member: string,
  { text, part }: { text: string; part: string },
  sent: Sent | null,
): Promise<ShownPart> {
  const row = await textRow(db, text);
  const parts = row ? await newestParts(db, text) : [];
  const current = parts.find((one) => one.part === part);
  if (!row || !current) throw new Refusal('not-found');
  const unsaved = (await unsavedOf(db, text, member)).find((one) => one.part === part);
  const earlier = unsaved && { typed: unsaved.typed, from: unsaved.revision };
  const standing = current.content ?? emptyContent(current.kind);
  const { typed, from } = sent ?? earlier ?? { typed: typedOf(standing), from: current.revision };
  const { content } = readTyped(typed, standing);
  const base = from === current.revision ? current : await partAt(db, text, part, from);
  const since = base !== null && !sameToRead(base.content, current.content);
  return {
    text,
    current,
    parts,
    front: frontOf(parts),
    typed,
    content,
    wrong: sent?.wrong ?? [],
    preview: sent?.preview ?? false,
    unsavedAt: unsaved?.at ?? null,
    conflict: since && !sameToRead(content, current.content),
    revisions: await revisionsOf(db, text, part, mostRevisions),
    examples: content.kind === 'clause' ? await examplesOf(db, content.violence) : [],
    held: parts.filter((one) => one.content !== null).map((one) => one.part),
    signed: await underSignature(db, row.series ?? text),
  };
}
