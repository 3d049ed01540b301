import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Pairs of node keys side by side: present, proposed, former; described in src/database/tables/. */
export const nodeKeyPairs: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of [
      `alter table node_keys add column pair text not null default '',
        add column state text not null default 'present' check (state in ('present', 'proposed', 'former'))`,
      `alter table node_keys alter column pair drop default, alter column state drop default,
        drop constraint node_keys_pkey, add primary key (pair, use)`,
      `create unique index node_keys_present on node_keys (use) where state = 'present'`,
      `alter table manifest_rotations add column pair text`,
      `create trigger node_keys_erased after delete on node_keys referencing old table as gone
        for each statement execute function note_erased()`,
    ])
      await sql.raw(statement).execute(db);
  },
};
