import { type Alert, alert as alertSchema } from '../../../schemas/alert.ts';
import { Refusal } from '../../../schemas/codes.ts';
import { daysAfter, monthsAfter } from '../../protocol/calendar.ts';
import { randomId, timeOf } from '../../protocol/encoding.ts';
import { draftEnvelope, signEnvelope } from '../../protocol/envelope.ts';
import { checkAlert } from '../../protocol/notice.ts';
import { shaped } from '../../protocol/shape.ts';
import type { Desk } from '../api/desk.ts';
import { signingSecret } from '../keyring/keyring.ts';
import { citedClauses } from './clauses.ts';
import type { Meant } from './draft-file.ts';
import { addDraft, type OpenDraft } from './drafts.ts';

/** What a person writes; the rest of an alert follows from who composes it, and when. */
export type AlertWords = Pick<
  Alert,
  | 'purpose'
  | 'identifiers'
  | 'violence'
  | 'axes'
  | 'severity'
  | 'immediacy'
  | 'period'
  | 'region'
  | 'conduct'
  | 'asks'
  | 'basis'
  | 'languages'
> & {
  /** A clause of ours by its id, or by the type of violence that it is about. */
  clauses: readonly string[];
  /** Times; by default a day under six months, and the longest that this severity may last. */
  reviewBy?: string;
  expires?: string;
};

/** How long one version may last, in months (PROTOCOL §4). Micro is never an alert. */
const lasts: Record<Alert['severity'], number> = { micro: 12, serious: 12, grave: 24, extreme: 36 };

/**
 * Writes a new alert, signs it as its first accompanier and keeps it as a draft, sealed to the own box; `meant` is for
 * whom, where that is known, `draft` the id that it is kept under.
 * @throws as {@link alertFrom}; `not-allowed` to whoever is no accompanier.
 */
export async function composeAlert(
  desk: Desk,
  words: AlertWords,
  meant?: Meant,
  draft = randomId(),
): Promise<OpenDraft> {
  const { keyring } = desk;
  if (!keyring.roles.includes('accompanier')) throw new Refusal('not-allowed', 'accompanier');
  const alert = signEnvelope(draftEnvelope('alert', await alertFrom(desk, words)), signingSecret(keyring));
  const file = { type: 'alert-draft' as const, v: 1 as const, draft, alert, consents: [] };
  return addDraft(desk, meant ? { ...file, meant } : file);
}

/**
 * An alert as it will be signed.
 * @throws `schema` and `notice-rule` with the field, also for a clause that our published agreements do not have.
 */
export async function alertFrom(desk: Desk, words: AlertWords): Promise<Alert> {
  const { own, now } = desk;
  const { clauses, ...rest } = words;
  const issuedAt = timeOf(now);
  const { version, id } = own.newest;
  // Of a severity that is none, the schema says so.
  const months = lasts[words.severity] ?? 12;
  const statement: Alert = {
    type: 'alert',
    noticeId: randomId(),
    version: 1,
    supersedes: null,
    issuer: own.collective,
    manifest: { version, id },
    ...rest,
    clauses: await citedClauses(desk, clauses),
    issuedAt,
    firstIssuedAt: issuedAt,
    reviewBy: words.reviewBy ?? timeOf(daysAfter(monthsAfter(now, 6), -1)),
    expires: words.expires ?? timeOf(monthsAfter(now, months)),
  };
  const alert = shaped(alertSchema, statement, 'schema');
  checkAlert(alert, now);
  return alert;
}
