import { Refusal } from '../../../schemas/codes.ts';
import type { AnswerOf } from '../../../schemas/contract.ts';
import type { MyDelivery } from '../../../schemas/notice-answers.ts';
import { collectiveContract } from '../../../schemas/routes/collective.ts';
import { noticesContract } from '../../../schemas/routes/notices.ts';
import { sealBundle } from '../../protocol/age-seal.ts';
import { bundleFor, headerWithoutConsent } from '../../protocol/delivery.ts';
import { b64u } from '../../protocol/encoding.ts';
import { boxOf, readChain } from '../../protocol/manifest.ts';
import { dropTokenOf, locatorOf, secretFrom } from '../../protocol/secrets.ts';
import { composeWithdrawal } from '../../protocol/withdrawal.ts';
import { type Api, ApiRefusal } from '../api/api.ts';
import { call } from '../api/call.ts';

/**
 * What the twelve words reach at one collective's node. Never leaves the device: only the locator, tokens and signed
 * withdrawals do.
 */
export type MyCode = { secret: Uint8Array; issuer: string; locator: string; deliveries: MyDelivery[] };

/** What a node says it took back, and what it lists under these words and does not say so of. */
export type TakenBack = AnswerOf<typeof noticesContract.withdraw> & { left: MyDelivery[] };

/**
 * Looks up what is where, without an account. Refuses words that are none (`words`), words that name nothing here
 * (`no-such-consent`), and (`origin`) a node that shows another one's chain: her locator for that one is not for it to
 * know.
 */
export async function lookUp(api: Api, words: string, now: Date): Promise<MyCode> {
  const secret = secretFrom(words);
  const { manifests: chain } = await call(api, collectiveContract.manifest, { query: { from: '1' } });
  const { collective: issuer, newest } = readChain(chain, now);
  if (new URL(newest.statement.node.actor).origin !== api.origin) throw new Refusal('origin');
  const locator = b64u(locatorOf(secret, issuer));
  return { secret, issuer, locator, deliveries: await deliveriesOf(api, locator) };
}

async function deliveriesOf(api: Api, locator: string): Promise<MyDelivery[]> {
  return (await call(api, noticesContract.myCode, { body: { locator } })).deliveries;
}

/**
 * Takes everything back that these words granted here: the node erases its copies and asks every holder to erase. Asks
 * no reason; the same answer however often. Looks again when something was shared in between. `left` is what the node
 * listed and then did not say it took back.
 */
export async function withdrawAll(api: Api, code: MyCode, now: Date): Promise<TakenBack> {
  for (let attempt = 1, looked = code; ; attempt++) {
    const granted = looked.deliveries.filter((one) => one.state === 'granted');
    const proofs = await Promise.all(granted.map((one) => proofFor(looked, one, now)));
    try {
      const answer = await call(api, noticesContract.withdraw, { body: { locator: looked.locator, proofs } });
      const done = new Set(answer.withdrawn.map(({ delivery }) => delivery));
      return { ...answer, left: granted.filter(({ delivery }) => !done.has(delivery)) };
    } catch (error) {
      if (!(error instanceof ApiRefusal && error.code === 'conflict') || attempt === 5) throw error;
      looked = { ...looked, deliveries: await deliveriesOf(api, looked.locator) };
    }
  }
}

async function proofFor({ secret, issuer }: MyCode, { delivery, peer, chain }: MyDelivery, now: Date) {
  const token = b64u(dropTokenOf(secret, delivery));
  return { delivery, token, notice: await noticeFor(secret, { issuer, delivery, peer, chain }, now) };
}

/**
 * The withdrawal sealed for its holder. Null when the served chain is not that collective's or is over: the token alone
 * erases.
 */
async function noticeFor(
  secret: Uint8Array,
  { issuer, delivery, peer, chain }: { issuer: string } & Pick<MyDelivery, 'delivery' | 'peer' | 'chain'>,
  now: Date,
) {
  try {
    const box = boxOf(readChain(chain, now, { expect: peer }), now);
    const header = headerWithoutConsent('withdrawal', issuer, peer, now);
    const item = composeWithdrawal(secret, issuer, delivery, now);
    return { header, body: b64u(await sealBundle(bundleFor(header, [item]), [box])) };
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
