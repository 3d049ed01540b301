import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * What two people do together is kept under its hash, with who proposed it: several proposals stand side by side.
 * Columns are described in src/database/tables/. Who proposed what stands so far is read from the record.
 */
export const proposals: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

/** Who first did that about a row's id; nobody where the record does not say. */
const firstIn = (table: string, id: string, ...actions: string[]): string =>
  `coalesce((select actor from record where subject = ${table}.${id} and action in (${actions
    .map((action) => `'${action}'`)
    .join(', ')}) order by seq limit 1), '')`;

/** Adds who made a row, and fills it in. */
const madeBy = (table: string, column: string, id: string, ...actions: string[]): string[] => [
  `alter table ${table} add column ${column} text`,
  `update ${table} set ${column} = ${firstIn(table, id, ...actions)}`,
  `alter table ${table} alter column ${column} set not null`,
];

const statements = [
  `alter table manifest_rotations drop column one`,
  `alter table manifest_rotations add primary key (id)`,
  ...madeBy('manifest_rotations', 'proposed_by', 'id', 'manifest.drafted'),
  `alter table manifest_rotations add column lapsed timestamptz`,
  `alter table key_offers drop constraint key_offers_pkey, drop constraint key_offers_code_hash_key,
    add primary key (code_hash)`,
  // What is open is proposed again by whichever client next looks.
  `delete from reseals where confirmed is null`,
  `alter table reseals add column cipher text, add column expected text, add column lapsed timestamptz`,
  `update reseals set expected = '', cipher = rtrim(translate(encode(sha256(decode(
      rpad(translate(incoming.body, '-_', '+/'), (length(incoming.body) + 3) / 4 * 4, '='), 'base64')), 'base64'),
      '+/', '-_'), '=')
    from incoming where incoming.peer = reseals.peer and incoming.delivery = reseals.delivery
      and incoming.edition = reseals.edition`,
  `alter table reseals alter column cipher set not null, alter column expected set not null,
    drop constraint reseals_pkey, drop constraint reseals_check,
    add primary key (peer, delivery, edition, cipher),
    add check ((confirmed is null and lapsed is null) = (body is not null)),
    add check (confirmed is null or lapsed is null)`,
  ...madeBy('drafts', 'made_by', 'draft', 'draft.kept'),
  `alter table drafts add column stored_by text, add column worked_on_by text[]`,
  `update drafts set
    stored_by = coalesce((select actor from record where subject = drafts.draft
      and action in ('draft.kept', 'draft.changed') order by seq desc limit 1), ''),
    worked_on_by = array(select distinct actor from record where subject = drafts.draft
      and action in ('draft.kept', 'draft.changed') order by actor)`,
  `alter table drafts alter column stored_by set not null, alter column worked_on_by set not null`,
  `create index drafts_made_by on drafts (made_by)`,
  `create table draft_revisions (
    draft text not null references drafts on delete cascade, revision integer not null check (revision > 0),
      ciphertext text not null, stored_by text not null, stored timestamptz not null, replaced timestamptz not null,
    primary key (draft, revision))`,
  `create index draft_revisions_replaced on draft_revisions (replaced)`,
  `create table draft_erasures (
    draft text not null references drafts on delete cascade, member text not null, revision integer not null,
      asked timestamptz not null,
    primary key (draft, member))`,
  `create index draft_erasures_asked on draft_erasures (asked)`,
  ...madeBy('agreement_drafts', 'made_by', 'id', 'agreements.drafted'),
  `alter table agreement_drafts add column lapsed timestamptz, drop constraint agreement_drafts_series_version_key`,
  `create index agreement_drafts_series on agreement_drafts (series, version)`,
  `create index agreement_drafts_made_by on agreement_drafts (made_by)`,
  `create index agreement_drafts_lapsed on agreement_drafts (lapsed) where lapsed is not null`,
  ...madeBy('acknowledgement_drafts', 'made_by', 'id', 'acknowledgements.signed'),
  `alter table acknowledgement_drafts drop constraint acknowledgement_drafts_agreement_key`,
  `create index acknowledgement_drafts_agreement on acknowledgement_drafts (agreement)`,
  `create index acknowledgement_drafts_made_by on acknowledgement_drafts (made_by)`,
  `create index texts_created_by on texts (created_by)`,
  `create table text_erasures (
    text text not null references texts on delete cascade, member text not null, asked timestamptz not null,
    primary key (text, member))`,
];
