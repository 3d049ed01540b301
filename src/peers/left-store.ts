import { type Kysely, sql } from 'kysely';
import { prepared } from '../database/prepared.ts';
import type { Database } from '../database/schema.ts';
import type { Peer } from './store.ts';

/** What lies here because of one peer: rows, and bytes of what it said. */
export type Left = { rows: number; bytes: number };

/**
 * What a peer made all tables hold together, counted in their indexes. Never more than the bound of it all, so that
 * counting costs the same for ever.
 */
export async function leftBy(db: Kysely<Database>, { peer, actor }: Pick<Peer, 'peer' | 'actor'>): Promise<Left> {
  const [found] = await count(db, { peer, actor });
  return { rows: Number(found?.rows), bytes: Number(found?.bytes) };
}

const count = prepared<{ peer: string; actor: string }, { rows: string; bytes: string }>([], (value) => {
  const [peer, actor] = [value('peer'), value('actor')];
  return sql`
    select sum(rows) as rows, coalesce(sum(bytes), 0) as bytes from (
      select count(*) as rows, sum(octet_length(header) + octet_length(body)) as bytes
        from incoming where peer = ${peer}
      union all select count(*), 0 from incoming_facts where peer = ${peer}
      union all select count(*), 0 from tombstones where direction = 'in' and peer = ${peer}
      union all select count(*), sum(octet_length(envelope)) from peer_lists where peer = ${peer}
      union all select count(*), sum(octet_length(envelope)) from peer_manifests where peer = ${peer}
      union all select count(*), sum(octet_length(envelope)) from peer_statements where peer = ${peer}
      union all select count(*), sum(octet_length(envelope)) from acknowledgements where issuer = ${peer}
      union all select count(*), sum(octet_length(envelope)) from desk_releases where issuer = ${peer}
      union all select count(*), sum(pg_column_size(words)) from agreement_words where peer = ${peer}
      union all select count(*), sum(octet_length(object) + octet_length(url) + coalesce(octet_length(envelope), 0))
        from agreements_received where actor = ${actor}
      union all select count(*), sum(coalesce(octet_length(envelope), 0))
        from agreements_taken_down where peer = ${peer}
      union all select count(*), sum(octet_length(url)) from acknowledgements_pending where actor = ${actor}
      union all select count(*), sum(octet_length(activity)) from received_activities where actor = ${actor}
      union all select count(*), 0 from deliveries where recipient = ${actor} and receipt_event is not null) as each`;
});
