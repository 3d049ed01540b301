import { Refusal } from '../../schemas/codes.ts';
import { lockNode, ownChain } from '../collective/store.ts';
import { transaction } from '../database/database.ts';
import type { Envelope } from '../protocol/envelope.ts';
import { staysWithout } from '../protocol/manifest-rules.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { leavingSince, setLeaving } from './departure-store.ts';
import { requireMember } from './keyrings.ts';
import { forgetPlain } from './plain.ts';
import { plainKeyOf } from './plain-store.ts';

/* Leaving by oneself (docs/decisions/0039). */

/**
 * Lets a member go who proves that it is they. A plain one is gone in this transaction, with all that is theirs, and
 * proposals that would list them lapse. Of whoever the manifest lists it is kept that they want to: stewards propose
 * the manifest without them.
 * @returns whether they are gone.
 * @throws as a sign-in does for what proves nothing; `too-few-stay` where without them, and whoever else wants to
 * leave, too few would stay.
 */
export async function depart(runtime: Runtime, member: string, proof: Envelope): Promise<{ left: boolean }> {
  const now = runtime.clock.now();
  return transaction(runtime.db, async (tx) => {
    // None signs in, and no manifest lists them or does so no more, meanwhile.
    await lockNode(tx);
    const own = await ownChain(tx);
    if (!own) throw new Refusal('not-set-up');
    await requireMember(tx, runtime, own, member, proof);
    if ((await plainKeyOf(tx, member)) !== null) {
      await forgetPlain(tx, { actor: member, member }, now);
      return { left: true };
    }
    const going = (await leavingSince(tx)).map((one) => one.member);
    if (!staysWithout(own.newest.statement, [...going, member])) throw new Refusal('too-few-stay');
    if (await setLeaving(tx, member, now))
      await record(tx, { actor: member, action: 'members.leaving', subject: member }, now);
    return { left: false };
  });
}

/** Takes back that somebody wants to leave. */
export async function stay(runtime: Runtime, member: string): Promise<void> {
  await transaction(runtime.db, async (tx) => {
    await lockNode(tx);
    if (await setLeaving(tx, member, null))
      await record(tx, { actor: member, action: 'members.staying', subject: member }, runtime.clock.now());
  });
}
