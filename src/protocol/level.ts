import type { Level } from '../../schemas/level.ts';
import type { Reply } from '../../schemas/reply.ts';
import { dateOf } from './encoding.ts';
import type { Signed } from './signers.ts';

/** What "verified" means of an alert, lowest first (PROTOCOL §4): what was done, never "proved". */
const verificationLevels = ['accompanied', 'attested', 'decided', 'corroborated', 'acknowledged'] as const;

export type VerificationLevel = (typeof verificationLevels)[number];

/**
 * One alert, the accompaniers of its issuer who signed it, how many it takes, and who may speak about it: its issuer
 * and those who hold it.
 */
export type Noticed = {
  issuer: string;
  noticeId: string;
  attesters: ReadonlySet<string>;
  attest: number;
  sides: readonly string[];
};

/**
 * What was said about alerts, each verified by the chain of the collective that said it. Statements about others may be
 * among them.
 */
export type SaidOfIt = {
  levels: readonly Signed<'level'>[];
  replies: readonly Signed<'reply'>[];
  disputes: readonly Signed<'dispute'>[];
};

/**
 * One accompaniment as the issuer's own client knows it: whose secret consented (by its locator's hash), and who told.
 */
export type Accompaniment = { issuer: string; locatorHash: string; sources: readonly string[] };

/**
 * How far an alert is verified, and whether the person named disputes it, at a moment; computed, never typed. Null when
 * no accompanier signed. Beyond attested only its issuer's own statements count, by as many accompaniers as attest:
 * what another collective signed, or says of an alert of its own, adds nothing. Disputed is also an answer that was put
 * off and did not come.
 */
export function levelOf(
  noticed: Noticed,
  said: SaidOfIt,
  now: Date,
): { level: VerificationLevel | null; disputed: boolean } {
  const { issuer, noticeId, attesters, attest, sides } = noticed;
  const ofIt = ({ statement }: { statement: { issuer: string; noticeId: string } }) =>
    statement.noticeId === noticeId && sides.includes(statement.issuer);
  const disputed =
    said.disputes.some(ofIt) ||
    overdue(
      said.replies.filter(ofIt).map(({ statement }) => statement),
      now,
    );
  if (attesters.size < attest) return { level: attesters.size > 0 ? 'accompanied' : null, disputed };
  const stated = said.levels.filter(
    (one) => ofIt(one) && one.statement.issuer === issuer && one.signers.size >= attest,
  );
  return { level: highest(stated.map(({ statement }) => statement)), disputed };
}

/**
 * Whether the issuer may state `corroborated`: two accompaniments of its own, of different people, that share no
 * source.
 */
export function mayCorroborate(issuer: string, accompaniments: readonly Accompaniment[]): boolean {
  const own = accompaniments.filter((one) => one.issuer === issuer);
  const apart = (one: Accompaniment, other: Accompaniment) =>
    one.locatorHash !== other.locatorHash && !one.sources.some((source) => other.sources.includes(source));
  return own.some((one) => own.some((other) => apart(one, other)));
}

function highest(stated: readonly Level[]): VerificationLevel {
  return verificationLevels.findLast((level) => stated.some((one) => one.level === level)) ?? 'attested';
}

// A later answer, or a later deferral, stands in the place of an earlier one.
function overdue(replies: readonly Reply[], now: Date): boolean {
  return replies.some(
    ({ deferredUntil, at }) =>
      deferredUntil !== null &&
      dateOf(deferredUntil) <= now &&
      !replies.some((later) => later.at > at || (later.at === at && later.text !== null)),
  );
}
