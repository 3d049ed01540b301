import type { I18n } from '@lingui/core';
import type { Kysely } from 'kysely';
import type { Agreement } from '../../../schemas/agreement.ts';
import { type AgreementText, listedParts } from '../../agreement-file/parts.ts';
import type { Database } from '../../database/schema.ts';
import { i18nFor } from '../../platform/i18n.ts';
import { canonical } from '../../protocol/canonical.ts';
import { b64u, dateOf, sha256, timeOf, utf8 } from '../../protocol/encoding.ts';
import { wholeParts } from '../texts/complete.ts';
import { newestParts, textRow } from '../texts/store.ts';
import { nextVersion } from '../versions/rules.ts';
import { versionsOf } from '../versions/store.ts';
import type { TypedRefusal } from './input.ts';
import { dayOf } from './input.ts';
import type { RoundRefusal } from './round.ts';
import type { ProposalRow } from './store.ts';

/** Why a text cannot be proposed or decided on, or not any more. */
export type TextRefusal =
  | 'moved-on'
  | 'withdrawn'
  | 'missing'
  | 'undecided'
  | 'review'
  | 'text-changed'
  | 'text-gone'
  | 'round-open';
/** Why something that members do in a round, or with a decision, is not done. */
export type DecisionRefusal = RoundRefusal | TextRefusal | TypedRefusal;

/** A text as it can be decided on. */
export type Proposed = {
  text: string;
  series: string;
  /** The published version that it would follow; null when it would be the first. */
  base: string | null;
  /** The frozen wording: the same words are always the same text. */
  content: string;
  /** Hash of wording and base: a form names it, so that nobody decides on other words than those on their page. */
  wording: string;
};
export type Proposable = { ok: true; proposed: Proposed } | { ok: false; because: TextRefusal };

/**
 * The text as it is now, if it can be decided on: whole, something in it decided, to be looked at again later than
 * today, and its agreement not taken back. Without a series of its own it begins one under its own id, so that deciding
 * twice begins only one.
 */
export async function proposable(db: Kysely<Database>, id: string, i18n: I18n, now: Date): Promise<Proposable> {
  const text = await textRow(db, id);
  if (!text) return { ok: false, because: 'text-gone' };
  const whole = wholeParts(await newestParts(db, id), text.series, i18n);
  if (!whole.ok) return { ok: false, because: 'missing' };
  const series = text.series ?? id;
  const [newest] = await versionsOf(db, series);
  if (newest?.withdrawn) return { ok: false, because: 'withdrawn' };
  const { clauses, reviewBy } = whole.agreement;
  if (clauses.every(({ stance }) => stance === 'not_decided_yet')) return { ok: false, because: 'undecided' };
  if (reviewBy <= dayOf(now)) return { ok: false, because: 'review' };
  const base = newest?.id ?? null;
  const content = frozenWording(whole.agreement, series);
  const wording = b64u(sha256(utf8(`${base} ${content}`)));
  return { ok: true, proposed: { text: id, series, base, content, wording } };
}

/** What a text would say as a proposal now; null when it is not whole, or gone. */
export async function contentOfText(db: Kysely<Database>, id: string): Promise<string | null> {
  const text = await textRow(db, id);
  const whole = text && wholeParts(await newestParts(db, id), text.series, i18nFor('en'));
  return whole?.ok ? frozenWording(whole.agreement, text?.series ?? id) : null;
}

const frozenWording = (agreement: AgreementText, series: string): string =>
  canonical({ ...agreement, series, adopted: null });

/**
 * What a proposal would say as an agreement, published when it was proposed. Nobody has adopted it, and nobody can sign
 * it.
 */
export function proposedAgreement(
  { content, at }: Pick<ProposalRow, 'content' | 'at'>,
  place: { issuer: string; series: string; newest: { id: string; version: number } | null },
): Agreement {
  return nextVersion(wordingOf(content), place, dateOf(timeOf(at)));
}

/** Reads a frozen wording. */
export function wordingOf(content: string): AgreementText {
  return JSON.parse(content) as AgreementText;
}

/** Ids of what can be spoken of in a wording. */
export function partsIn(content: string): Set<string> {
  return new Set(listedParts(wordingOf(content)).map(({ id }) => id));
}
