import type { Kysely, Selectable } from 'kysely';
import type { Role } from '../../schemas/manifest.ts';
import type { Database } from '../database/schema.ts';
import type { InvitationsTable, KeyOffersTable, ManifestRotationsTable } from '../database/tables/members.ts';

/* Queries for keys that change. What is deleted of an invitation takes the offer under it along. */

type Db = Kysely<Database>;

export type Invitation = Selectable<InvitationsTable>;
export type KeyOffer = Selectable<KeyOffersTable>;
export type Rotation = Pick<Selectable<ManifestRotationsTable>, 'id' | 'envelope' | 'shares'>;

export async function insertInvitation(tx: Db, invitation: Invitation): Promise<void> {
  await tx.insertInto('invitations').values(invitation).execute();
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

/** How many codes are out. */
export async function invitationCount(db: Db, now: Date): Promise<number> {
  const rows = await db.selectFrom('invitations').select('code_hash').where('expires', '>', now).execute();
  return rows.length;
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

/** Public keys that wait for a manifest, while their codes last. */
export function keyOffers(db: Db, now: Date): Promise<KeyOffer[]> {
  return db
    .selectFrom('key_offers')
    .innerJoin('invitations', 'invitations.code_hash', 'key_offers.code_hash')
    .selectAll('key_offers')
    .where('expires', '>', now)
    .orderBy('key_offers.at')
    .orderBy('key_offers.member')
    .execute();
}

/** Keeps an offer in place of an earlier one of the same member. */
export async function putKeyOffer(tx: Db, offer: KeyOffer): Promise<void> {
  await tx.deleteFrom('key_offers').where('member', '=', offer.member).execute();
  await tx.insertInto('key_offers').values(offer).execute();
}

/** The drafted next manifest, or null. */
export async function rotationDraft(db: Db): Promise<Rotation | null> {
  const row = await db.selectFrom('manifest_rotations').select(['id', 'envelope', 'shares']).executeTakeFirst();
  return row ?? null;
}

/** Keeps a draft in place of the one before; without one, none is left. */
export async function putRotation(tx: Db, draft: Rotation | null, now: Date): Promise<void> {
  await tx.deleteFrom('manifest_rotations').execute();
  if (draft)
    await tx
      .insertInto('manifest_rotations')
      .values({ ...draft, drafted: now })
      .execute();
}

/** Puts a member's current key and roles in place; adds who joined. */
export async function putMember(
  tx: Db,
  row: { member: string; public_key: string; roles: Role[] },
  now: Date,
): Promise<void> {
  const { public_key, roles } = row;
  await tx
    .insertInto('members')
    .values({ ...row, joined: now })
    .onConflict((conflict) => conflict.column('member').doUpdateSet({ public_key, roles }))
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
