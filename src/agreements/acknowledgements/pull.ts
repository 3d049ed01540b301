import type { Transaction } from 'kysely';
import { Refusal } from '../../../schemas/codes.ts';
import { agreementsContract, type ListedAcknowledgement } from '../../../schemas/routes/agreements.ts';
import { ownNode } from '../../collective/store.ts';
import { transaction } from '../../database/database.ts';
import type { Database } from '../../database/schema.ts';
import { type Peer, peersOf } from '../../peers/store.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { sideBySide } from '../../platform/side-by-side.ts';
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

/** How often each peer is asked, in milliseconds. */
const everyMs = 3_600_000;
/** How many are asked at once. */
const atOnce = 8;
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
 * fetched and checked as those are; nothing else is kept, and a peer that does not answer is asked again next hour.
 * Call it outside transactions.
 */
export function pullingAcknowledgements(runtime: Runtime): () => Promise<void> {
  const asked = new Map<string, number>();
  return async () => {
    const now = runtime.clock.now();
    const peers = (await peersOf(runtime.db)).filter(({ state }) => state !== 'ended');
    const due = peers.filter(({ peer }) => now.getTime() - (asked.get(peer) ?? Number.NEGATIVE_INFINITY) >= everyMs);
    const own = due.length > 0 ? await ownNode(runtime.db) : null;
    if (!own?.collective || (await listedPublished(runtime.db)).length === 0) return;
    const { collective } = own;
    await sideBySide(due, atOnce, async (peer) => {
      asked.set(peer.peer, now.getTime());
      try {
        await pull(runtime, peer, collective);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        runtime.log.info('acknowledgements.not-listed', { code: error.code });
      }
    });
  };
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
