import { recordContract } from '../../schemas/routes/record.ts';
import type { Parts, Room } from '../room.ts';
import { keepHead, signedHead } from './head.ts';
import { recordRoutes } from './routes.tsx';

const hourMs = 3_600_000;

/*
 * Record: who did what and when, never content. Row: one event, chained by hash to the row before it. Head: the newest
 * row's number and hash, signed by the node. Withheld: a row of which only its place in the chain is told.
 */
export const room = {
  name: 'record',
  contracts: [recordContract],
  routes: ({ runtime, house, readers }) => recordRoutes(runtime, house.signer, readers),
  chores: (parts) => ({ 'record-head': { everyMs: hourMs, work: () => keep(parts) } }),
  closes: (parts) => keep(parts),
  tables: { record: { shown: false, until: 'stays' }, record_head: { shown: false, until: 'stays' } },
} satisfies Room;

/** Writes the signed head into the data folder, where a backup of it can be taken. */
async function keep({ runtime, settings, house }: Parts): Promise<void> {
  const head = await signedHead(runtime.db, house.signer, runtime.clock.now());
  if (head) await keepHead(settings.folder, head);
}
