import type { Kysely } from 'kysely';
import type { Database } from '../../src/database/schema.ts';
import { underKey } from '../support/under-key.ts';
import { day, earlier, hour, minute } from './clock.ts';
import type { Erased } from './erased-rows.ts';

async function putProposed(db: Kysely<Database>, id: string, drafted: Date, lapsed: Date | null): Promise<unknown> {
  const row = { id, envelope: '{}', shares: '[]', drafted, proposed_by: 'x', lapsed, pair: null };
  return db
    .insertInto('manifest_rotations')
    .values(await underKey(db, row, 'shares'))
    .execute();
}

function putAgreementDraft(db: Kysely<Database>, id: string, created: Date, lapsed: Date | null): Promise<unknown> {
  return db
    .insertInto('agreement_drafts')
    .values({ id, series: id, version: 1, envelope: '{}', created, made_by: 'x', lapsed })
    .execute();
}

function putWithdrawal(db: Kysely<Database>, id: string, at: Date, published: Date | null): Promise<unknown> {
  return db
    .insertInto('agreement_withdrawals')
    .values({ id, series: id, at, envelope: '{}', made_by: 'x', published })
    .execute();
}

function putReleaseDraft(db: Kysely<Database>, id: string, created: Date): Promise<unknown> {
  const row = { id, version: 1, envelope: '{}', created, made_by: 'x' };
  return db.insertInto('desk_release_drafts').values(row).execute();
}

type Stored = { name: string; member: string; at: Date };

async function putDraft(db: Kysely<Database>, { name, member, at }: Stored): Promise<unknown> {
  const row = { draft: name, revision: 2, ciphertext: 'c', updated: at, made_by: member, stored_by: member };
  return db
    .insertInto('drafts')
    .values(await underKey(db, { ...row, worked_on_by: [member] }, 'ciphertext'))
    .execute();
}

async function putRevision(db: Kysely<Database>, { name, member, at }: Stored): Promise<unknown> {
  await putDraft(db, { name, member, at });
  const row = { draft: name, revision: 1, ciphertext: 'c', stored_by: member, stored: at, replaced: at };
  return db
    .insertInto('draft_revisions')
    .values(await underKey(db, row, 'ciphertext'))
    .execute();
}

async function putAsked(db: Kysely<Database>, { name, member, at }: Stored): Promise<unknown> {
  await putDraft(db, { name, member, at });
  return db.insertInto('draft_erasures').values({ draft: name, member, revision: 2, asked: at }).execute();
}

function putNodeKey(db: Kysely<Database>, id: string, created: Date, state: 'proposed'): Promise<unknown> {
  const row = { id, pair: id, use: 'http' as const, state, public_multibase: 'z', private_wrapped: 'v1.' };
  return db
    .insertInto('node_keys')
    .values({ ...row, created })
    .execute();
}

async function putNamedNodeKey(db: Kysely<Database>, id: string, created: Date): Promise<unknown> {
  const proposed = { id, envelope: '{}', shares: '[]', drafted: new Date(), proposed_by: 'x', lapsed: null, pair: id };
  await db
    .insertInto('manifest_rotations')
    .values(await underKey(db, proposed, 'shares'))
    .execute();
  return putNodeKey(db, id, created, 'proposed');
}

const sweep = { chore: 'sweep', everyMs: hour } as const;

/** What waits for a second person, and what it was before. */
export const ofProposals: Erased[] = [
  {
    table: 'typed',
    column: 'place',
    chore: 'typed',
    everyMs: day,
    because: 'nobody went on typing for ninety days',
    put: (db, place, over, { member }) =>
      db
        .insertInto('typed')
        .values({ place, member, content: '{}', at: earlier(over, 90 * day) })
        .execute(),
  },
  {
    table: 'manifest_rotations',
    column: 'id',
    chore: 'old-proposals',
    everyMs: hour,
    because: 'they lapsed thirty days ago',
    put: (db, id, over) => putProposed(db, id, earlier(over, 40 * day), earlier(over, 30 * day)),
    putStaying: (db, id, over) => putProposed(db, id, earlier(over, 40 * day), earlier(over, 20 * day)),
  },
  {
    table: 'manifest_rotations',
    column: 'id',
    chore: 'old-proposals',
    everyMs: hour,
    because: 'they were proposed ninety days ago',
    put: (db, id, over) => putProposed(db, id, earlier(over, 90 * day), null),
    putStaying: (db, id, over) => putProposed(db, id, earlier(over, 80 * day), null),
  },
  {
    table: 'node_keys',
    column: 'id',
    chore: 'proposed-node-keys',
    everyMs: hour,
    because: 'no proposal named them within ten minutes',
    put: (db, id, over) => putNodeKey(db, id, earlier(over, 10 * minute), 'proposed'),
    putStaying: (db, id, over) => putNamedNodeKey(db, id, earlier(over, 10 * minute)),
  },
  {
    table: 'words_seen',
    column: 'locator_hash',
    chore: 'sweep',
    everyMs: hour,
    because: 'they were last seen two years ago',
    put: (db, locator_hash, over) =>
      db
        .insertInto('words_seen')
        .values({ locator_hash, seen: earlier(over, 2 * 366 * day) })
        .execute(),
  },
  {
    table: 'agreement_drafts',
    column: 'id',
    chore: 'drafts',
    everyMs: day,
    because: 'another one was published in their place thirty days ago',
    put: (db, id, over) => putAgreementDraft(db, id, earlier(over, 90 * day), earlier(over, 30 * day)),
    putStaying: (db, id, over) => putAgreementDraft(db, id, earlier(over, 90 * day), null),
  },
  {
    table: 'agreement_withdrawals',
    column: 'id',
    chore: 'drafts',
    everyMs: day,
    because: 'they lapsed thirty days ago, a week after they were proposed',
    put: (db, id, over) => putWithdrawal(db, id, earlier(over, 37 * day), null),
    putStaying: (db, id, over) => putWithdrawal(db, id, earlier(over, 37 * day), over),
  },
  {
    table: 'desk_release_drafts',
    column: 'id',
    chore: 'desk-release-drafts',
    everyMs: day,
    because: 'no other steward signed them within thirty days',
    put: (db, id, over) => putReleaseDraft(db, id, earlier(over, 30 * day)),
    putStaying: (db, id, over) => putReleaseDraft(db, id, earlier(over, 20 * day)),
  },
  {
    ...sweep,
    table: 'draft_revisions',
    column: 'draft',
    because: 'another revision took their place thirty days ago',
    put: (db, name, over, { member }) => putRevision(db, { name, member, at: earlier(over, 30 * day) }),
    putStaying: (db, name, over, { member }) => putRevision(db, { name, member, at: earlier(over, 20 * day) }),
  },
  {
    ...sweep,
    table: 'draft_erasures',
    column: 'draft',
    because: 'nobody joined in within a week',
    put: (db, name, over, { member }) => putAsked(db, { name, member, at: earlier(over, 7 * day) }),
    putStaying: (db, name, over, { member }) => putAsked(db, { name, member, at: earlier(over, 3 * day) }),
  },
];
