import type { Agreement } from '../../../schemas/agreement.ts';
import type { Alert } from '../../../schemas/alert.ts';
import { Refusal } from '../../../schemas/codes.ts';
import { agreementsReadingContract } from '../../../schemas/routes/agreements-reading.ts';
import { verifyAgreement } from '../../protocol/agreement.ts';
import { listAgreements } from '../agreements/agreements.ts';
import { call } from '../api/call.ts';
import type { Desk } from '../api/desk.ts';

type Cited = Alert['clauses'][number];

/**
 * The clauses of our published agreements under these ids, or about these types of violence. Believes the stewards'
 * signatures, never the node.
 * @throws `notice-rule` for one that none of them has.
 */
export async function citedClauses(desk: Desk, cited: readonly string[]): Promise<Cited[]> {
  const agreements = await publishedAgreements(desk);
  const found = cited.map((one, at) => {
    const clauses = agreements.flatMap(({ id: agreement, statement }) =>
      statement.clauses
        .filter((clause) => clause.id === one || clause.violence === one)
        .map((clause) => ({ agreement, clause: clause.id })),
    );
    if (clauses.length === 0) throw new Refusal('notice-rule', `clauses.${at}`);
    return clauses;
  });
  return [...new Map(found.flat().map((one) => [`${one.agreement} ${one.clause}`, one])).values()];
}

/** A clause that an alert cites, as our published agreement words it; refuses (`notice-rule`) one that is not there. */
export async function readClauses(desk: Desk, cited: readonly Cited[]): Promise<Agreement['clauses']> {
  const agreements = await publishedAgreements(desk);
  return cited.map(({ agreement, clause }, at) => {
    const found = clausesOf(agreements, agreement).find(({ id }) => id === clause);
    if (!found) throw new Refusal('notice-rule', `clauses.${at}`);
    return found;
  });
}

/** Those of the clauses that an alert cites which our published agreements still have, in their words. */
export async function clausesFound(desk: Desk, cited: readonly Cited[]): Promise<Agreement['clauses']> {
  const agreements = await publishedAgreements(desk);
  return cited.flatMap(({ agreement, clause }) => clausesOf(agreements, agreement).filter(({ id }) => id === clause));
}

/** Our agreements that stand, as the stewards of our chain signed them. */
export async function publishedAgreements({ api, own, now }: Desk): Promise<{ id: string; statement: Agreement }[]> {
  const { agreements } = await listAgreements(api);
  const newest = agreements.map(({ series }) => call(api, agreementsReadingContract.own, { params: { series } }));
  return (await Promise.all(newest)).map((one) => verifyAgreement(one.envelope, own, now));
}

function clausesOf(agreements: Awaited<ReturnType<typeof publishedAgreements>>, agreement: string) {
  return agreements.find(({ id }) => id === agreement)?.statement.clauses ?? [];
}
