import { listAgreements } from '../../agreements/agreements.ts';
import { calledInPublic } from '../../peers/called.ts';
import { acknowledgementTitle, withdrawalTitle } from '../../say/to-sign.ts';
import { sayOfPartners } from './acknowledgement.ts';
import type { ReadWhole, Saying } from './signing.ts';
import type { ToSign } from './to-sign.ts';
import { takeBack } from './withdrawal.ts';

/** What is begun: what we say of a partner's agreement, by its id, or to take one of ours back, by its series. */
export type Started =
  | { kind: 'acknowledgement'; id: string; differs: readonly string[] }
  | { kind: 'withdrawal'; id: string };

/** Everything that a steward can begin here: of each agreement that the node holds one thing. */
export async function listToStart({ desk, i18n }: Saying): Promise<ToSign[]> {
  const { agreements, partners } = await listAgreements(desk.api);
  const line = { lines: [], signed: false, ready: false };
  return [
    ...partners.map((about): ToSign => {
      const title = acknowledgementTitle(i18n, { about, called: calledInPublic(about) });
      return { ...line, kind: 'acknowledgement', id: about.id, title };
    }),
    ...agreements.map((agreement): ToSign => {
      return { ...line, kind: 'withdrawal', id: agreement.series, title: withdrawalTitle(i18n, { agreement }) };
    }),
  ];
}

/** One of them, as it would be signed. */
export const start = (at: Saying, started: Started): Promise<ReadWhole> =>
  started.kind === 'withdrawal' ? takeBack(at, started.id) : sayOfPartners(at, started.id, started.differs);
