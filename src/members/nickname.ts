import type { Transaction } from 'kysely';
import { Refusal } from '../../schemas/codes.ts';
import { lockNode } from '../collective/store.ts';
import { transaction } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { firstAlike } from '../platform/look-alike.ts';
import { calledBy } from '../protocol/two-word-name.ts';
import { record } from '../record/append.ts';
import type { Runtime } from '../runtime.ts';
import { setNickname } from './nickname-store.ts';
import { keyOffers } from './rotation-store.ts';
import { memberRows } from './store.ts';

/** What pages say themselves of whoever reads, and of what people do. */
const saidOfAnybody = ['You', 'Me', 'Tú', 'Vos', 'Usted', 'Yo', 'Steward', 'Accompanier', 'Keeper', 'Acompañante'];

/* What members are called beside their two words, on this node's pages and desk alone (docs/decisions/0036). */

/**
 * Calls a member so, or by their two words alone again (`''`).
 * @throws `called-alike` for what looks like the nickname or the two words of somebody else, in either language, or
 * has those in it, and for what pages say of anybody.
 */
export async function keepNickname(
  runtime: Pick<Runtime, 'db' | 'clock'>,
  member: string,
  typed: string,
): Promise<void> {
  const now = runtime.clock.now();
  const nickname = typed.trim() || null;
  await transaction(runtime.db, async (tx) => {
    // Nobody comes in, and nobody else chooses one, meanwhile.
    await lockNode(tx);
    const coming = (await keyOffers(tx, now)).map((one) => one.member);
    if (nickname !== null && (await isTaken(tx, nickname, member, coming)))
      throw new Refusal('called-alike', 'nickname');
    await setNickname(tx, member, nickname);
    await record(tx, { actor: member, action: 'nickname.changed', subject: member }, now);
  });
}

/** Whether the two words of somebody new look like a nickname here. */
export async function isNicknamed(tx: Transaction<Database>, member: string): Promise<boolean> {
  const nicknames = (await memberRows(tx)).flatMap(({ nickname }) => nickname ?? []).map((name) => ({ name }));
  for (const words of twoWords(member)) if (await firstAlike(words.name, nicknames)) return true;
  return false;
}

async function isTaken(
  tx: Transaction<Database>,
  name: string,
  member: string,
  coming: readonly string[],
): Promise<boolean> {
  const others = (await memberRows(tx)).filter((one) => one.member !== member);
  const taken = others.flatMap(({ nickname }) => nickname ?? []).map((name) => ({ name }));
  const called = [...others.map((one) => one.member), ...coming].filter((one) => one !== member).flatMap(twoWords);
  const said = saidOfAnybody.map((name) => ({ name }));
  if (await firstAlike(name, [...taken, ...called, ...said])) return true;
  // Two words of somebody else with something beside them are read as theirs too.
  const words = name.split(/\s+/);
  for (const [at, word] of words.slice(1).entries()) if (await firstAlike(`${words[at]} ${word}`, called)) return true;
  return false;
}

/** What somebody is called, in each language and order. */
function twoWords(member: string): { name: string }[] {
  const both = ['es', 'en'].map((language) => calledBy(member, language));
  return both.flatMap((words) => [words, words.split(' ').reverse().join(' ')]).map((name) => ({ name }));
}
