import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Tables of the main job; columns are described in src/database/tables/. CHECKs forbid impossible rows. */
export const mainJob: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table node (
    one integer primary key default 1 check (one = 1),
    origin text not null, name text, handle text, summary text, language text, collective text,
    set_up_code_hash text, set_up_wrong integer not null default 0, created timestamptz not null,
    check (collective is null or (name is not null and handle is not null and set_up_code_hash is null)))`,
  `create table node_keys (
    use text primary key check (use in ('http', 'receipt')), id text not null unique,
    public_multibase text not null, private_wrapped text not null, created timestamptz not null)`,
  `create table manifests (
    version integer primary key check (version > 0), id text not null unique, envelope text not null,
      accepted timestamptz not null)`,
  `create table manifest_drafts (
    one integer primary key default 1 check (one = 1), id text not null, envelope text not null, profile text not null,
      drafted timestamptz not null)`,
  `create table members (
    member text primary key, public_key text not null unique, roles text[] not null, joined timestamptz not null)`,
  `create table seal_keys (
    member text primary key references members on delete cascade, recipient text not null, envelope text not null,
      at timestamptz not null)`,
  `create table box_shares (
    recipient text not null, member text not null references members on delete cascade, ciphertext text not null,
      stored timestamptz not null,
    primary key (recipient, member))`,
  `create table sessions (token_hash text primary key, member text not null references members on delete cascade,
    expires timestamptz not null)`,
  `create table challenges (nonce text primary key, expires timestamptz not null)`,
  `create table peers (
    peer text primary key, actor text not null unique, inbox text not null, origin text not null unique,
      name text not null, handle text not null,
    state text not null check (state in ('pinned', 'compared', 'trusted', 'paused', 'ended')),
    pinned timestamptz not null, changed timestamptz not null, pulled timestamptz,
    looked timestamptz, turn bigint not null default 0)`,
  `create table peer_manifests (
    peer text not null references peers, version integer not null check (version > 0), id text not null,
      envelope text not null, received timestamptz not null,
    primary key (peer, version), unique (peer, id))`,
  `create table peer_statements (
    id text primary key, kind text not null check (kind in ('comparison', 'standing', 'standing-offer')),
      peer text not null references peers,
    envelope text not null, at timestamptz not null, complete boolean not null)`,
  `create index peer_statements_newest on peer_statements (peer, kind, at desc)`,
  `create table followers (
    actor text primary key, inbox text not null, convive boolean not null, follow text not null,
      followed timestamptz not null)`,
  `create table follows (
    actor text primary key, inbox text not null, follow text not null unique, asked timestamptz not null,
      accepted timestamptz, refused timestamptz)`,
  `create table received_activities (
    actor text not null, activity text not null, received timestamptz not null, primary key (actor, activity))`,
  `create index received_activities_age on received_activities (received)`,
  `create table kv (key text primary key, value text not null, expires timestamptz)`,
  `create table agreement_drafts (
    id text primary key, series text not null, version integer not null check (version > 0), envelope text not null,
      created timestamptz not null,
    unique (series, version))`,
  `create table agreements (
    id text primary key, series text not null, version integer not null check (version > 0), envelope text not null,
    published timestamptz not null, withdrawn timestamptz, unique (series, version))`,
  `create table agreements_received (
    id uuid primary key, actor text not null, object text not null, url text not null, digest text not null,
    state text not null check (state in ('pending', 'shown', 'refused')), because text, peer text, series text,
      version integer,
    statement text, envelope text, tries integer not null default 0, next_try timestamptz not null,
      received timestamptz not null, shown timestamptz,
    unique (actor, object, digest), unique (peer, series, version),
    check (state <> 'shown' or (peer is not null and series is not null and version is not null
      and statement is not null and envelope is not null and shown is not null)))`,
  `create index agreements_received_pending on agreements_received (next_try) where state = 'pending'`,
  `create table drafts (
    draft text primary key, revision integer not null check (revision > 0), ciphertext text not null,
      updated timestamptz not null)`,
  `create table outgoing (
    delivery text primary key, edition integer not null check (edition > 0), kind text not null, peer text not null
      references peers,
    header text not null, body text not null, cipher text not null, box text not null, draft text,
      handed_in timestamptz not null)`,
  `create table incoming (
    peer text not null references peers, delivery text not null, edition integer not null check (edition > 0),
      kind text not null,
    header text not null, body text not null, cipher text not null, drop_commit text, drop_after timestamptz,
    state text not null check (state in ('quarantined', 'verified', 'unopenable', 'failed')),
      received timestamptz not null, opened timestamptz,
    failed_code text, failed_by text, failed timestamptz, primary key (peer, delivery, edition),
    check ((state = 'failed') = (failed_code is not null and failed is not null)))`,
  `create unique index incoming_one_accepted on incoming (peer, delivery) where opened is not null`,
  `create unique index incoming_one_waiting on incoming (peer, delivery) where opened is null`,
  `create index incoming_ends on incoming (drop_after)`,
  `create index incoming_delivery on incoming (delivery)`,
  `create table tombstones (
    direction text not null check (direction in ('in', 'out')), peer text not null, delivery text not null,
    ending text not null check (ending in ('withdrawn', 'expired', 'failed', 'pending')), ended timestamptz not null,
    drop_commit text, locator_hash text, drop_after timestamptz, primary key (direction, peer, delivery),
    check (drop_commit is null or ending = 'pending'), check (locator_hash is null or direction = 'out'))`,
  `create index tombstones_delivery on tombstones (delivery, direction)`,
  `create index tombstones_locator on tombstones (locator_hash) where locator_hash is not null`,
  `create table consents (
    delivery text primary key, peer text not null references peers, header text not null, locator_hash text not null,
    drop_commit text not null unique, drop_after timestamptz not null, state text not null
      check (state in ('granted', 'expired')),
    granted timestamptz not null)`,
  `create index consents_locator on consents (locator_hash)`,
  `create table deliveries (
    id uuid primary key, host text not null, lane text not null check (lane in ('erase', 'ordinary')),
      kind text not null, item text not null,
    object text not null, recipient text not null, inbox text not null, audience text not null
      check (audience in ('peer', 'follower')), token text,
    state text not null check (state in ('due', 'sending', 'sent', 'failed', 'cancelled')),
      created timestamptz not null, next_at timestamptz not null,
    attempts integer not null default 0, lease timestamptz, sent timestamptz, answer text, acknowledged text,
      acknowledged_on timestamptz,
    give_up timestamptz not null,
    check ((state = 'sending') = (lease is not null)), check (token is null or kind = 'drop'),
      check (state <> 'sent' or sent is not null),
    check (acknowledged is null or acknowledged in ('stored', 'opened', 'deleted', 'unopenable')))`,
  `create index deliveries_due on deliveries (host, lane, id) where state in ('due', 'sending')`,
  `create index deliveries_order on deliveries (recipient, object, id)`,
  `create index deliveries_item on deliveries (object, recipient)`,
  `create table lanes (
    host text not null, lane text not null check (lane in ('erase', 'ordinary')), next_at timestamptz,
      fails integer not null default 0, lease timestamptz,
    primary key (host, lane))`,
  `create index lanes_due on lanes (next_at) where next_at is not null`,
  `create table record (
    seq integer primary key check (seq > 0), at timestamptz not null, actor text not null, action text not null,
      subject text, prev text not null, hash text not null)`,
  `create table record_head (one integer primary key default 1 check (one = 1), seq integer not null,
    prev text not null, hash text not null)`,
  `insert into record_head (seq, prev, hash) values (0, '', '')`,
];
