import { type Alert, alert as alertSchema } from '../../../schemas/alert.ts';
import { Refusal } from '../../../schemas/codes.ts';
import { daysAfter, monthsAfter } from '../../protocol/calendar.ts';
import { randomId, timeOf } from '../../protocol/encoding.ts';
import { draftEnvelope, signEnvelope } from '../../protocol/envelope.ts';
import { checkAlert } from '../../protocol/notice.ts';
import { shaped } from '../../protocol/shape.ts';
import type { Desk } from '../api/desk.ts';
import { signingSecret } from '../keyring/keyring.ts';
import type { WordedClause } from '../say/cited.ts';
import { citedClauses, ownAgreements } from './clauses.ts';
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
  /** Clauses of ours by their names or ids, or by the type of violence that they are about (`citedClauses`). */
  clauses: readonly string[];
  /** Times; by default a day under six months, and the longest that this severity may last. */
  reviewBy?: string;
  expires?: string;
};

/** How long one version may last, in months (PROTOCOL §4). Micro is never an alert. */
const lasts: Record<Alert['severity'], number> = { micro: 12, serious: 12, grave: 24, extreme: 36 };

/**
 * Writes a new alert, signs it as its first accompanier and keeps it as a draft.
 * @throws as {@link alertFrom} and {@link signAlert}.
 */
export async function composeAlert(desk: Desk, words: AlertWords): Promise<OpenDraft> {
  return signAlert(desk, (await alertFrom(desk, words)).alert);
}

/**
 * Signs that very alert as its first accompanier and keeps it as a draft, sealed to the own box; `meant` is for whom,
 * where that is known, `draft` the id that it is kept under.
 * @throws `not-allowed` to whoever is no accompanier.
 */
export async function signAlert(desk: Desk, statement: Alert, meant?: Meant, draft = randomId()): Promise<OpenDraft> {
  const { keyring } = desk;
  if (!keyring.roles.includes('accompanier')) throw new Refusal('not-allowed', 'accompanier');
  const alert = signEnvelope(draftEnvelope('alert', statement), signingSecret(keyring));
  const file = { type: 'alert-draft' as const, v: 1 as const, draft, alert, consents: [] };
  return addDraft(desk, meant ? { ...file, meant } : file);
}

/** An alert as it will be signed, and the clauses that it cites as our agreements word them. */
export type Written = { alert: Alert; clauses: WordedClause[] };

/**
 * An alert as it will be signed. The node is asked for our agreements once: what it cites is what is shown.
 * @throws `schema` and `notice-rule` with the field, also for a clause that our published agreements do not have.
 */
export async function alertFrom(desk: Desk, words: AlertWords): Promise<Written> {
  const { own, now } = desk;
  const { clauses: cited, ...rest } = words;
  const clauses = citedClauses(await ownAgreements(desk), cited);
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
    clauses: clauses.map(({ agreement, id: clause }) => ({ agreement, clause })),
    issuedAt,
    firstIssuedAt: issuedAt,
    reviewBy: words.reviewBy ?? timeOf(daysAfter(monthsAfter(now, 6), -1)),
    expires: words.expires ?? timeOf(monthsAfter(now, months)),
  };
  const alert = shaped(alertSchema, statement, 'schema');
  checkAlert(alert, now);
  return { alert, clauses };
}
