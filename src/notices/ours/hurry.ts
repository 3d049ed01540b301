import type { Transaction } from 'kysely';
import { Refusal } from '../../../schemas/codes.ts';
import { ownChain } from '../../collective/store.ts';
import { transaction } from '../../database/database.ts';
import type { Database } from '../../database/schema.ts';
import { storedEnvelope } from '../../database/stored-envelope.ts';
import { deliveryObject } from '../../deliveries/objects.ts';
import { dueNow } from '../../deliveries/store.ts';
import { peerOf } from '../../peers/store.ts';
import { tolerance } from '../../protocol/calendar.ts';
import { dateOf } from '../../protocol/encoding.ts';
import { type Envelope, idOf } from '../../protocol/envelope.ts';
import { checkHurry, hurried } from '../../protocol/hurry.ts';
import { record } from '../../record/append.ts';
import type { Runtime } from '../../runtime.ts';
import { type Consent, consentOf, lockConsent, putHurry } from './consent-store.ts';
import { goesOut, requirePaused } from './pause.ts';
import { outgoingOf } from './store.ts';

/** What accompaniers signed so far to shorten the pause of one delivery; refuses (`not-found`) what does not stand. */
export async function hurryOf({ db }: Pick<Runtime, 'db'>, delivery: string): Promise<Envelope | null> {
  const consent = await consentOf(db, delivery);
  if (!consent) throw new Refusal('not-found');
  return consent.hurry === null ? null : storedEnvelope(consent.hurry);
}

/**
 * Takes what an accompanier signed to shorten the pause of one delivery; once two have, it goes out at once. Whether
 * the alert is of the kind that cannot wait their clients check: nobody can read it here.
 * @returns when it goes out; null where that is now.
 * @throws `not-found`, `pause-over`, what `checkHurry` refuses, and `lapsed` for what was signed before what waits now
 * was handed in.
 */
export async function signHurry(
  runtime: Runtime,
  member: string,
  { delivery, hurry }: { delivery: string; hurry: Envelope },
): Promise<Date | null> {
  const now = runtime.clock.now();
  const after = await transaction(runtime.db, async (tx) => {
    const consent = await lockConsent(tx, delivery);
    const [outgoing] = await outgoingOf(tx, { delivery });
    const own = await ownChain(tx);
    if (!consent || !outgoing || !own) throw new Refusal('not-found');
    requirePaused(consent, now);
    const both = together(consent.hurry, hurry);
    const read = checkHurry(both, own, outgoing, now);
    if (dateOf(read.statement.at).getTime() + tolerance < outgoing.handed_in.getTime())
      throw new Refusal('lapsed', 'at');
    const goes = hurried(read, own);
    const send_after = goes ? now : consent.send_after;
    await putHurry(tx, { delivery, hurry: JSON.stringify(both), send_after });
    if (goes) await sendNow(tx, consent, now);
    await record(tx, { actor: member, action: goes ? 'alert.hurried' : 'alert.hurry-signed', subject: delivery }, now);
    return goesOut({ send_after }, now);
  });
  runtime.wake();
  return after;
}

/** Signatures under the same words count together; other words take the place of the earlier. */
function together(earlier: string | null, hurry: Envelope): Envelope {
  const before = earlier === null ? null : storedEnvelope(earlier);
  if (!before || idOf(before) !== idOf(hurry)) return hurry;
  const others = before.signatures.filter(({ keyid }) => hurry.signatures.every((one) => one.keyid !== keyid));
  return { ...hurry, signatures: [...others, ...hurry.signatures] };
}

async function sendNow(tx: Transaction<Database>, { delivery, peer }: Consent, now: Date): Promise<void> {
  const found = await peerOf(tx, peer);
  if (!found) throw new Error('a consent without its peer');
  await dueNow(tx, deliveryObject(delivery), found.actor, now);
}
