import { randomUUID } from 'node:crypto';
import type { Header } from '../../schemas/delivery.ts';
import { actorUrls } from '../../src/federation/actor-document.ts';
import { publicMultibase } from '../../src/federation/key-pairs.ts';
import { deliveryActivity } from '../../src/peers/activity.ts';
import { daysAfter } from '../../src/protocol/calendar.ts';
import { mondayBefore } from '../../src/protocol/delivery.ts';
import { b64u, random, randomId, timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope } from '../../src/protocol/envelope.ts';
import { boxOf, type Chain, startChain } from '../../src/protocol/manifest.ts';
import {
  type Collective,
  founders,
  manifestOf,
  multikey,
  sealUnchecked,
  shareAlert,
  signedBy,
} from '../protocol/cast.ts';
import { type Stranger, startStranger } from './loopback.ts';

/** Another collective with its own server, whose people and keys are here. */
export type PeerNode = Collective & { server: Stranger };

/** Founds a collective of five on a server of this process, and serves its manifest chain there. */
export async function foundPeer(name: string): Promise<PeerNode> {
  const server = await startStranger(name, true);
  const now = new Date();
  const people = founders();
  const { actor, mainKey } = actorUrls(server.origin);
  const { statement, box, receiptKey } = await manifestOf(name.toLowerCase(), people, {
    issuedAt: timeOf(now),
    expires: timeOf(daysAfter(now, 300)),
  });
  statement.node = {
    actor,
    keys: [
      { id: mainKey, use: 'http', publicKeyMultibase: await publicMultibase(server.publicKey) },
      { id: `${actor}#receipt-key`, use: 'receipt', publicKeyMultibase: multikey(receiptKey.publicKey) },
    ],
  };
  const envelope = signedBy(draftEnvelope('manifest', statement), ...Object.values(people));
  server.manifests = [envelope];
  const chain = startChain(envelope, now);
  return { name, id: chain.collective, chain, people, box, receiptKey, server };
}

/**
 * So many alerts for that collective as the bytes to post: one sealed file under ids and drop commitments of their own,
 * which is all that the receiving server can tell apart.
 */
export async function sealedDeliveries(from: PeerNode, to: Chain, count: number): Promise<string[]> {
  const now = new Date();
  const shared = shareAlert(from, { ...from, id: to.collective });
  const { header, body } = await sealUnchecked(shared.header, [shared.alert, shared.consent], boxOf(to, now));
  const recipient = to.newest.statement.node.actor;
  return Array.from({ length: count }, () => {
    const own: Header = {
      ...header,
      delivery: randomId(),
      dropCommit: b64u(random(32)),
      dropAfter: mondayBefore(timeOf(daysAfter(now, 80))),
    };
    return deliveryActivity(from.server.origin, { id: randomUUID(), recipient }, { header: own, body });
  });
}
