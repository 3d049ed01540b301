import type { Kysely, Transaction } from 'kysely';
import { Refusal } from '../../../schemas/codes.ts';
import { ownChain } from '../../collective/store.ts';
import { transaction } from '../../database/database.ts';
import { type Page, pageOf } from '../../database/page-of.ts';
import type { Database } from '../../database/schema.ts';
import { lockAndCount } from '../../peers/store.ts';
import { cipherOf } from '../../protocol/delivery.ts';
import { keysOf } from '../../protocol/manifest.ts';
import { record } from '../../record/append.ts';
import type { Runtime } from '../../runtime.ts';
import { itemAt, itemKeyOf } from './item-key.ts';
import { incomingOf } from './listed.ts';
import {
  addRecusal,
  concernedAfter,
  itemsWithout,
  putReseal,
  type Reseal,
  recusalsOf,
  recusedFrom,
  removeReseals,
  resealOf,
  resealsOf,
  settleReseal,
} from './reseal-store.ts';
import { holds, type Incoming, setBody, type Which } from './store.ts';

const ageMark = Buffer.from('age-encryption.org/v1\n');

/** Refuses (`not-found`) to whoever is recused from an item, as if it did not exist. */
export async function requireNotRecused(
  db: Kysely<Database>,
  member: string,
  { peer, delivery }: Pick<Which, 'peer' | 'delivery'>,
): Promise<void> {
  if ((await recusedFrom(db, peer, delivery)).includes(member)) throw new Refusal('not-found');
}

/** Leaves out of a list what a member is recused from. */
export async function withoutRecused<T extends { peer: string; delivery: string }>(
  db: Kysely<Database>,
  member: string,
  items: readonly T[],
): Promise<T[]> {
  const named = items.map(({ delivery }) => delivery);
  const hidden = new Set((await itemsWithout(db, member, named)).map(({ peer, delivery }) => `${peer} ${delivery}`));
  return items.filter(({ peer, delivery }) => !hidden.has(`${peer} ${delivery}`));
}

/**
 * Takes a member's own word that they take no part in an item: from now on it does not exist for them. Colleagues seal
 * it anew without them.
 * @throws `not-found`, and `not-allowed` to the last who takes part.
 */
export async function recuseOneself(
  runtime: Runtime,
  member: string,
  of: Pick<Which, 'peer' | 'delivery'>,
): Promise<void> {
  const now = runtime.clock.now();
  await transaction(runtime.db, async (tx) => {
    await lockAndCount(tx, of.peer);
    if (!(await holds(tx, of.peer, of.delivery))) throw new Refusal('not-found');
    await requireNotRecused(tx, member, of);
    const recused = await recusedFrom(tx, of.peer, of.delivery);
    const staying = [...(await accompaniers(tx))].filter((one) => one !== member && !recused.includes(one));
    if (staying.length === 0) throw new Refusal('not-allowed', 'recused');
    await addRecusal(tx, { ...of, member, said_by: member, since: now });
    await removeReseals(tx, of, member);
    await record(tx, { actor: member, action: 'notice.recused', subject: of.delivery }, now);
  });
}

/** Who is recused from what, and what was sealed anew, as far as a member takes part in it; one page of items. */
export async function resealState(db: Kysely<Database>, member: string, { after, most }: Page) {
  const page = pageOf(await concernedAfter(db, itemAt(after), most), most, itemKeyOf);
  const items = await withoutRecused(db, member, page.rows);
  return { recusals: await recusalsOf(db, items), reseals: await resealsOf(db, items), next: page.next };
}

/** The bytes that were proposed for an edition under this hash; refuses `not-found`. */
export async function proposedBody(db: Kysely<Database>, member: string, of: Which, cipher: string): Promise<string> {
  await requireNotRecused(db, member, of);
  const body = (await resealOf(db, { ...of, cipher }))?.body;
  if (!body) throw new Refusal('not-found');
  return body;
}

/**
 * Keeps an edition as a member's client sealed it anew, beside what others proposed and in place of what this member
 * did. It changes nothing until another member's client confirms that it says the same: one person can put no bytes in
 * place of others, and shut nobody out. `expected` names the bytes that were sealed anew.
 * @returns the hash of what is proposed.
 * @throws `not-found`, `conflict` (other bytes lie here by now), `malformed` (no age file), `not-allowed` (the member's
 * own name, or nobody's, among the recused; or somebody left out of them who is recused already).
 */
export async function proposeReseal(
  runtime: Runtime,
  member: string,
  of: Which,
  { expected, body, recused }: { expected: string; body: string; recused: readonly string[] },
): Promise<string> {
  const now = runtime.clock.now();
  const cipher = cipherOf(body);
  if (!Buffer.from(body, 'base64url').subarray(0, ageMark.length).equals(ageMark))
    throw new Refusal('malformed', 'body');
  await transaction(runtime.db, async (tx) => {
    const row = await taking(tx, member, of, now);
    if (cipherOf(row.body) !== expected) throw new Refusal('conflict', 'expected');
    const members = await accompaniers(tx);
    const named = [...new Set(recused)].sort();
    const fits = named.every((one) => one !== member && members.has(one)) && (await leavesOut(tx, of, members, named));
    if (!fits) throw new Refusal('not-allowed', 'recused');
    const { peer, delivery, edition } = of;
    const made = { proposed_by: member, recused: named, proposed: now, confirmed: null, lapsed: null };
    await putReseal(tx, { peer, delivery, edition, cipher, expected, body, ...made });
    await record(tx, { actor: member, action: 'notice.reseal-proposed', subject: of.delivery }, now);
  });
  return cipher;
}

/**
 * Puts the bytes with this hash in place of the edition's, after a second member's client found that they say the same.
 * Whoever they leave out is recused from then on, and what else was proposed lapses.
 * @throws `not-found`, `conflict` (nothing is proposed under this hash; or it leaves out nobody new, and one that does
 * waits to be read), `lapsed` (other bytes lie here by now, somebody is recused since to whom they are sealed, or
 * whoever proposed them takes no part any more), `not-allowed` to whoever proposed them or is left out.
 */
export async function confirmReseal(runtime: Runtime, member: string, of: Which, proposed: string): Promise<void> {
  const now = runtime.clock.now();
  await transaction(runtime.db, async (tx) => {
    const row = await taking(tx, member, of, now);
    const found = await resealOf(tx, { ...of, cipher: proposed });
    if (!found) throw new Refusal('conflict', 'proposed');
    if (!found.body || found.expected !== cipherOf(row.body)) throw new Refusal('lapsed');
    if (found.proposed_by === member || found.recused.includes(member)) throw new Refusal('not-allowed');
    const members = await accompaniers(tx);
    if (!members.has(found.proposed_by) || !(await leavesOut(tx, of, members, found.recused)))
      throw new Refusal('lapsed');
    if (await hidesRecusal(tx, found, members)) throw new Refusal('conflict', 'recused');
    await setBody(tx, of, found.body);
    await settleReseal(tx, found, now);
    const { peer, delivery } = of;
    for (const one of found.recused) {
      await addRecusal(tx, { peer, delivery, member: one, said_by: found.proposed_by, since: now });
      await removeReseals(tx, of, one);
    }
    await record(tx, { actor: member, action: 'notice.reseal-confirmed', subject: delivery }, now);
  });
}

/** Whether bytes that are not sealed to these members leave out every accompanier who is recused by now. */
async function leavesOut(
  tx: Transaction<Database>,
  { peer, delivery }: Which,
  members: ReadonlySet<string>,
  recused: readonly string[],
): Promise<boolean> {
  const already = await recusedFrom(tx, peer, delivery);
  return already.every((one) => !members.has(one) || recused.includes(one));
}

/** Whether it would make lapse, unread, that somebody takes no part any more, and leaves out nobody itself. */
async function hidesRecusal(tx: Transaction<Database>, found: Reseal, members: ReadonlySet<string>): Promise<boolean> {
  const already = await recusedFrom(tx, found.peer, found.delivery);
  const more = ({ recused }: Pick<Reseal, 'recused'>) =>
    recused.some((one) => members.has(one) && !already.includes(one));
  if (more(found)) return false;
  const all = (await resealsOf(tx, [found])).filter(
    ({ edition, expected }) => edition === found.edition && expected === found.expected,
  );
  return all.some((one) => one.confirmed === null && one.lapsed === null && members.has(one.proposed_by) && more(one));
}

async function accompaniers(tx: Transaction<Database>): Promise<Set<string>> {
  const own = await ownChain(tx);
  return new Set((own ? keysOf(own, 'accompanier') : []).map((key) => key.member));
}

/** The edition under its peer's lock, for a member who takes part in it. */
async function taking(tx: Transaction<Database>, member: string, of: Which, now: Date): Promise<Incoming> {
  await lockAndCount(tx, of.peer);
  await requireNotRecused(tx, member, of);
  const row = await incomingOf(tx, of, now);
  if (!row) throw new Refusal('not-found');
  return row;
}
