import { Refusal } from '../../schemas/codes.ts';
import { lockNode } from '../collective/store.ts';
import { transaction } from '../database/database.ts';
import { keptFor } from '../platform/kept-for.ts';
import { timeOf } from '../protocol/encoding.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { deleteSession, insertEntry, insertSession, takeEntry, takeProgramSession } from './session-store.ts';
import { sessionMs } from './sign-in.ts';
import { hashOf, newToken } from './token.ts';

const entryMs = 60_000;
const longestMs = keptFor.browserHours * 60 * 60_000;

/**
 * Gives a code with which one browser can come in, once, within 60 seconds, and ends the program's session that asked
 * for it. Only its hash is kept.
 * @throws `sign-in-needed` when that session is none, or a browser's: nobody stays longer than their keyring let them
 * in for.
 */
export async function giveEntry(runtime: Runtime, token: string): Promise<{ code: string; expires: string }> {
  const now = runtime.clock.now();
  const code = newToken();
  const expires = new Date(now.getTime() + entryMs);
  await transaction(runtime.db, async (tx) => {
    // As with a sign-in: no link is left behind by a key that a manifest is replacing.
    await lockNode(tx);
    const member = await takeProgramSession(tx, hashOf(token), now);
    if (member === null) throw new Refusal('sign-in-needed');
    await insertEntry(tx, { code_hash: hashOf(code), member, expires });
  });
  return { code, expires: timeOf(expires) };
}

/**
 * Uses a code up for a browser's session, which ends after half an hour without use and after eight hours at last; the
 * one that the browser had before ends too.
 * @returns its token, of which only the hash is kept.
 * @throws `entry`, the same for a code that is unknown, used or over.
 */
export async function enter(runtime: Runtime, code: string, before: string | undefined): Promise<string> {
  const now = runtime.clock.now();
  const token = newToken();
  const after = (ms: number) => new Date(now.getTime() + ms);
  await transaction(runtime.db, async (tx) => {
    await lockNode(tx);
    const member = await takeEntry(tx, hashOf(code), now);
    if (member === null) throw new Refusal('entry');
    if (before !== undefined) await deleteSession(tx, hashOf(before));
    const [expires, ends] = [after(sessionMs), after(longestMs)];
    await insertSession(tx, { token_hash: hashOf(token), member, kind: 'browser', expires, ends }, now);
    await record(tx, { actor: member, action: 'entered' }, now);
  });
  return token;
}
