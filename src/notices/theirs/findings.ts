import type { Transaction } from 'kysely';
import type { RefusalCode } from '../../../schemas/codes.ts';
import { Refusal } from '../../../schemas/codes.ts';
import type { Database } from '../../database/schema.ts';
import { type Peer, takeTurn } from '../../peers/store.ts';
import { record } from '../../record/append.ts';
import type { Runtime } from '../../runtime.ts';
import { eraseEdition, eraseIncoming } from '../erase.ts';
import { type Finding, judgeFailed } from './judge.ts';
import { enqueueReceipt } from './receipts.ts';
import { editionsHeld, type Held, removeEarlier, setIncoming } from './store.ts';

/** Which edition a client looked at: `cipher` says which bytes, so that a report never lands on bytes that nobody checked. */
export type Looked = { peer: string; delivery: string; edition: number; cipher: string };

/**
 * Notes that a client opened an edition and every check passed: it is accepted, and the one before it is erased. Restores what
 * another client had reported as failed; the issuer learns `opened` once. Refuses what is not here (`not-found`) and other bytes
 * (`conflict`).
 */
export async function noteOpened(runtime: Runtime, member: string, looked: Looked): Promise<{ state: Held['state'] }> {
  const now = runtime.clock.now();
  await runtime.db.transaction().execute(async (tx) => {
    const { peer, row } = await lookedAt(tx, looked);
    const { delivery, cipher } = row;
    await removeEarlier(tx, row);
    const passed = { state: 'verified', failed_code: null, failed_by: null, failed: null } as const;
    await setIncoming(tx, row, { ...passed, opened: row.opened ?? now });
    if (!row.opened) await enqueueReceipt(tx, peer, { delivery, cipher, event: 'opened' }, now);
    await record(tx, { actor: member, action: 'notice.opened', subject: delivery }, now);
  });
  runtime.wake();
  return { state: 'verified' };
}

/**
 * Notes that a client's check failed, by its code. Hides the edition for all at once; a second accompanier's client with the
 * same code purges it; a failure to open at all never erases (PROTOCOL §5). An edition that waits beside an accepted one fails
 * alone. `no-consent`, the person's own withdrawal, is about all of them.
 */
export async function noteFailed(
  runtime: Runtime,
  member: string,
  looked: Looked & { code: RefusalCode; early: boolean },
): Promise<{ state: Held['state'] | 'purged' }> {
  const now = runtime.clock.now();
  const state = await runtime.db.transaction().execute(async (tx) => {
    const { peer, row, editions } = await lookedAt(tx, looked);
    const takenBack = looked.code === 'no-consent';
    const judged = (takenBack ? editions : [row]).map((one) => ({
      one,
      finding: judgeFailed(one, { ...looked, member }, now),
    }));
    const purged = judged.some(({ finding }) => finding.become === 'purged');
    if (purged && takenBack) await eraseIncoming(tx, peer, row.delivery, 'withdrawn', now);
    else if (purged) await eraseEdition(tx, peer, row, 'failed', now);
    else for (const { one, finding } of judged) await hide(tx, peer, one, finding, now);
    await record(tx, { actor: member, action: `notice.failed.${looked.code}`, subject: row.delivery }, now);
    const own = judged.find(({ one }) => one === row)?.finding.become ?? 'unchanged';
    return purged ? 'purged' : own === 'unchanged' ? row.state : own;
  });
  runtime.wake();
  return { state };
}

/** The edition that a client looked at, under its peer's lock, and everything that lies beside it. */
async function lookedAt(
  tx: Transaction<Database>,
  looked: Looked,
): Promise<{ peer: Peer; row: Held; editions: Held[] }> {
  const peer = await takeTurn(tx, looked.peer);
  const editions = await editionsHeld(tx, looked.peer, looked.delivery);
  const row = editions.find(({ edition }) => edition === looked.edition);
  if (!row || !peer) throw new Refusal('not-found');
  if (row.cipher !== looked.cipher) throw new Refusal('conflict', 'cipher');
  return { peer, row, editions };
}

async function hide(tx: Transaction<Database>, peer: Peer, row: Held, finding: Finding, now: Date): Promise<void> {
  if (finding.become === 'unchanged' || finding.become === 'purged') return;
  const { delivery, cipher } = row;
  const { become: state, code: failed_code, by: failed_by, since: failed } = finding;
  await setIncoming(tx, row, { state, failed_code, failed_by, failed });
  if (state === 'unopenable') await enqueueReceipt(tx, peer, { delivery, cipher, event: 'unopenable' }, now);
}
