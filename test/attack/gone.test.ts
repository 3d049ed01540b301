import { randomBytes } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  deleteManifestDrafts,
  insertManifestDraft,
  insertNodeKeys,
  replaceNodeKeys,
} from '../../src/collective/store.ts';
import { type OpenDatabase, openDatabase, transaction } from '../../src/database/database.ts';
import { rewriteDue, rewriteErased } from '../../src/database/rewrite.ts';
import { room } from '../../src/database/room.ts';
import { unwrap } from '../../src/database/row-keys.ts';
import type { Database } from '../../src/database/schema.ts';
import { exportPrivateKey, generateKeyPair } from '../../src/federation/key-pairs.ts';
import { insertProposed, settleProposed } from '../../src/members/rotation-store.ts';
import { deleteSession, insertSession } from '../../src/members/session-store.ts';
import { insertMember, replaceShares } from '../../src/members/store.ts';
import * as drafts from '../../src/notices/ours/draft-store.ts';
import { eraseOutgoing, outgoingOf, putOutgoing } from '../../src/notices/ours/store.ts';
import * as reseals from '../../src/notices/theirs/reseal-store.ts';
import { addIncoming, removeItem, setBody } from '../../src/notices/theirs/store.ts';
import { insertPeer } from '../../src/peers/store.ts';
import type { Parts } from '../../src/room.ts';
import { type FreshPlace, freshPlace } from '../support/databases.ts';
import { filesOf, foundIn } from '../support/disk.ts';
import { quiet } from '../support/quiet.ts';

const now = new Date('2026-11-29T12:00:00Z');
/** Ciphertext as it comes: 3 kB, so that it does not stand beside its row. */
const text = () => randomBytes(3_000).toString('base64url');

describe('what was erased is gone from the files of a node', { timeout: 120_000 }, () => {
  let place: FreshPlace;
  let database: OpenDatabase;
  let db: Kysely<Database>;

  beforeAll(async () => {
    place = await freshPlace();
    database = await openDatabase({ ...place.database, log: quiet });
    db = database.db;
    await write(async (tx) => {
      const state = { state: 'trusted', pinned: now, changed: now } as const;
      const who = { actor: 'a', inbox: 'i', origin: 'o', name: 'Maguey', handle: '@m@m.test' };
      await insertPeer(tx, { ...who, ...state, peer: 'p' });
      await insertMember(tx, { member: 'rosa', public_key: 'k', roles: ['accompanier'] }, now);
    });
  });
  afterAll(async () => {
    await database[Symbol.asyncDispose]();
    await place[Symbol.asyncDispose]();
  });

  const write = <T>(work: (tx: Transaction<Database>) => Promise<T>) => transaction(db, work);
  const keys = async () => {
    const rows = await db.selectFrom('row_keys').selectAll().execute();
    return Object.fromEntries(rows.map(({ id, key }) => [id, key]));
  };
  const item = { peer: 'p', delivery: 'd', edition: 1 };
  const draft = async (body: string) => {
    await write((tx) => drafts.addDraft(tx, { draft: 'd', ciphertext: body, member: 'rosa' }, now));
  };
  const outgoing = (body: string) => ({
    ...{ delivery: 'd', edition: 1, kind: 'alert', peer: 'p', header: '{}', body },
    ...{ cipher: 'c', box: 'b', draft: null, handed_in: now },
  });
  const incoming = (body: string) =>
    write((tx) =>
      addIncoming(tx, { ...item, kind: 'alert', header: '{}', body, cipher: 'c', drop_after: now, received: now }),
    );
  const proposed = (body: string) => {
    const none = { confirmed: null, lapsed: null };
    const row = { ...item, cipher: 'r', expected: 'e', body, proposed_by: 'rosa', recused: [], proposed: now, ...none };
    return write((tx) => reseals.putReseal(tx, row));
  };
  const removeIt = () => write((tx) => removeItem(tx, 'p', 'd'));

  /** Each kind of sealed row: how it comes, and every way in which its bytes go. */
  const ways: Record<string, { put: (body: string) => Promise<unknown>; erase: () => Promise<unknown> }> = {
    'a draft that is erased': { put: draft, erase: () => write((tx) => drafts.eraseDrafts(tx, ['d'])) },
    'a draft that was stored over, and erased': {
      put: draft,
      erase: () =>
        write(async (tx) => {
          const before = (await drafts.lockDraft(tx, 'd'))!;
          await drafts.putRevision(tx, before, { ciphertext: text(), stored_by: 'rosa', worked_on_by: [] }, now);
          await drafts.eraseDrafts(tx, ['d']);
        }),
    },
    'an item of ours': {
      put: (body) => write((tx) => putOutgoing(tx, outgoing(body))),
      erase: () => write((tx) => eraseOutgoing(tx, ['d'])),
    },
    'an item of ours, by a later edition': {
      put: (body) => write((tx) => putOutgoing(tx, outgoing(body))),
      erase: () => write((tx) => putOutgoing(tx, { ...outgoing(text()), edition: 2 })),
    },
    'an item of theirs': { put: incoming, erase: removeIt },
    'an item of theirs, by bytes sealed anew': {
      put: incoming,
      erase: () => write((tx) => setBody(tx, item, text())),
    },
    'a proposed reseal, with its item': {
      put: async (body) => {
        await removeIt();
        await incoming(text());
        await proposed(body);
      },
      erase: removeIt,
    },
    'a reseal that was confirmed': {
      put: async (body) => {
        await incoming(text());
        await proposed(body);
      },
      erase: () => write((tx) => reseals.settleReseal(tx, { ...item, cipher: 'r' }, now)),
    },
    'a share of the box': {
      put: (body) => write((tx) => replaceShares(tx, 'box', [{ member: 'rosa', ciphertext: body }], now)),
      erase: () => write((tx) => replaceShares(tx, 'box', [], now)),
    },
    'shares of the box in a draft of the first manifest': {
      put: (shares) => {
        const row = { id: 'f', envelope: '{}', profile: '{}', shares, drafted: now, drafted_by: 'rosa' };
        return write((tx) => insertManifestDraft(tx, row));
      },
      erase: () => write((tx) => deleteManifestDrafts(tx)),
    },
    'shares of a proposed box, with another manifest': {
      put: (shares) => {
        const row = { id: 'm', envelope: '{}', shares, drafted: now, proposed_by: 'rosa', lapsed: null, pair: null };
        return write((tx) => insertProposed(tx, row));
      },
      erase: () => write((tx) => settleProposed(tx, 'another', now)),
    },
  };

  it.each(Object.entries(ways))('%s', async (_, { put, erase }) => {
    const before = new Set(Object.keys(await keys()));
    const body = text();
    await put(body);
    const made = Object.fromEntries(Object.entries(await keys()).filter(([id]) => !before.has(id)));
    expect(Object.keys(made)).not.toEqual([]);
    const bare = { body: Buffer.from(body.slice(1_000, 1_040)) };
    expect(foundIn(await filesOf(db, place), bare)).toEqual([]);
    expect(foundIn(await filesOf(db, place), made)).toEqual(Object.keys(made).sort());
    await erase();
    const stay = await keys();
    const gone = Object.fromEntries(Object.entries(made).filter(([id]) => !(id in stay)));
    expect(Object.keys(gone)).not.toEqual([]);
    expect(await rewriteDue(db)).toBe(true);
    await rewriteErased(db);
    expect(await rewriteDue(db)).toBe(false);
    expect(foundIn(await filesOf(db, place), gone)).toEqual([]);
  });

  const keyedTables = async () => {
    const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'row_key' order by 1`.execute(db);
    return rows.map(({ name }) => name);
  };

  it('erases the key of every table that has one, with its row and when another takes its place', async () => {
    const tables = await keyedTables();
    expect(tables).toContain('manifest_drafts');
    expect(tables.length).toBeGreaterThan(7);
    const { rows } = await sql<{ name: string; on: string }>`
      select event_object_table as name, event_manipulation as on from information_schema.triggers
      where action_statement like '%erase_row_key()' order by 1, 2`.execute(db);
    expect(rows).toEqual(tables.flatMap((name) => ['DELETE', 'UPDATE'].map((on) => ({ name, on }))));
  });

  it('takes nothing from who reads while it is rewritten', async () => {
    const body = text();
    await write((tx) => putOutgoing(tx, { ...outgoing(body), delivery: 'read' }));
    let done = false;
    let reads = 0;
    const reading = Array.from({ length: 4 }, async () => {
      while (!done) {
        expect((await outgoingOf(db, { delivery: 'read' }))[0]?.body).toBe(body);
        reads++;
      }
    });
    for (let round = 0; round < 8; round++) {
      await write((tx) => putOutgoing(tx, outgoing(text())));
      await write((tx) => eraseOutgoing(tx, ['d']));
      await rewriteErased(db);
    }
    done = true;
    await Promise.all(reading);
    expect(reads).toBeGreaterThan(20);
  });

  it('leaves no key without its row, nor a row without its key', async () => {
    const held: string[] = [];
    for (const table of (await keyedTables()) as ['drafts'])
      for (const { row_key } of await db.selectFrom(table).select('row_key').execute()) if (row_key) held.push(row_key);
    expect(held.length).toBeGreaterThan(0);
    expect(Object.keys(await keys()).sort()).toEqual(held.sort());
  });

  it('opens nothing of what is left in a file with another key', async () => {
    const [row] = await db.selectFrom('outgoing').select(['body', 'row_key']).execute();
    const { [row!.row_key]: own, ...others } = await keys();
    expect(() => unwrap(row!.body, own!)).not.toThrow();
    for (const key of Object.values(others)) expect(() => unwrap(row!.body, key)).toThrow();
  });

  it('forgets the hash of a session that was ended', async () => {
    const token_hash = randomBytes(32).toString('base64url');
    const bytes = { hash: Buffer.from(token_hash) };
    await write((tx) =>
      insertSession(tx, { token_hash, member: 'rosa', kind: 'program', expires: now, ends: null }, now),
    );
    expect(foundIn(await filesOf(db, place), bytes)).toEqual(['hash']);
    await deleteSession(db, token_hash);
    await rewriteErased(db);
    expect(foundIn(await filesOf(db, place), bytes)).toEqual([]);
  });

  it('forgets a key of the node that was replaced', async () => {
    const { privateKey } = await generateKeyPair('ed25519');
    const private_wrapped = `v1.${Buffer.from(await exportPrivateKey(privateKey)).toString('base64url')}`;
    const key = { pair: 'p', use: 'receipt', state: 'present', id: 'p', public_multibase: 'z', created: now } as const;
    await write((tx) => insertNodeKeys(tx, [{ ...key, private_wrapped }]));
    const bytes = { key: Buffer.from(private_wrapped) };
    expect(foundIn(await filesOf(db, place), bytes)).toEqual(['key']);
    await write((tx) => replaceNodeKeys(tx, 'another'));
    await rewriteErased(db);
    expect(foundIn(await filesOf(db, place), bytes)).toEqual([]);
  });

  it('gives back the room of ciphertext when the node stops', async () => {
    const size = async () => {
      const { rows } = await sql<{ bytes: string }>`select pg_total_relation_size('drafts') as bytes`.execute(db);
      return Number(rows[0]?.bytes);
    };
    const many = Array.from({ length: 40 }, (_, n) => `many-${n}`);
    for (const name of many)
      await write((tx) => drafts.addDraft(tx, { draft: name, ciphertext: 'x'.repeat(60_000), member: 'rosa' }, now));
    expect(await size()).toBeGreaterThan(2_000_000);
    // As on a server that has run for a while: what it knows of its catalog decides which condition it asks first.
    await sql`analyze`.execute(db);
    const ends = async () => {
      await write((tx) => drafts.eraseDrafts(tx, many));
      await room.closes({ runtime: { db, log: quiet } } as unknown as Parts);
      expect(await size()).toBeLessThan(200_000);
    };
    if (inject('database') === 'embedded') return ends();
    // An analysis that the database began by itself has the table for a second, and still sees what was erased.
    const analysis = db.connection().execute((other) =>
      transaction(other, async (tx) => {
        await sql`lock table drafts in share update exclusive mode`.execute(tx);
        await new Promise((resolve) => setTimeout(resolve, 1_200));
      }),
    );
    await db.connection().execute((earlier) =>
      transaction(earlier, async (tx) => {
        await tx.updateTable('peers').set({ name: 'Maguey' }).execute();
        await ends();
      }),
    );
    await analysis;
  });

  it('holds up nothing else that a node does last, where it cannot be done', async () => {
    if (inject('database') === 'embedded') return;
    await write((tx) => putOutgoing(tx, outgoing(text())));
    await write((tx) => eraseOutgoing(tx, ['d']));
    const warned: string[] = [];
    const log = { ...quiet, warn: (event: string) => void warned.push(event) };
    await db.connection().execute((other) =>
      transaction(other, async (tx) => {
        await sql`lock table row_keys in access share mode`.execute(tx);
        await room.closes({ runtime: { db, log } } as unknown as Parts);
      }),
    );
    expect(warned).toEqual(['database.not-rewritten']);
    expect(await rewriteDue(db)).toBe(true);
    await rewriteErased(db);
    expect(await rewriteDue(db)).toBe(false);
  });

  it('does not wait for a transaction that began before', async () => {
    if (inject('database') === 'embedded') return;
    await write((tx) => putOutgoing(tx, outgoing(text())));
    const [row] = await db.selectFrom('outgoing').select('row_key').where('delivery', '=', 'd').execute();
    const { [row!.row_key]: key } = await keys();
    await db.connection().execute(async (earlier) => {
      await transaction(earlier, async (tx) => {
        await tx.selectFrom('node').selectAll().execute();
        await tx.updateTable('peers').set({ name: 'Maguey' }).execute();
        await write((other) => eraseOutgoing(other, ['d']));
        await rewriteErased(db);
      });
    });
    expect(foundIn(await filesOf(db, place), { key: key! })).toEqual([]);
  });
});
