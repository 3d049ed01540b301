import type { Kysely } from 'kysely';
import { ownNode } from '../../collective/store.ts';
import type { Database } from '../../database/schema.ts';
import { storedEnvelope } from '../../database/stored-envelope.ts';
import { peerOf } from '../../peers/store.ts';

import { readUnverified } from '../../protocol/envelope.ts';

import { saidOf } from './store.ts';

/** What a collective says of a version, as it was checked when it came. */
export type ShownAcknowledgement = {
  id: string;
  issuer: string;
  name: string;
  host: string;
  stance: 'compatible' | 'differs';
  clauses: string[];
  at: string;
};

/** What is said of a version: by us of a partner's, by partners of ours. Who is no partner any more is left out. */
export async function shownSaid(
  { db, origin }: { db: Kysely<Database>; origin: string },
  agreement: string,
): Promise<ShownAcknowledgement[]> {
  const own = await ownNode(db);
  const shown: ShownAcknowledgement[] = [];
  for (const { id, issuer, envelope } of await saidOf(db, agreement)) {
    const peer = issuer === own?.collective ? { name: own.name ?? '', origin, state: 'own' } : await peerOf(db, issuer);
    if (!peer || peer.state === 'ended') continue;
    const { stance, clauses, at } = readUnverified('acknowledgement', storedEnvelope(envelope)).statement;
    shown.push({ id, issuer, name: peer.name, host: new URL(peer.origin).host, stance, clauses, at });
  }
  return shown;
}
