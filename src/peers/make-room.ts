import type { Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import { storedEnvelope } from '../database/stored-envelope.ts';
import { membersWhoSigned } from '../protocol/envelope.ts';
import { type Chain, keysOf } from '../protocol/manifest.ts';
import { withoutFormerKeys } from '../protocol/rotation.ts';
import { type PeerStatement, removeStatements } from './store.ts';

/** Of one person and kind at once about one peer: nobody keeps others from deciding. */
const mostWaiting = 8;

/**
 * Makes room for one more statement of a member that waits for a second signature: past eight of theirs, the oldest go
 * that nobody else has signed. `statements` are those about the peer, newest first.
 */
export async function makeRoom(
  tx: Transaction<Database>,
  own: Chain,
  statements: readonly PeerStatement[],
  { kind, member }: { kind: PeerStatement['kind']; member: string },
): Promise<void> {
  const mine = statements.filter((one) => {
    if (one.kind !== kind || one.complete) return false;
    const signers = membersWhoSigned(withoutFormerKeys(storedEnvelope(one.envelope), own), keysOf(own));
    return signers.size === 1 && signers.has(member);
  });
  await removeStatements(
    tx,
    mine.slice(mostWaiting - 1).map(({ id }) => id),
  );
}
