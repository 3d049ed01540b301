import type { Transaction } from 'kysely';
import { Refusal } from '../../../schemas/codes.ts';
import type { Header } from '../../../schemas/delivery.ts';
import { ownNode } from '../../collective/store.ts';
import type { Database } from '../../database/schema.ts';
import type { Prepared, Sender } from '../../deliveries/worker.ts';
import { deliveryActivity } from '../../peers/activity.ts';
import { standingWith } from '../../peers/standing.ts';
import { peerByActor, peerChain, peerOf } from '../../peers/store.ts';
import { dateOf } from '../../protocol/encoding.ts';
import { boxOf, type Chain } from '../../protocol/manifest.ts';
import type { Runtime } from '../../runtime.ts';
import { judgeSend } from './consent.ts';
import { lockConsent } from './consent-store.ts';
import { goesOut } from './pause.ts';
import { outgoingOf } from './store.ts';

/** How soon an alert that waits for people is asked about again, in milliseconds. */
const askAgainMs = 5 * 60_000;

/**
 * Sends an alert only while its consent stands: locks the consent's row, asks everything again and cancels or waits
 * where the answer changed. A withdrawal therefore either comes first, or finds the row `sending` and sends the drop
 * after it.
 */
export function alertSender(runtime: Pick<Runtime, 'origin'>): Sender {
  return async (tx, row, now) => {
    const consent = await lockConsent(tx, row.item);
    const [outgoing] = await outgoingOf(tx, { delivery: row.item });
    if (!consent || !outgoing) return { cancel: 'withdrawn' };
    if (goesOut(consent, now)) return { wait: consent.send_after, because: 'pause' };
    const peer = await peerOf(tx, consent.peer);
    const chain = await peerChain(tx, consent.peer);
    const decision = judgeSend(
      {
        dropAfter: consent.drop_after,
        peer: peer?.actor === row.recipient ? peer.state : null,
        sends: (await standingWith(tx, consent.peer, now)).sends,
        manifestExpires: chain ? dateOf(chain.newest.statement.expires) : null,
        box: chain && currentBox(chain, now),
        sealedTo: outgoing.box,
      },
      now,
    );
    if ('cancel' in decision) return decision;
    if ('wait' in decision) return { wait: new Date(now.getTime() + askAgainMs), because: decision.wait };
    return { send: deliveryActivity(runtime.origin, row, sealedDelivery(outgoing)) };
  };
}

/** Sends the sealed withdrawal, whatever became of the trust in that peer. */
export function withdrawalSender(runtime: Pick<Runtime, 'origin'>): Sender {
  return async (tx, row): Promise<Prepared> => {
    const [outgoing] = await outgoingOf(tx, { delivery: row.item });
    if (!outgoing) return { cancel: 'arrived' };
    return { send: deliveryActivity(runtime.origin, row, sealedDelivery(outgoing)) };
  };
}

/** Sends the token that lets a holder's server erase without reading, whatever became of the trust in that peer. */
export function dropSender(runtime: Pick<Runtime, 'origin'>): Sender {
  return async (tx, row): Promise<Prepared> => {
    const parties = await partiesOf(tx, row.recipient);
    if (row.token === null || !parties) return { cancel: 'erased' };
    const header: Header = {
      v: 1,
      kind: 'drop',
      delivery: row.item,
      edition: 1,
      ...parties,
      dropCommit: null,
      dropAfter: null,
    };
    return { send: deliveryActivity(runtime.origin, row, { header, body: row.token }) };
  };
}

async function partiesOf(tx: Transaction<Database>, actor: string): Promise<{ from: string; to: string } | null> {
  const own = await ownNode(tx);
  const peer = await peerByActor(tx, actor);
  return own?.collective && peer ? { from: own.collective, to: peer.peer } : null;
}

function sealedDelivery(row: { header: string; body: string }): { header: Header; body: string } {
  return { header: JSON.parse(row.header) as Header, body: row.body };
}

/** The box to seal to now, or null: an expired manifest names none. */
function currentBox(chain: Chain, now: Date): string | null {
  try {
    return boxOf(chain, now);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
