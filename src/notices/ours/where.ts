import type { Kysely } from 'kysely';
import { Refusal } from '../../../schemas/codes.ts';
import type { Header } from '../../../schemas/delivery.ts';
import { largestChain, longestChain } from '../../../schemas/manifest.ts';
import type { MyDelivery, Whereabouts } from '../../../schemas/notice-answers.ts';
import { goneBy } from '../../database/rewrite.ts';
import type { Database } from '../../database/schema.ts';
import { storedEnvelope } from '../../database/stored-envelope.ts';
import { deliveryObject } from '../../deliveries/objects.ts';
import { rowsOf } from '../../deliveries/store.ts';
import { newestComparison } from '../../peers/compare.ts';
import { peerManifests, peerOf, statementsOf } from '../../peers/store.ts';
import { timeOf } from '../../protocol/encoding.ts';
import { locatorHash } from '../../protocol/secrets.ts';
import type { Runtime } from '../../runtime.ts';
import { type Tombstone, tombstonesById, tombstonesByLocator } from '../tombstone-store.ts';
import { type Consent, consentOf, consentsByLocator } from './consent-store.ts';
import { draftOf } from './draft-store.ts';
import { goesOut } from './pause.ts';
import { outgoingOf } from './store.ts';

type Asking = Pick<Runtime, 'db' | 'clock'>;

/** Where one delivery of ours is; refuses what we never handed in. */
export async function whereDelivery({ db, clock }: Asking, delivery: string): Promise<Whereabouts> {
  const consent = await consentOf(db, delivery);
  const [tombstone] = consent ? [] : await tombstonesById(db, 'out', delivery);
  const found = consent ? ofConsent(consent) : tombstone && ofTombstone(tombstone);
  if (!found) throw new Refusal('not-found');
  return whereabouts({ db, clock }, found);
}

/** Where everything is that was handed in from a draft. */
export async function whereDraft(runtime: Asking, draft: string): Promise<Whereabouts[]> {
  const { db } = runtime;
  if (!(await draftOf(db, draft))) throw new Refusal('not-found');
  const found: Whereabouts[] = [];
  for (const { delivery } of await outgoingOf(db, { draft })) found.push(await whereDelivery(runtime, delivery));
  return found;
}

/**
 * What is where, for whoever holds the locator.
 * @throws `no-such-consent` for a locator that names nothing.
 */
export async function myCode(runtime: Asking, locator: string): Promise<MyDelivery[]> {
  const hash = locatorHash(locator);
  const consents = await consentsByLocator(runtime.db, hash);
  const tombstones = await tombstonesByLocator(runtime.db, hash);
  if (consents.length === 0 && tombstones.length === 0) throw new Refusal('no-such-consent');
  const mine: MyDelivery[] = [];
  // All of them in one answer: a client reads 8 MB, and verifies each on the device in somebody's hand.
  const most = largestChain / (consents.length + tombstones.length);
  for (const consent of consents)
    mine.push({
      ...(await whereabouts(runtime, ofConsent(consent))),
      header: JSON.parse(consent.header) as Header,
      ...(await signedOf(runtime.db, consent.peer, most)),
    });
  for (const tombstone of tombstones)
    mine.push({
      ...(await whereabouts(runtime, ofTombstone(tombstone))),
      header: null,
      ...(await signedOf(runtime.db, tombstone.peer, most)),
    });
  return mine;
}

/**
 * What a client reads a peer's host and name from: nothing of it is the server's word. A chain that is too long is left
 * out: the token alone erases, and a peer that makes it grow must not keep her from that.
 */
async function signedOf(
  db: Kysely<Database>,
  peer: string,
  most: number,
): Promise<Pick<MyDelivery, 'chain' | 'comparison'>> {
  const all = await peerManifests(db, peer);
  const bytes = all.reduce((sum, { envelope }) => sum + envelope.length, 0);
  const fits = bytes <= most && all.length <= longestChain;
  const chain = fits ? all.map(({ envelope }) => storedEnvelope(envelope)) : [];
  const compared = newestComparison(await statementsOf(db, peer));
  return { chain, comparison: compared && storedEnvelope(compared.envelope) };
}

type Found = Omit<Whereabouts, 'name' | 'steps' | 'goneBy' | 'goesOut'> & { waits: Date | null };

const ofConsent = ({ delivery, peer, header, drop_after, asks_nothing_more, send_after }: Consent): Found => ({
  delivery,
  peer,
  state: 'granted',
  edition: (JSON.parse(header) as Header).edition,
  until: timeOf(drop_after),
  asksNothingMore: asks_nothing_more,
  waits: send_after,
});

const ofTombstone = ({ delivery, peer, ending, drop_after }: Tombstone): Found => ({
  delivery,
  peer,
  state: ending,
  edition: null,
  until: drop_after && timeOf(drop_after),
  asksNothingMore: false,
  waits: null,
});

async function whereabouts({ db, clock }: Asking, { waits, ...found }: Found): Promise<Whereabouts> {
  const name = (await peerOf(db, found.peer))?.name ?? null;
  const by = found.state === 'granted' ? null : await goneBy(db, clock.now());
  const goes = waits && goesOut({ send_after: waits }, clock.now());
  return {
    ...found,
    name,
    goesOut: goes && timeOf(goes),
    goneBy: by && timeOf(by),
    steps: await stepsOf(db, found.delivery),
  };
}

type Step = Whereabouts['steps'][number];

/** Who was ever sent an item of ours, and what each of them said about it. */
async function stepsOf(db: Kysely<Database>, delivery: string): Promise<Step[]> {
  return (await rowsOf(db, deliveryObject(delivery))).map((row) => ({
    // Under the object of a delivery of ours nothing else is ever sent, and its receipts say one of these.
    kind: row.kind as Step['kind'],
    recipient: row.recipient,
    state: row.state,
    attempts: row.attempts,
    sent: row.sent && timeOf(row.sent),
    answer: row.answer,
    acknowledged: row.acknowledged as Step['acknowledged'],
    acknowledgedOn: row.acknowledged_on?.toISOString().slice(0, 10) ?? null,
  }));
}
