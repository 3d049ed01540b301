import * as z from 'zod';
import { Refusal } from '../../../schemas/codes.ts';
import { b64u16 } from '../../../schemas/encodings.ts';
import { envelope } from '../../../schemas/envelope.ts';
import type { MyDelivery } from '../../../schemas/notice-answers.ts';
import { type Shared, sealedProof } from '../../client/alerts/withdraw.ts';
import { holderOf } from '../../client/peers/called.ts';
import { ownChain } from '../../collective/store.ts';
import { b64u } from '../../protocol/encoding.ts';
import { dropTokenOf, locatorHash, locatorOf, secretFrom } from '../../protocol/secrets.ts';
import { composeWithdrawal } from '../../protocol/withdrawal.ts';
import type { Runtime } from '../../runtime.ts';
import { noteWordsSeen } from './consent-store.ts';
import { myCode } from './where.ts';
import { type Withdrawn, withdrawConsent } from './withdraw.ts';

/** What is where under somebody's words, who has it, and what their browser brings back to take it back. */
export type Seen = { own: string; deliveries: Shared[]; held: string };

const heldMinutes = 15;
const purpose = 'my-code';

/** What is made of the words, and nothing from which they could be read again. */
const made = z.strictObject({
  ends: z.int(),
  locator: b64u16,
  proofs: z.array(z.strictObject({ delivery: b64u16, token: b64u16, withdrawal: envelope })),
});
type Made = z.infer<typeof made>;

/**
 * Looks up with words that were typed into a page without script. Keeps nothing of them but that they were seen, so
 * that nothing new is taken under them.
 * @throws `words` with the number of the doubtful one; `no-such-consent`.
 */
export async function lookUpWithWords(runtime: Runtime, words: string): Promise<Seen> {
  const now = runtime.clock.now();
  const secret = secretFrom(words);
  const own = await ownChain(runtime.db);
  if (!own) throw new Refusal('no-such-consent');
  const locator = b64u(locatorOf(secret, own.collective));
  const deliveries = await myCode(runtime, locator);
  await noteWordsSeen(runtime.db, locatorHash(locator), now);
  const proofs = deliveries
    .filter(({ state }) => state === 'granted')
    .map(({ delivery }) => ({
      delivery,
      token: b64u(dropTokenOf(secret, delivery)),
      withdrawal: composeWithdrawal(secret, own.collective, delivery, now),
    }));
  const held = { ends: now.getTime() + heldMinutes * 60_000, locator, proofs };
  return seen(runtime, held, deliveries);
}

/** Looks again, without words. */
export async function lookAgain(runtime: Runtime, held: string): Promise<Seen> {
  const opened = openHeld(runtime, held);
  return seen(runtime, opened, await myCode(runtime, opened.locator));
}

/** Takes back all that was seen, or what one partner has of it; the same however often it is asked. */
export async function takeBack(runtime: Runtime, held: string, peer?: string): Promise<Withdrawn> {
  const { locator, proofs } = openHeld(runtime, held);
  const own = await ownChain(runtime.db);
  if (!own) throw new Refusal('no-such-consent');
  const holders = new Map((await myCode(runtime, locator)).map((one) => [one.delivery, one]));
  const sealed = await Promise.all(
    proofs.map((proof) => {
      const to = { issuer: own.collective, peer: '', chain: [], ...holders.get(proof.delivery) };
      return sealedProof(proof, to, runtime.clock.now());
    }),
  );
  return withdrawConsent(runtime, locator, sealed, peer);
}

/** The locator in what a browser brings back. */
export const locatorHeld = (runtime: Runtime, held: string): string => openHeld(runtime, held).locator;

async function seen(runtime: Runtime, held: Made, deliveries: readonly MyDelivery[]): Promise<Seen> {
  const own = await ownChain(runtime.db);
  const now = runtime.clock.now();
  return {
    own: own?.collective ?? '',
    deliveries: deliveries.map(({ name, ...one }) => ({ ...one, called: own && holderOf({ ...one, name }, own, now) })),
    held: runtime.keys.wrap(Buffer.from(JSON.stringify(held)), purpose),
  };
}

/** @throws `lapsed` for what this node did not make, or too long ago. */
function openHeld({ keys, clock }: Runtime, held: string): Made {
  try {
    const read = made.parse(JSON.parse(Buffer.from(keys.unwrap(held, purpose)).toString()));
    if (read.ends > clock.now().getTime()) return read;
  } catch {
    // Cut, changed, or of another node: as if the time were over.
  }
  throw new Refusal('lapsed');
}
