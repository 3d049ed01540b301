import type { Transaction } from 'kysely';
import { Refusal } from '../../../schemas/codes.ts';
import { agreementsContract, type ListedAcknowledgement } from '../../../schemas/routes/agreements.ts';
import { ownNode } from '../../collective/store.ts';
import { transaction } from '../../database/database.ts';
import type { Database } from '../../database/schema.ts';
import { askingHourly } from '../../peers/ask-hourly.ts';
import type { Peer } from '../../peers/store.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { dateOf, timeOf } from '../../protocol/encoding.ts';
import type { Runtime } from '../../runtime.ts';
import { acknowledgementUrl } from '../versions/addresses.ts';
import { listedPublished, versionById } from '../versions/store.ts';
import { digestOf } from '../wire/activity.ts';
import { decoded, parsed, statementBytes } from '../wire/fetch.ts';
import {
  countPendingAcknowledgements,
  insertPendingAcknowledgement,
  mostPendingAcknowledgements,
  saidAbout,
  saidOf,
} from './store.ts';

/** What one answer holds, newest first. */
const mostListed = 100;

/**
 * What our collective says of that collective's agreements: which, since when, and the hash of the signed bytes; none
 * of their words.
 */
export async function listAbout(
  { db }: Pick<Runtime, 'db'>,
  peer: string,
): Promise<{ acknowledgements: ListedAcknowledgement[] }> {
  const own = await ownNode(db);
  const rows = own?.collective ? await saidAbout(db, { issuer: own.collective, peer }, mostListed) : [];
  const acknowledgements = rows.map(({ id, agreement, at, envelope }) => {
    return { id, agreement, at: timeOf(at), digestMultibase: digestOf(Buffer.from(envelope)) };
  });
  return { acknowledgements };
}

/**
 * Asks each peer once an hour, and after a start, what it says of our agreements: what it announced before we had
 * pinned it was refused, and an announcement may be lost. Newer words than we show are noted as if announced, and
 * fetched and checked as those are; nothing else is kept. Call it outside transactions.
 */
export function pullingAcknowledgements(runtime: Runtime): () => Promise<void> {
  const { db, log } = runtime;
  let own: string | null = null;
  return askingHourly(runtime, {
    worth: async () => {
      own = (await ownNode(db))?.collective ?? null;
      return own !== null && (await listedPublished(db)).length > 0;
    },
    ask: (peer) => pull(runtime, peer, own ?? ''),
    refused: (code) => log.info('acknowledgements.not-listed', { code }),
  });
}

async function pull(runtime: Runtime, peer: Peer, own: string): Promise<void> {
  const url = `${peer.origin}/acknowledgements?of=${own}`;
  const answer = agreementsContract.acknowledgements.answer.safeParse(
    parsed(decoded(await statementBytes(runtime, { url }, peer, 'application/json'))),
  );
  if (!answer.success) throw new Refusal('malformed');
  const now = runtime.clock.now();
  await transaction(runtime.db, async (tx) => {
    let room = mostPendingAcknowledgements - (await countPendingAcknowledgements(tx, peer.actor));
    for (const said of answer.data.acknowledgements) {
      if (room <= 0) return;
      if (!(await isNews(tx, peer.peer, said))) continue;
      const row = { id: uuidv7(now), actor: peer.actor, url: acknowledgementUrl(peer.origin, said.id) };
      await insertPendingAcknowledgement(tx, { ...row, digest: said.digestMultibase }, now);
      room--;
    }
  });
}

async function isNews(
  tx: Transaction<Database>,
  peer: string,
  { id, agreement, at }: ListedAcknowledgement,
): Promise<boolean> {
  const version = await versionById(tx, agreement);
  if (!version || version.withdrawn) return false;
  const held = (await saidOf(tx, agreement)).find(({ issuer }) => issuer === peer);
  return !held || (held.id !== id && held.at < dateOf(at));
}
