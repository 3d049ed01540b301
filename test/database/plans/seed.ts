import { type Kysely, sql } from 'kysely';
import { underNewKey } from '../../../src/database/row-keys.ts';
import type { Database } from '../../../src/database/schema.ts';

type Table = keyof Database;

/**
 * What a table's rows hold beside `<column>-<i>`, as SQL over `i` from 1 on; and how many they are, 10,000 unless said.
 */
type Rows = { many?: number; with?: Record<string, string> };

const rows = 10_000;
/** Every row has the same key and the same text under it. */
const sealed = underNewKey('[]');
const [key, under] = [sealed.key, sealed.text].map((bytes) => `'\\x${bytes.toString('hex')}'::bytea`) as [
  string,
  string,
];
const peerState = "(array['pinned', 'compared', 'trusted', 'paused', 'ended'])[1 + i % 5]";
const spread = (column: string, over: number) => `'${column}-' || (1 + (i - 1) % ${over})`;
const after = (days: number) => `timestamptz '2026-01-01' + i * interval '1 minute' + interval '${days} days'`;

/** The moment of a row: one a minute from the first of January 2026 on, nearly seven days of them. */
const momentOf = (i: number): Date => new Date(Date.UTC(2026, 0, 1, 0, i));
/** A moment that few rows come before, and one that few come after. */
export const early = momentOf(100);
export const late = momentOf(rows - 100);

/** Every table but the record's head, those first to which others point. */
const tables: [Table, Rows][] = [
  ['row_keys', {}],
  ['rewrites_due', { many: 10, with: { id: '-i' } }],
  ['node', { many: 1, with: { one: '1', set_up_code_hash: 'null' } }],
  ['node_keys', { many: 2, with: { use: "case i when 1 then 'http' else 'receipt' end", state: "'present'" } }],
  ['manifests', { with: { version: 'i' } }],
  ['manifest_drafts', { many: 1 }],
  ['manifest_rotations', { many: 1 }],
  ['members', { with: { roles: "array['steward']" } }],
  ['seal_keys', {}],
  ['box_shares', { with: { recipient: "'recipient-1'" } }],
  ['keyrings', {}],
  ['passkeys', { with: { member: spread('member', 2000) } }],
  [
    'sessions',
    {
      with: {
        member: spread('member', 200),
        kind: "case i % 2 when 0 then 'browser' else 'program' end",
        ends: `case i % 2 when 0 then ${after(1)} end`,
      },
    },
  ],
  ['used_nonces', {}],
  ['entries', { with: { member: spread('member', 200) } }],
  ['invitations', { many: 32 }],
  ['key_offers', { many: 32 }],
  ['offered_keyrings', { many: 6 }],
  ['peers', { with: { state: peerState, trust_ended: `case i % 100 when 0 then array[${after(0)}] else '{}' end` } }],
  ['peer_manifests', { with: { peer: spread('peer', 2000), version: '1 + (i - 1) / 2000' } }],
  ['peer_statements', { with: { peer: spread('peer', 2000), kind: "'standing'" } }],
  ['followers', {}],
  ['follows', { with: { refused: 'null' } }],
  ['received_activities', {}],
  ['kv', {}],
  [
    'agreement_drafts',
    { with: { made_by: spread('made_by', 2000), lapsed: `case i % 50 when 0 then ${after(0)} end` } },
  ],
  [
    'agreements',
    {
      with: {
        series: spread('series', 2000),
        version: '1 + (i - 1) / 2000',
        withdrawn: `case (i - 1) % 50 when 0 then ${after(0)} end`,
      },
    },
  ],
  [
    'agreement_withdrawals',
    {
      with: {
        made_by: spread('made_by', 2000),
        series: spread('series', 2000),
        published: `case i % 2 when 0 then ${after(0)} end`,
      },
    },
  ],
  [
    'agreements_taken_down',
    {
      with: {
        peer: spread('peer', 200),
        envelope: "case i % 50 when 0 then null else '{}' end",
        version: 'case i % 50 when 0 then null else 1 end',
        at: `case i % 50 when 0 then null else ${after(0)} end`,
        next_try: `case i % 50 when 0 then ${after(0)} end`,
      },
    },
  ],
  [
    'agreements_received',
    {
      with: {
        state: "case i % 50 when 0 then 'pending' when 1 then 'refused' else 'shown' end",
        actor: spread('actor', 200),
        peer: spread('peer', 200),
      },
    },
  ],
  ['acknowledgements', { with: { issuer: spread('issuer', 50) } }],
  ['acknowledgement_drafts', { with: { made_by: spread('made_by', 2000) } }],
  ['acknowledgements_pending', { with: { actor: spread('actor', 500) } }],
  ['desk_releases', { with: { issuer: spread('issuer', 500), version: 'i' } }],
  ['texts', {}],
  ['text_parts', { with: { text: "'id-' || i", kind: "'front'", content: "'{}'" } }],
  ['text_erasures', { with: { text: "'id-' || i" } }],
  [
    'typed',
    {
      with: {
        place: "'/agreements/writing/id-' || i || '/parts/front'",
        member: spread('member', 200),
        content: "'{}'",
      },
    },
  ],
  [
    'rounds',
    {
      with: {
        text: "case i % 10 when 0 then 'id-' || i end",
        method: "'consent_round'",
        stage: "case i % 10 when 0 then 'questions' else 'outcome' end",
        outcome: "case i % 10 when 0 then null else 'adopted' end",
        draft: "case i % 10 when 0 then null else 'draft-' || i end",
        closed: `case i % 10 when 0 then null else ${after(0)} end`,
      },
    },
  ],
  ['round_proposals', { with: { round: "'id-' || i", content: "'{}'" } }],
  ['round_entries', { with: { round: "'id-' || i", kind: "'question'", harm: 'null', stage: 'null', about: 'null' } }],
  ['round_closings', { with: { round: "'id-' || i" } }],
  ['agreement_words', { with: { stemming: "'simple'", words: "to_tsvector('simple', 'word' || i)" } }],
  ['drafts', { with: { made_by: spread('made_by', 200), worked_on_by: "array['member']" } }],
  ['draft_revisions', {}],
  ['draft_erasures', {}],
  ['outgoing', { with: { kind: "case i % 100 when 0 then 'withdrawal' else 'alert' end", peer: spread('peer', 200) } }],
  ['words_seen', { with: { locator_hash: "'locator_hash-' || i" } }],
  ['consents', { with: { state: "'granted'", peer: spread('peer', 200), locator_hash: spread('locator_hash', 5000) } }],
  [
    'incoming',
    {
      with: {
        peer: spread('peer', 200),
        drop_after: after(300),
        checked_with: 'case when i % 100 < 2 then null else 1 end',
        opened: `case when i % 100 < 2 then null else ${after(0)} end`,
        waiting: `case i % 100 when 1 then ${after(0)} end`,
        unopenable: 'false',
        first_received: 'null',
      },
    },
  ],
  [
    'incoming_facts',
    {
      with: {
        peer: spread('peer', 200),
        suspended: `case i % 100 when 2 then ${after(0)} end`,
        taken_back: 'null',
        taken_back_by: 'null',
        taken_back_at: 'null',
        denied_by: "'{}'",
        restored: 'null',
      },
    },
  ],
  ['incoming_reports', { with: { peer: spread('peer', 200) } }],
  ['peer_lists', {}],
  ['own_lists', {}],
  ['recusals', { with: { member: spread('member', 200) } }],
  [
    'reseals',
    {
      with: {
        peer: spread('peer', 200),
        confirmed: `case i % 2 when 0 then ${after(0)} end`,
        lapsed: 'null',
        body: `case i % 2 when 0 then null else ${under} end`,
        row_key: 'case i % 2 when 0 then null else md5(i::text)::uuid end',
      },
    },
  ],
  [
    'tombstones',
    {
      with: {
        direction: "case i % 2 when 0 then 'in' else 'out' end",
        peer: "'peer-1'",
        ending: "case i % 50 when 0 then 'pending' else 'withdrawn' end",
        drop_commit: "case i % 50 when 0 then 'drop_commit-' || i end",
        locator_hash: "case i % 100 when 1 then 'locator_hash-' || i end",
      },
    },
  ],
  [
    'deliveries',
    {
      with: {
        host: spread('host', 50),
        lane: "case i % 20 when 0 then 'erase' else 'ordinary' end",
        kind: "case i % 50 when 0 then 'receipt' else 'alert' end",
        recipient: spread('recipient', 200),
        audience: "'peer'",
        token: 'null',
        receipt_event: "case i % 50 when 0 then 'stored' end",
        receipt_cipher: 'null',
        state: "case i % 50 when 1 then 'due' else 'sent' end",
        lease: 'null',
        acknowledged: "'stored'",
      },
    },
  ],
  [
    'lanes',
    // Every host has two; the few that are due are found among many.
    {
      many: 50_000,
      with: {
        lane: "'ordinary'",
        next_at: `case i % 100 when 0 then ${after(0)} end`,
        lease: 'null',
        fails: '0',
        peer: 'i % 200 = 0',
        slow: 'i % 300 = 0',
      },
    },
  ],
  ['record', { with: { seq: 'i' } }],
];

const values: Record<string, (column: string) => string> = {
  text: (column) => `'${column}-' || i`,
  integer: () => '1',
  bigint: () => '1',
  boolean: () => 'true',
  'double precision': () => 'i',
  'timestamp with time zone': () => after(0),
  uuid: () => 'md5(i::text)::uuid',
  bytea: (column) => (column === 'key' ? key : under),
  ARRAY: (column) => `array['${column}-' || i]`,
  tsvector: () => "to_tsvector('simple', 'title' || i)",
};

/** Fills every table of an empty database with 10,000 rows, and lets the planner know. */
export async function seedTables(db: Kysely<Database>): Promise<void> {
  for (const [table, { many = rows, with: said = {} }] of tables) {
    const { rows: columns } = await sql<{ name: string; type: string }>`
      select column_name::text as name, data_type::text as type from information_schema.columns
        where table_schema = 'public' and table_name = ${table} order by ordinal_position`.execute(db);
    const each = columns.map(({ name, type }) => said[name] ?? values[type]?.(name) ?? 'null');
    const names = columns.map(({ name }) => `"${name}"`);
    await sql
      .raw(`insert into ${table} (${names.join()}) select ${each.join()} from generate_series(1, ${many}) as i`)
      .execute(db);
  }
  await sql`update record_head set seq = ${rows}`.execute(db);
  await sql`analyze`.execute(db);
}
