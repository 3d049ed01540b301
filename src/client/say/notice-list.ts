import type { I18n } from '@lingui/core';
import type { ListedNotice } from '../../../schemas/notice-answers.ts';
import { type Sentence, sentence } from '../../platform/i18n.ts';
import type { Called } from '../peers/called.ts';
import { calledText } from './called.ts';
import { dayOf } from './day.ts';

const stateNames: Record<ListedNotice['state'], Sentence> = {
  quarantined: { id: 'cli.alert-state.unopened', message: 'not opened yet' },
  verified: { id: 'cli.alert-state.verified', message: 'opened and checked' },
  unopenable: { id: 'cli.alert-state.unopenable', message: 'does not open with our keys' },
  review: { id: 'cli.alert-state.review', message: 'to be checked again: a key of theirs was stolen' },
  failed: { id: 'cli.alert-state.failed', message: 'did not hold when it was checked' },
};

/** How far our own clients are with an item. */
export const noticeStateText = (i18n: I18n, state: ListedNotice['state']): string => sentence(i18n, stateNames[state]);

/** One draft of a list. */
export function alertDraftLine(i18n: I18n, { draft, updated, by, erasing }: ListedDraft): string {
  const values = { draft, day: dayOf(updated), by };
  const line = i18n._('cli.alert-draft-line', values, { message: 'Draft {draft}, changed {day} by {by}' });
  if (erasing.length === 0) return line;
  const asked = i18n._(
    'cli.alert-draft-erasing',
    { members: erasing.join(', ') },
    { message: '{members} asked to take it away' },
  );
  return `${line}; ${asked}`;
}

type ListedDraft = { draft: string; updated: string; by: string; erasing: readonly string[] };

/** One item that a peer sent, as a list shows it, and who that is: nothing of it is opened. */
export function noticeLine(
  i18n: I18n,
  { header, state, stale, received, failedCode }: ListedNotice,
  called: Called,
): string {
  const { delivery, kind, edition } = header;
  const later = edition > 1 && i18n._('cli.alert-edition', { edition }, { message: 'edition {edition}' });
  const silent = stale && i18n._('cli.alert-stale', {}, { message: 'stale' });
  return [
    delivery,
    kind,
    dayOf(received),
    noticeStateText(i18n, state),
    silent,
    later,
    failedCode,
    calledText(i18n, called),
  ]
    .filter(Boolean)
    .join('  ');
}

/** Why a list may still show what a peer took back: when our node last reached theirs, null for never. */
export function notReachedText(i18n: I18n, called: Called, answered: string | null): string {
  const name = calledText(i18n, called);
  if (answered === null)
    return i18n._(
      'cli.alert-never-reached',
      { name },
      {
        message: 'Our node has not reached the one of {name} yet: what they took back meanwhile may still be listed.',
      },
    );
  return i18n._(
    'cli.alert-not-reached',
    { name, day: dayOf(answered) },
    {
      message: 'Our node last reached the one of {name} on {day}: what they took back since may still be listed.',
    },
  );
}

/** Said of a list without drafts and without anything that a peer sent. */
export function nothingListedText(i18n: I18n): string {
  return i18n._('cli.alert-none', {}, { message: 'There are no drafts, and nothing was sent to you.' });
}
