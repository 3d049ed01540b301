import { Refusal } from '../../../schemas/codes.ts';
import type { AnswerOf } from '../../../schemas/contract.ts';
import type { MyDelivery } from '../../../schemas/notice-answers.ts';
import { collectiveContract } from '../../../schemas/routes/collective.ts';
import { noticesContract } from '../../../schemas/routes/notices.ts';
import { b64u } from '../../protocol/encoding.ts';
import type { Envelope } from '../../protocol/envelope.ts';
import { type Chain, readChain } from '../../protocol/manifest.ts';
import { dropTokenOf, locatorOf, secretFrom } from '../../protocol/secrets.ts';
import { composeWithdrawal, sealWithdrawal } from '../../protocol/withdrawal.ts';
import { type Api, ApiRefusal } from '../api/api.ts';
import { call } from '../api/call.ts';
import { type Called, holderOf } from '../peers/called.ts';

/**
 * What the twelve words reach at one collective's node. Never leaves the device: only the locator, tokens and signed
 * withdrawals do.
 */
export type MyCode = { secret: Uint8Array; own: Chain; locator: string; deliveries: Shared[] };

/** One of them, and who holds it; null once nothing is left of it here but its end. */
export type Shared = Omit<MyDelivery, 'name'> & { called: Called | null };

/** What a node says it took back, and what it lists under these words and does not say so of. */
export type TakenBack = AnswerOf<typeof noticesContract.withdraw> & { left: Shared[] };

/**
 * Looks up what is where, without an account. Refuses words that are none (`words`), words that name nothing here
 * (`no-such-consent`), and (`origin`) a node that shows another one's chain: her locator for that one is not for it to
 * know.
 */
export async function lookUp(api: Api, words: string, now: Date): Promise<MyCode> {
  const secret = secretFrom(words);
  const { manifests: chain } = await call(api, collectiveContract.manifest, { query: { from: '1' } });
  const own = readChain(chain, now);
  if (new URL(own.newest.statement.node.actor).origin !== api.origin) throw new Refusal('origin');
  const locator = b64u(locatorOf(secret, own.collective));
  return { secret, own, locator, deliveries: await deliveriesOf(api, { own, locator }, now) };
}

/** Looks again with the same words. */
export async function lookAgain(api: Api, code: MyCode, now: Date): Promise<MyCode> {
  return { ...code, deliveries: await deliveriesOf(api, code, now) };
}

async function deliveriesOf(api: Api, { own, locator }: Pick<MyCode, 'own' | 'locator'>, now: Date): Promise<Shared[]> {
  const { deliveries } = await call(api, noticesContract.myCode, { body: { locator } });
  return deliveries.map(({ name, ...one }) => ({ ...one, called: holderOf({ ...one, name }, own, now) }));
}

/**
 * Takes back what these words granted here, all of it or what one partner (`peer`) has: the node erases its copies and
 * asks every holder to erase. Asks no reason; the same answer however often. Looks again when something was shared in
 * between. `left` is what the node listed and then did not say it took back.
 */
export async function withdrawAll(api: Api, code: MyCode, now: Date, peer?: string): Promise<TakenBack> {
  for (let attempt = 1, looked = code; ; attempt++) {
    const granted = looked.deliveries.filter((one) => one.state === 'granted' && (peer ?? one.peer) === one.peer);
    const proofs = await Promise.all(granted.map((one) => proofFor(looked, one, now)));
    try {
      const answer = await call(api, noticesContract.withdraw, { body: { locator: looked.locator, proofs, peer } });
      const done = new Set(answer.withdrawn.map(({ delivery }) => delivery));
      return { ...answer, left: granted.filter(({ delivery }) => !done.has(delivery)) };
    } catch (error) {
      if (!(error instanceof ApiRefusal && error.code === 'conflict') || attempt === 5) throw error;
      looked = await lookAgain(api, looked, now);
    }
  }
}

/** Asks that nobody come with further questions about what stands under these words. */
export async function askNothingMore(api: Api, { locator }: Pick<MyCode, 'locator'>): Promise<void> {
  await call(api, noticesContract.askNothingMore, { body: { locator } });
}

function proofFor({ secret, own }: MyCode, { delivery, peer, chain }: Shared, now: Date) {
  const issuer = own.collective;
  const withdrawal = composeWithdrawal(secret, issuer, delivery, now);
  const token = b64u(dropTokenOf(secret, delivery));
  return sealedProof({ delivery, token, withdrawal }, { issuer, peer, chain }, now);
}

/** A token, and the withdrawal sealed for its holder; null where it cannot be sealed: the token alone erases. */
export async function sealedProof(
  { delivery, token, withdrawal }: { delivery: string; token: string; withdrawal: Envelope },
  holder: { issuer: string; peer: string; chain: readonly Envelope[] },
  now: Date,
) {
  const notice = await sealWithdrawal(withdrawal, holder, now).catch((error: unknown) => {
    if (error instanceof Refusal) return null;
    throw error;
  });
  return { delivery, token, notice };
}
