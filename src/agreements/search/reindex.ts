import type { Transaction } from 'kysely';
import { ownNode } from '../../collective/store.ts';
import { transaction } from '../../database/database.ts';
import type { Database } from '../../database/schema.ts';
import type { Runtime } from '../../runtime.ts';
import { newestShown } from '../versions/received-store.ts';
import { type Stored, statementOf } from '../versions/statements.ts';
import { publishedVersion } from '../versions/store.ts';
import { weighedIn } from './fields.ts';
import { stemmingOf } from './query.ts';
import { lockWords, putWords, unread } from './store.ts';

type Tx = Transaction<Database>;

/**
 * Makes the newest version of ours that stands the one that is found; none when the series was withdrawn. Call it in
 * the transaction that changed that.
 */
export async function renewOwnWords(tx: Tx, series: string): Promise<void> {
  const own = await ownNode(tx);
  if (own?.collective != null) await renew(tx, { peer: own.collective, series }, () => publishedVersion(tx, series));
}

/** Writes anew what a search finds of a partner's newest version that is shown here. */
export async function renewPartnersWords(tx: Tx, peer: string, series: string): Promise<void> {
  await renew(tx, { peer, series }, () => newestShown(tx, peer, series));
}

async function renew(
  tx: Tx,
  of: { peer: string; series: string },
  newest: () => Promise<Stored | null>,
): Promise<void> {
  await lockWords(tx, of);
  const stored = await newest();
  if (!stored) return putWords(tx, of, []);
  const agreement = statementOf(stored);
  const rows = agreement.languages.flatMap((language) => {
    const weighed = weighedIn(agreement, language);
    return weighed === null ? [] : [{ ...of, language, statement: stored.id, stemming: stemmingOf(language), weighed }];
  });
  await putWords(tx, of, rows);
}

const atOnce = 50;
/** One round ends after that, so that a node can stop meanwhile. */
const roundMs = 5000;

/**
 * Reads agreements from before there were words, each in a transaction of its own; what is not reached comes in the
 * next round.
 */
export async function readUnread({ db }: Pick<Runtime, 'db'>): Promise<void> {
  const end = performance.now() + roundMs;
  for (;;) {
    const rows = await unread(db, atOnce);
    for (const { peer, series } of rows) {
      await transaction(db, async (tx) => {
        const own = await ownNode(tx);
        await (own?.collective === peer ? renewOwnWords(tx, series) : renewPartnersWords(tx, peer, series));
      });
      if (performance.now() > end) return;
    }
    if (rows.length < atOnce) return;
  }
}
