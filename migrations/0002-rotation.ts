import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Tables for keys that change; columns are described in src/database/tables/members.ts. */
export const rotation: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table invitations (
    code_hash text primary key, member text, roles text[] not null, made_by text not null,
      expires timestamptz not null)`,
  `create table key_offers (
    member text primary key, code_hash text not null unique references invitations on delete cascade,
      public_key text not null unique,
    roles text[] not null, recipient text not null, seal_key text not null, at timestamptz not null)`,
  `create table manifest_rotations (
    one integer primary key default 1 check (one = 1), id text not null, envelope text not null, shares text not null,
      drafted timestamptz not null)`,
];
