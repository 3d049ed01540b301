import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Whose a lane is and how quick its host, so that due lanes are found by the places that are free; columns are
 * described in src/database/tables/deliveries.ts.
 */
export const lanePlaces: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `alter table lanes
    add column peer boolean not null default false,
    add column slow boolean not null default false,
    add column domain text`,
  // The registered domain is worked out when something is put in next; until then it is not looked at.
  `update lanes as l set peer =
    exists (select from peers as p where p.origin = l.host)
    or exists (select from deliveries as d where d.host = l.host and d.lane = l.lane and d.audience = 'peer')`,
  // When a lane is due next is asked at the end of every turn: of the first row that is, not of all that wait.
  `create index deliveries_next on deliveries (host, lane, next_at) where state = 'due'`,
  `create index deliveries_sending on deliveries (host, lane, lease) where state = 'sending'`,
  `drop index lanes_due`,
  `create index lanes_due on lanes (peer, lane, slow, next_at) where next_at is not null`,
];
