import type { Insertable, Kysely, Selectable } from 'kysely';
import type { Role } from '../../schemas/manifest.ts';
import { type Opened, opened, wrap } from '../database/row-keys.ts';
import type { Database } from '../database/schema.ts';
import type { InvitationsTable, KeyOffersTable, ManifestRotationsTable } from '../database/tables/members.ts';

/* Queries for keys that change. What is deleted of an invitation takes the offer under it along. */

type Db = Kysely<Database>;

export type Invitation = Selectable<InvitationsTable>;
export type KeyOffer = Selectable<KeyOffersTable> & Pick<Invitation, 'made_by'>;
/** A proposal with everybody's share of its box (JSON); null once it lapsed. */
export type ProposedRow = Opened<Selectable<ManifestRotationsTable>, 'shares'>;

export async function insertInvitation(tx: Db, invitation: Insertable<InvitationsTable>): Promise<void> {
  await tx.insertInto('invitations').values(invitation).execute();
}

/** Whether an invitation with this code's hash lasts. */
export async function invitationLasts(db: Db, codeHash: string, now: Date): Promise<boolean> {
  const found = db.selectFrom('invitations').select('code_hash').where('code_hash', '=', codeHash);
  return (await found.where('expires', '>', now).executeTakeFirst()) !== undefined;
}

/** The invitation with this code's hash while it lasts, locked. */
export async function lockInvitation(tx: Db, codeHash: string, now: Date): Promise<Invitation | null> {
  const found = await tx
    .selectFrom('invitations')
    .selectAll()
    .where('code_hash', '=', codeHash)
    .where('expires', '>', now)
    .forUpdate()
    .executeTakeFirst();
  return found ?? null;
}

/** Invitations that last, the oldest first, each with who gave a key under it. */
export function openInvitations(db: Db, now: Date): Promise<(Invitation & { given: string | null })[]> {
  return db
    .selectFrom('invitations')
    .leftJoin('key_offers', 'key_offers.code_hash', 'invitations.code_hash')
    .selectAll('invitations')
    .select('key_offers.member as given')
    .where('expires', '>', now)
    .orderBy('expires')
    .orderBy('invitations.code_hash')
    .execute();
}

/** Ends an invitation of that steward, and forgets what was given under it; false where it is none of theirs. */
export async function deleteInvitation(tx: Db, codeHash: string, steward: string): Promise<boolean> {
  const query = tx.deleteFrom('invitations').where('code_hash', '=', codeHash).where('made_by', '=', steward);
  return (await query.executeTakeFirstOrThrow()).numDeletedRows === 1n;
}

/** How many codes of one steward are out. */
export async function invitationCount(db: Db, steward: string, now: Date): Promise<number> {
  const made = db.selectFrom('invitations').select('code_hash').where('made_by', '=', steward);
  return (await made.where('expires', '>', now).execute()).length;
}

export async function deleteEndedInvitations(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('invitations').where('expires', '<=', now).execute();
}

/** Forgets the codes under which these keys were given. */
export async function deleteInvitationsOf(tx: Db, publicKeys: readonly string[]): Promise<void> {
  if (publicKeys.length === 0) return;
  const used = tx.selectFrom('key_offers').select('code_hash').where('public_key', 'in', publicKeys);
  await tx.deleteFrom('invitations').where('code_hash', 'in', used).execute();
}

/** Forgets the codes of everybody but these, and the keys that were given under them. */
export async function deleteInvitationsBut(tx: Db, stewards: readonly string[]): Promise<void> {
  await tx.deleteFrom('invitations').where('made_by', 'not in', stewards).execute();
}

/** Public keys that wait for a manifest, while their codes last. */
export function keyOffers(db: Db, now: Date): Promise<KeyOffer[]> {
  return db
    .selectFrom('key_offers')
    .innerJoin('invitations', 'invitations.code_hash', 'key_offers.code_hash')
    .selectAll('key_offers')
    .select('made_by')
    .where('expires', '>', now)
    .orderBy('key_offers.at')
    .orderBy('key_offers.member')
    .execute();
}

/** Keeps an offer; the same key under another code is one offer, and only whoever holds it can give it again. */
export async function putKeyOffer(tx: Db, offer: Selectable<KeyOffersTable>): Promise<void> {
  await tx.deleteFrom('key_offers').where('public_key', '=', offer.public_key).execute();
  await tx.insertInto('key_offers').values(offer).execute();
}

/** Every proposal of a next manifest, the oldest first. */
export async function proposedManifests(db: Db): Promise<ProposedRow[]> {
  const rows = await keyedProposed(db).orderBy('drafted').orderBy('manifest_rotations.id').execute();
  return rows.map((row) => opened(row, 'shares'));
}

/** The proposal with this hash, or null. */
export async function proposedManifest(db: Db, id: string): Promise<ProposedRow | null> {
  const row = await keyedProposed(db).where('manifest_rotations.id', '=', id).executeTakeFirst();
  return row ? opened(row, 'shares') : null;
}

const keyedProposed = (db: Db) =>
  db
    .selectFrom('manifest_rotations')
    .leftJoin('row_keys', 'row_keys.id', 'manifest_rotations.row_key')
    .selectAll('manifest_rotations')
    .select('key');

export async function insertProposed(tx: Db, row: ProposedRow & { shares: string }): Promise<void> {
  const { row_key, text: shares } = await wrap(tx, row.shares);
  await tx
    .insertInto('manifest_rotations')
    .values({ ...row, shares, row_key })
    .execute();
}

/** The pairs of node keys that proposals name. */
export async function namedPairs(db: Db): Promise<Set<string>> {
  const open = db.selectFrom('manifest_rotations').select('pair').where('lapsed', 'is', null);
  return new Set((await open.execute()).flatMap(({ pair }) => pair ?? []));
}

/** Keeps the signatures that were added to a proposal. */
export async function setProposedEnvelope(tx: Db, id: string, envelope: string): Promise<void> {
  await tx.updateTable('manifest_rotations').set({ envelope }).where('id', '=', id).execute();
}

/** Forgets the proposal that stands now; the others lapse, and nobody's share of their boxes is kept. */
export async function settleProposed(tx: Db, id: string, now: Date): Promise<void> {
  await tx.deleteFrom('manifest_rotations').where('id', '=', id).execute();
  await lapseProposed(tx, now);
}

/** Lets the proposal with this hash lapse, or every open one; nobody's share of its box is kept. */
export async function lapseProposed(tx: Db, now: Date, id?: string): Promise<void> {
  const lapse = { lapsed: now, shares: null, row_key: null };
  const open = tx.updateTable('manifest_rotations').set(lapse).where('lapsed', 'is', null);
  await (id === undefined ? open : open.where('id', '=', id)).execute();
}

/** Forgets proposals that lapsed before one day, or were made before another. */
export async function deleteOldProposed(db: Db, { lapsed, made }: { lapsed: Date; made: Date }): Promise<void> {
  await db
    .deleteFrom('manifest_rotations')
    .where((eb) => eb.or([eb('lapsed', '<=', lapsed), eb('drafted', '<=', made)]))
    .execute();
}

/** Puts a member's current key and roles in place, of who was a plain one too; adds who joined. */
export async function putMember(
  tx: Db,
  row: { member: string; public_key: string; roles: Role[] },
  now: Date,
): Promise<void> {
  const { public_key, roles } = row;
  await tx
    .insertInto('members')
    .values({ ...row, joined: now })
    .onConflict((conflict) => conflict.column('member').doUpdateSet({ public_key, roles, plain: false }))
    .execute();
}

/** Puts the seal-key of a member's new key in place of the old key's, whose signature counts no more. */
export async function replaceSealKeyRow(
  tx: Db,
  row: { member: string; recipient: string; envelope: string; at: Date },
): Promise<void> {
  await tx.deleteFrom('seal_keys').where('member', '=', row.member).execute();
  await tx.insertInto('seal_keys').values(row).execute();
}
