import type { Agreement } from '../../../schemas/agreement.ts';
import type { Alert } from '../../../schemas/alert.ts';
import { Refusal } from '../../../schemas/codes.ts';
import { agreementsReadingContract } from '../../../schemas/routes/agreements-reading.ts';
import { verifyAgreement } from '../../protocol/agreement.ts';
import { listAgreements } from '../agreements/agreements.ts';
import { call } from '../api/call.ts';
import type { Desk } from '../api/desk.ts';
import { unlessRefused } from '../keyring/peer-trust.ts';
import { titleOf } from '../say/agreements.ts';
import { clauseName, isCited, type WordedClause } from '../say/cited.ts';

type Cited = Alert['clauses'][number];
/** Our published agreements, each by the id of that version. */
type Published = readonly { id: string; statement: Agreement }[];
type OwnAgreements = { published: Published; fallen: string[] };

/**
 * The clauses of our agreements under these names or ids, or about these types of violence.
 * @throws `notice-rule` for one that none of them has; `re-attest` where it may stand in one that counts no more.
 */
export function citedClauses({ published, fallen }: OwnAgreements, cited: readonly string[]): WordedClause[] {
  const found = cited.map((one, at) => {
    const clauses = published.flatMap(({ id: agreement, statement }) =>
      statement.clauses
        .filter((clause) => [clause.id, clause.violence, clauseName(statement, clause)].includes(one))
        .map((clause) => ({ ...clause, agreement })),
    );
    if (clauses.length === 0) throw missing(fallen, at);
    return clauses;
  });
  return [...new Map(found.flat().map((one) => [`${one.agreement} ${one.id}`, one])).values()];
}

/**
 * The clauses that an alert cites, as our published agreements word them.
 * @throws `notice-rule` for one not there; `re-attest` where it may stand in an agreement whose signatures count no
 * more
 */
export async function readClauses(desk: Desk, cited: readonly Cited[]): Promise<WordedClause[]> {
  const { published, fallen } = await ownAgreements(desk);
  const found = clausesIn(published, cited);
  const at = cited.findIndex((one) => !found.some((clause) => isCited(clause, one)));
  if (at >= 0) throw missing(fallen, at);
  return found;
}

const missing = (fallen: OwnAgreements['fallen'], at: number): Refusal =>
  fallen.length > 0 ? new Refusal('re-attest') : new Refusal('notice-rule', `clauses.${at}`);

/** Those of the clauses that an alert cites which our published agreements still have, in their words. */
export async function clausesFound(desk: Desk, cited: readonly Cited[]): Promise<WordedClause[]> {
  return clausesIn((await ownAgreements(desk)).published, cited);
}

function clausesIn(published: Published, cited: readonly Cited[]): WordedClause[] {
  const all = published.flatMap(({ id: agreement, statement }) =>
    statement.clauses.map((clause) => ({ ...clause, agreement })),
  );
  return cited.flatMap((one) => all.filter((clause) => isCited(clause, one)));
}

/**
 * Our agreements that stand, by the signatures of our chain’s stewards, whatever the node says; `fallen`: the titles of
 * those that the node publishes and that too few of these signed, as after keys were replaced.
 */
export async function ownAgreements({ api, own, now }: Desk): Promise<OwnAgreements> {
  const { agreements } = await listAgreements(api);
  const published: Published[number][] = [];
  const fallen: string[] = [];
  const newest = agreements.map(async (one) => {
    const { envelope } = await call(api, agreementsReadingContract.own, { params: { series: one.series } });
    return { title: titleOf(one), stands: unlessRefused(() => verifyAgreement(envelope, own, now)) };
  });
  for (const { title, stands } of await Promise.all(newest))
    if (stands) published.push(stands);
    else fallen.push(title);
  return { published, fallen };
}
