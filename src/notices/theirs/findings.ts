import type { Transaction } from 'kysely';
import { Refusal, type RefusalCode } from '../../../schemas/codes.ts';
import { transaction } from '../../database/database.ts';
import type { Database } from '../../database/schema.ts';
import { lockAndCount, type Peer, peerChain } from '../../peers/store.ts';
import type { Holding } from '../../protocol/item-deadlines.ts';
import { type EditionStage, type Event, editionStage } from '../../protocol/item-state.ts';
import { record } from '../../record/append.ts';
import type { Runtime } from '../../runtime.ts';
import { hear } from './hear.ts';
import { type Item, itemOf } from './item.ts';

/**
 * What the checks of an opening client can find, and a withdrawal that it opened; nothing else is taken as a report.
 */
export const findings = [
  'unseal',
  'padding',
  'canonical',
  'bundle',
  'encoding',
  'mark-control',
  'mark-hidden',
  'mark-order',
  'schema',
  'payload-type',
  'version',
  'not-for-me',
  'from-mismatch',
  'unverified-peer',
  'not-accepted',
  'manifest-expired',
  'manifest-rollback',
  'equivocation',
  'need-manifest',
  're-attest',
  'signature',
  'attest-threshold',
  'notice-rule',
  'notice-rollback',
  'notice-equivocation',
  'weak-key',
  'case-key-is-member',
  'consent-audience',
  'consent-content',
  'consent-delegate',
  'consent-delivery',
  'consent-issuer',
  'consent-person-signature',
  'consent-purpose',
  'consent-window',
  'consent-witnesses',
  'drop-after',
  'no-consent',
] as const satisfies readonly RefusalCode[];

/**
 * Which edition a client looked at: `cipher` says which bytes, so that a report never lands on bytes that nobody
 * checked.
 */
export type Looked = { peer: string; delivery: string; edition: number; cipher: string };

/** Where an edition stands after a client looked at it. */
export type Found = { state: EditionStage | 'purged' };

/**
 * Notes that a client opened an edition and every check passed, by the issuer's chain up to `version`.
 *
 * @throws `not-found` for what is not here, `conflict` for other bytes, and for a version that we do not hold.
 */
export async function noteOpened(
  runtime: Runtime,
  member: string,
  looked: Looked & { version: number },
): Promise<Found> {
  const { edition, cipher, version } = looked;
  return note(runtime, looked, async (tx) => {
    const chain = await peerChain(tx, looked.peer);
    if (!chain || version > chain.newest.version) throw new Refusal('conflict', 'version');
    return { action: 'notice.opened', by: member, event: { type: 'passed', edition, cipher, version, by: member } };
  });
}

/**
 * Notes that a client's check failed, by its code; `no-consent`, the person's own withdrawal, is about every edition.
 *
 * @throws as `noteOpened`.
 */
export async function noteFailed(
  runtime: Runtime,
  member: string,
  looked: Looked & { code: RefusalCode; early: boolean },
): Promise<Found> {
  const { edition, cipher, code, early } = looked;
  const event: Event =
    code === 'no-consent'
      ? { type: 'taken-back', kind: 'withdrawn', by: member }
      : { type: 'failed', edition, cipher, code, early, by: member };
  return note(runtime, looked, async () => ({ action: `notice.failed.${code}`, by: member, event }));
}

type Noted = { action: string; by: string; event: Event };

async function note(
  runtime: Runtime,
  looked: Looked,
  noting: (tx: Transaction<Database>) => Promise<Noted>,
): Promise<Found> {
  const now = runtime.clock.now();
  const found = await transaction(runtime.db, async (tx) => {
    const { peer, item } = await lookedAt(tx, looked);
    const { action, by, event } = await noting(tx);
    const after = await hear(tx, peer, item, event, now);
    await record(tx, { actor: by, action, subject: looked.delivery }, now);
    return { state: stageIn(after, looked.edition) };
  });
  runtime.wake();
  return found;
}

function stageIn(holding: Holding, edition: number): Found['state'] {
  const copy = holding.held ? holding.copies.find((one) => one.edition === edition) : undefined;
  return holding.held && copy ? editionStage(copy, holding) : 'purged';
}

/** The item that a client looked at, under its peer's lock, while the very bytes lie here. */
async function lookedAt(tx: Transaction<Database>, looked: Looked): Promise<{ peer: Peer; item: Item }> {
  const peer = await lockAndCount(tx, looked.peer);
  const item = peer && (await itemOf(tx, peer, looked.delivery));
  const row = item?.rows.find(({ edition }) => edition === looked.edition);
  if (!row || !item || !peer) throw new Refusal('not-found');
  if (row.cipher !== looked.cipher) throw new Refusal('conflict', 'cipher');
  return { peer, item };
}
