import type { I18n } from '@lingui/core';
import type { Agreement } from '../../../schemas/agreement.ts';
import type { Acknowledged } from '../../../schemas/routes/agreements.ts';
import type { AgreementList } from '../../../schemas/routes/agreements-reading.ts';
import { reviewDue } from '../../protocol/calendar.ts';
import { shortId } from '../../protocol/encoding.ts';
import type { CheckedDraft, ListedDraft } from '../agreements/agreements.ts';
import type { CheckedWithdrawal } from '../agreements/withdraw.ts';
import type { Called } from '../peers/called.ts';
import { calledText } from './called.ts';
import { datedText, minuteOf } from './day.ts';

/** One agreement of ours, as a list shows it. */
export function agreementLine(i18n: I18n, one: AgreementList['agreements'][number]): string {
  return `${titleOf(one)}  ${versionText(i18n, one.version)}  ${one.series}`;
}

/** One agreement of a collective that we follow. */
export function partnerLine(i18n: I18n, one: AgreementList['partners'][number], called: Called): string {
  const line = `${calledText(i18n, called)}: ${titleOf(one)}  ${versionText(i18n, one.version)}  ${one.url}`;
  if (one.takenDown === null) return line;
  return `${line}  ${i18n._('agreement.taken-down', {}, { message: 'Taken down by its server, not signed.' })}`;
}

/** That an agreement is due to be looked at again, or null while it is not. */
export function reviewText(i18n: I18n, date: string, now: Date): string | null {
  const due = reviewDue(date, now);
  if (due === 'over')
    return i18n._('cli.review-over', { date }, { message: 'You wanted to look at it again by {date}.' });
  if (due === 'soon')
    return i18n._('cli.review-soon', { date }, { message: 'You want to look at it again by {date}.' });
  return null;
}

/** Said of a node that shows no agreement. */
export function noAgreementsText(i18n: I18n): string {
  return i18n._('cli.agreements-none', {}, { message: 'There are no agreements here yet.' });
}

/** A draft by its title, version and hash, and whether it can be published. */
export function agreementDraftLines(i18n: I18n, { id, statement }: Pick<CheckedDraft, 'id' | 'statement'>): string[] {
  return [
    `${titleOf(statement)}  ${versionText(i18n, statement.version)}`,
    i18n._('cli.agreements-id', { id }, { message: 'Identifier of exactly these words: {id}' }),
    ...(statement.adopted
      ? []
      : [i18n._('cli.agreements-unadopted', {}, { message: 'Not adopted yet: it can be signed, not published.' })]),
  ];
}

/** A draft among several, by its first characters: who began it, when, and how many have signed or that it lapsed. */
export function listedDraftText(i18n: I18n, draft: ListedDraft): string {
  const { id, by, at, lapsed, statement } = draft;
  const values = { id: shortId(id), title: titleOf(statement), by, when: minuteOf(at) };
  if (lapsed !== null)
    return i18n._(
      'cli.agreements-draft-lapsed',
      { ...values, since: minuteOf(lapsed) },
      { message: '{id}  {title}, begun by {by}, {when}; lapsed {since}: another one was published' },
    );
  const line = i18n._('cli.agreements-draft-line', values, { message: '{id}  {title}, begun by {by}, {when}.' });
  return `${line} ${signedText(i18n, draft)}`;
}

/** Said before a file becomes a draft beside one that somebody has signed. */
export function besideSignedText(i18n: I18n, { id, signers, needed }: CheckedDraft): string {
  return i18n._(
    'cli.agreements-beside-signed',
    { id: shortId(id), signed: signers.length, needed },
    {
      message:
        '{signed, plural, one {# signature stands} other {# signatures stand}} on {id}, of {needed} that it takes. ' +
        'They stay there, and it can still be published; yours stands beside it, without signatures.',
    },
  );
}

/** Asked before that. */
export function besideSignedQuestion(i18n: I18n): string {
  return i18n._('cli.agreements-beside-question', {}, { message: 'Begin another draft all the same?' });
}

/** Asked before a steward signs a draft. */
export function signAgreementQuestion(i18n: I18n): string {
  return i18n._('cli.agreements-sign-confirm', {}, { message: 'Sign exactly these words?' });
}

/** How many signed a draft, of how many it takes. */
export function signedText(i18n: I18n, { signers, needed }: Pick<CheckedDraft, 'signers' | 'needed'>): string {
  return i18n._(
    'cli.agreements-signed',
    { signed: signers.length, needed },
    { message: 'Signed: {signed} of {needed}.' },
  );
}

/** Asked before a draft is published. */
export function publishAgreementQuestion(i18n: I18n): string {
  return i18n._(
    'cli.agreements-publish-confirm',
    {},
    { message: 'Publish it? Everyone can read it, and followers get it.' },
  );
}

/** Where a version can be read from now on. */
export function publishedText(i18n: I18n, url: string): string {
  return i18n._('cli.agreements-published', { url }, { message: 'Published at {url}' });
}

/** Asked before an agreement is taken back. */
export function withdrawAgreementQuestion(i18n: I18n): string {
  return i18n._(
    'cli.agreements-withdraw-confirm',
    {},
    {
      message:
        'Sign that we take it back? Once enough stewards have, its page is gone, and every server that has it is ' +
        'asked to delete it.',
    },
  );
}

/** What a withdrawal takes back, under which hash, and who proposed it. */
export function withdrawalLines(i18n: I18n, { id, agreement, at, proposed }: CheckedWithdrawal): string[] {
  return [
    `${titleOf(agreement)}  ${versionText(i18n, agreement.version)}`,
    i18n._('cli.agreements-withdrawal-id', { id }, { message: 'Identifier of exactly this withdrawal: {id}' }),
    datedText(i18n, at),
    ...(proposed
      ? [
          i18n._(
            'cli.agreements-withdrawal-by',
            { by: proposed.by, when: minuteOf(proposed.at) },
            { message: 'Proposed by {by}, {when}.' },
          ),
        ]
      : []),
  ];
}

/** Whether an agreement is taken back, or how many stewards signed that. */
export function withdrawnText(i18n: I18n, { id, published, signers, needed }: Acknowledged): string {
  if (published)
    return i18n._('cli.agreements-withdrawn', {}, { message: 'Taken back. Others may still keep a copy.' });
  return i18n._(
    'cli.agreements-withdrawal-signed',
    { signed: signers.length, needed, id: shortId(id) },
    {
      message: 'Signed: {signed} of {needed}. It goes when the others sign {id} with the same command within a week.',
    },
  );
}

/** Said of a file without problems. */
export function soundText(i18n: I18n, file: string): string {
  return i18n._('cli.agreements-sound', { file }, { message: '{file} can be imported.' });
}

/** Said where nothing that was announced waits. */
export function allShownText(i18n: I18n): string {
  return i18n._('cli.agreements-received-none', {}, { message: 'All that was announced is shown.' });
}

/** The title in the first language that an agreement is written in. */
export function titleOf({ title, languages }: Pick<Agreement, 'title' | 'languages'>): string {
  return title[languages[0] ?? ''] ?? '';
}

/** A version by its number. */
export const versionText = (i18n: I18n, version: number): string =>
  i18n._('cli.agreements-version-is', { version }, { message: 'version {version}' });

/** An agreement of ours that too few signed with keys that count now. */
export const fallenText = (i18n: I18n, title: string): string =>
  i18n._(
    'agreement.fallen',
    { title },
    {
      message:
        '“{title}” does not count here now: too few of the keys that signed it still do. Stewards sign it again under ' +
        '“People and keys”.',
    },
  );
