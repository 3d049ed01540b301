import type { Transaction } from 'kysely';
import { Refusal } from '../../schemas/codes.ts';
import type { Comparison } from '../../schemas/comparison.ts';
import { ownNode } from '../collective/store.ts';
import type { Database } from '../database/schema.ts';
import { firstAlike } from '../platform/look-alike.ts';
import type { Chain } from '../protocol/manifest.ts';
import { namesOfPeers, setCalled, setName, takeNames } from './store.ts';

/* How a peer is called: what members have accepted stands, whatever it calls itself meanwhile (decision 0018). */

type Tx = Transaction<Database>;

/**
 * Refuses (`name-alike`) to call a collective what looks like the name of another one here, ours included. Names are
 * given one after the other until the transaction ends.
 */
export async function requireOwnName(tx: Tx, peer: string, name: string): Promise<void> {
  await takeNames(tx);
  if ((await alikeTo(tx, peer, name)) !== null) throw new Refusal('name-alike', 'name');
}

/**
 * Refuses what somebody is about to sign a peer's name by: `from-mismatch` for another host than its chain's, and
 * `name-alike` as {@link requireOwnName}.
 */
export async function requireShown(tx: Tx, peer: Called, chain: Chain, shown: Shown): Promise<void> {
  if (shown.host !== new URL(chain.newest.statement.node.actor).host) throw new Refusal('from-mismatch', 'shown.host');
  if (shown.name !== peer.name) await requireOwnName(tx, peer.peer, shown.name);
}

/** Notes how a peer calls itself, beside the name that stands. */
export async function noteCalled(tx: Tx, { peer, name, called }: Called, said: string): Promise<void> {
  if (said === (called ?? name)) return;
  const now = said === name ? null : said;
  await setCalled(tx, peer, { called: now, called_alike: now && (await alikeTo(tx, peer, now)) });
}

/**
 * Calls a peer what two of our own people signed.
 * @throws `name-alike` for what looks like the name of another collective here.
 */
export async function acceptName(tx: Tx, { peer, name, called }: Called, signed: string): Promise<void> {
  if (signed === name) return;
  await requireOwnName(tx, peer, signed);
  await setName(tx, peer, signed);
  await noteCalled(tx, { peer, name: signed, called: null }, called ?? name);
}

type Shown = NonNullable<Comparison['shown']>;
type Called = { peer: string; name: string; called: string | null };

async function alikeTo(tx: Tx, peer: string, name: string): Promise<string | null> {
  const own = await ownNode(tx);
  const ours = own?.collective && own.name !== null ? [{ peer: own.collective, name: own.name }] : [];
  const others = [...ours, ...(await namesOfPeers(tx))].filter((one) => one.peer !== peer);
  return (await firstAlike(name, others))?.peer ?? null;
}
