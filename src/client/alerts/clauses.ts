import type { Agreement } from '../../../schemas/agreement.ts';
import type { Alert } from '../../../schemas/alert.ts';
import { Refusal } from '../../../schemas/codes.ts';
import { agreementsReadingContract } from '../../../schemas/routes/agreements-reading.ts';
import { verifyAgreement } from '../../protocol/agreement.ts';
import { listAgreements } from '../agreements/agreements.ts';
import { call } from '../api/call.ts';
import type { Desk } from '../api/desk.ts';
import { clauseName, isCited, type WordedClause } from '../say/cited.ts';

type Cited = Alert['clauses'][number];
/** Our published agreements, each by the id of that version. */
type Published = readonly { id: string; statement: Agreement }[];

/**
 * The clauses of our agreements under these names or ids, or about these types of violence.
 * @throws `notice-rule` for one that none of them has.
 */
export function citedClauses(agreements: Published, cited: readonly string[]): WordedClause[] {
  const found = cited.map((one, at) => {
    const clauses = agreements.flatMap(({ id: agreement, statement }) =>
      statement.clauses
        .filter((clause) => [clause.id, clause.violence, clauseName(statement, clause)].includes(one))
        .map((clause) => ({ ...clause, agreement })),
    );
    if (clauses.length === 0) throw new Refusal('notice-rule', `clauses.${at}`);
    return clauses;
  });
  return [...new Map(found.flat().map((one) => [`${one.agreement} ${one.id}`, one])).values()];
}

/** The clauses that an alert cites, as our published agreements word them; refuses (`notice-rule`) one not there. */
export async function readClauses(desk: Desk, cited: readonly Cited[]): Promise<WordedClause[]> {
  const found = await clausesFound(desk, cited);
  const missing = cited.findIndex((one) => !found.some((clause) => isCited(clause, one)));
  if (missing >= 0) throw new Refusal('notice-rule', `clauses.${missing}`);
  return found;
}

/** Those of the clauses that an alert cites which our published agreements still have, in their words. */
export async function clausesFound(desk: Desk, cited: readonly Cited[]): Promise<WordedClause[]> {
  const all = (await publishedAgreements(desk)).flatMap(({ id: agreement, statement }) =>
    statement.clauses.map((clause) => ({ ...clause, agreement })),
  );
  return cited.flatMap((one) => all.filter((clause) => isCited(clause, one)));
}

/** Our agreements that stand. Believes the signatures of our chain’s stewards, never the node. */
export async function publishedAgreements({ api, own, now }: Desk): Promise<Published> {
  const { agreements } = await listAgreements(api);
  const newest = agreements.map(({ series }) => call(api, agreementsReadingContract.own, { params: { series } }));
  return (await Promise.all(newest)).map((one) => verifyAgreement(one.envelope, own, now));
}
