import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Header } from '../../schemas/delivery.ts';
import { receiptObject } from '../../src/deliveries/objects.ts';
import { receiveDelivery } from '../../src/notices/receive.ts';
import { sweep } from '../../src/notices/sweep.ts';
import { dropByToken } from '../../src/notices/theirs/drop.ts';
import { editionOf } from '../../src/notices/theirs/store.ts';
import { lockAndCount } from '../../src/peers/store.ts';
import { b64u, randomId } from '../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope } from '../../src/protocol/envelope.ts';
import { openDelivery } from '../../src/protocol/opening.ts';
import { dropTokenOf } from '../../src/protocol/secrets.ts';
import {
  alertOf,
  collective,
  nextManifest,
  type Shared,
  sealUnchecked,
  shareAlert,
  signedBy,
  trust,
} from '../protocol/cast.ts';
import { underKey } from '../support/under-key.ts';
import { drain, type House, know, later, openHouse, recorded } from './houses.ts';

let ceiba: House;
let maguey: House;

beforeAll(async () => {
  [ceiba, maguey] = (await Promise.all(['ceiba', 'maguey'].map(async (name) => openHouse(await collective(name))))) as [
    House,
    House,
  ];
  await know(ceiba, maguey.own);
  await know(maguey, ceiba.own);
});
afterAll(async () => {
  await ceiba[Symbol.asyncDispose]();
  await maguey[Symbol.asyncDispose]();
});

const bring = (
  header: Header,
  body: string | Envelope,
  activity = `${ceiba.runtime.origin}/activities/${randomId()}`,
) => receiveDelivery(maguey.runtime, { peer: ceiba.own.id, actor: ceiba.actor, activity, delivery: { header, body } });

const sealed = ({ header, alert, consent }: Shared) =>
  sealUnchecked(header, [alert, consent], maguey.own.box.recipient);

const dropHeader = (delivery: string): Header => ({
  v: 1,
  kind: 'drop',
  delivery,
  edition: 1,
  from: ceiba.own.id,
  to: maguey.own.id,
  dropCommit: null,
  dropAfter: null,
});
const tokenOf = ({ secret, header }: Shared) => b64u(dropTokenOf(secret, header.delivery));

const held = async (delivery: string) => {
  const { db } = maguey.runtime;
  const row = await db.selectFrom('incoming').select('edition').where('delivery', '=', delivery).executeTakeFirst();
  return row && editionOf(db, { peer: ceiba.own.id, delivery, edition: row.edition });
};
const tombstone = (delivery: string) =>
  maguey.runtime.db.selectFrom('tombstones').selectAll().where('delivery', '=', delivery).executeTakeFirst();
const receipts = async (delivery: string) => {
  const rows = maguey.runtime.db
    .selectFrom('deliveries')
    .select('receipt_event')
    .where('object', '=', receiptObject(delivery));
  return (await rows.orderBy('id').execute()).map(({ receipt_event }) => receipt_event);
};

test('an alert is stored as it came, and the receipt says so once', async () => {
  const shared = shareAlert(ceiba.own, maguey.own);
  const { header, body } = await sealed(shared);
  expect(await bring(header, body)).toEqual({ status: 202, code: null });
  expect(await held(header.delivery)).toMatchObject({ checked_with: null, unopenable: false, body });
  expect(await bring(header, body)).toEqual({ status: 202, code: 'replay' });
  expect(await receipts(header.delivery)).toEqual(['stored']);
});

test('other bytes under a used edition and an earlier edition are refused, a later one replaces', async () => {
  const shared = shareAlert(ceiba.own, maguey.own);
  const second = { ...shared, header: { ...shared.header, edition: 2 } };
  const { header, body } = await sealed(shared);
  await bring(header, body);
  expect(await bring(header, (await sealed(shared)).body)).toEqual({ status: 409, code: 'delivery-reuse' });
  const newer = await sealed(second);
  expect(await bring(newer.header, newer.body)).toEqual({ status: 202, code: null });
  expect(await held(header.delivery)).toMatchObject({ edition: 2, body: newer.body });
  expect(await bring(header, body)).toEqual({ status: 409, code: 'edition-rollback' });
  const otherCommit = { ...newer.header, edition: 3, dropCommit: shareAlert(ceiba.own, maguey.own).header.dropCommit };
  expect(await bring(otherCommit, newer.body)).toEqual({ status: 409, code: 'delivery-reuse' });
});

test('a server that cannot read erases at the right token alone, and the late copy is refused', async () => {
  const shared = shareAlert(ceiba.own, maguey.own);
  const { header, body } = await sealed(shared);
  await bring(header, body);
  expect(await bring(dropHeader(header.delivery), randomId())).toEqual({ status: 403, code: 'drop-token' });
  expect(await held(header.delivery)).toBeDefined();
  expect(await bring(dropHeader(header.delivery), tokenOf(shared))).toEqual({ status: 202, code: null });
  expect(await held(header.delivery)).toBeUndefined();
  expect(await tombstone(header.delivery)).toMatchObject({ ending: 'withdrawn', drop_commit: null });
  expect(await bring(header, body)).toEqual({ status: 409, code: 'tombstone' });
  expect(await bring(dropHeader(header.delivery), tokenOf(shared))).toEqual({ status: 202, code: null });
  expect(await receipts(header.delivery)).toEqual(['stored', 'deleted', 'deleted']);
});

test('two drops for two deliveries erase both', async () => {
  const both = [shareAlert(ceiba.own, maguey.own), shareAlert(ceiba.own, maguey.own)];
  for (const shared of both) await bring(shared.header, (await sealed(shared)).body);
  for (const shared of both) await bring(dropHeader(shared.header.delivery), tokenOf(shared));
  for (const { header } of both) expect(await held(header.delivery)).toBeUndefined();
  for (const { header } of both) expect(await receipts(header.delivery)).toEqual(['stored', 'deleted']);
});

test('a drop that came first erases its alert on arrival; with another token it stands in nobody’s way', async () => {
  const [dropped, squatted] = [shareAlert(ceiba.own, maguey.own), shareAlert(ceiba.own, maguey.own)];
  expect(await bring(dropHeader(dropped.header.delivery), tokenOf(dropped))).toEqual({ status: 202, code: null });
  expect(await tombstone(dropped.header.delivery)).toMatchObject({ ending: 'pending' });
  const late = await sealed(dropped);
  expect(await bring(late.header, late.body)).toEqual({ status: 409, code: 'tombstone' });
  expect(await held(dropped.header.delivery)).toBeUndefined();
  expect(await tombstone(dropped.header.delivery)).toMatchObject({ ending: 'withdrawn' });

  expect((await bring(dropHeader(squatted.header.delivery), randomId())).status).toBe(202);
  const other = await sealed(squatted);
  expect(await bring(other.header, other.body)).toEqual({ status: 202, code: null });
  expect(await held(squatted.header.delivery)).toBeDefined();
  expect(await tombstone(squatted.header.delivery)).toBeUndefined();
});

test('a drop from an ended peer is taken, and answered', async () => {
  const shared = shareAlert(ceiba.own, maguey.own);
  const { header, body } = await sealed(shared);
  await bring(header, body);
  const state = (to: 'ended' | 'trusted') =>
    maguey.runtime.db.updateTable('peers').set({ state: to }).where('peer', '=', ceiba.own.id).execute();
  await state('ended');
  const refused = await sealed(shareAlert(ceiba.own, maguey.own));
  expect(await bring(refused.header, refused.body)).toEqual({ status: 403, code: 'not-accepted' });
  expect(await bring(dropHeader(header.delivery), tokenOf(shared))).toEqual({ status: 202, code: null });
  expect(await held(header.delivery)).toBeUndefined();
  expect(await receipts(header.delivery)).toContain('deleted');
  await state('trusted');
});

test('whoever holds the slip erases without an account, and only with its token', async () => {
  const shared = shareAlert(ceiba.own, maguey.own);
  const { header, body } = await sealed(shared);
  const { delivery } = header;
  const drop = (token: string) => dropByToken(maguey.runtime, { delivery, token });
  const nothing = { code: 'nothing-here' };
  await expect(drop(tokenOf(shared))).rejects.toMatchObject(nothing);
  await bring(header, body);
  await expect(drop(randomId())).rejects.toMatchObject(nothing);
  await drop(tokenOf(shared));
  await expect(drop(tokenOf(shared))).rejects.toMatchObject(nothing);
  expect(await held(delivery)).toBeUndefined();
  expect(await receipts(delivery)).toEqual(['stored', 'deleted']);
  expect((await recorded(maguey)).at(-1)).toBe('person notice.dropped');
});

test('who is spoofed, not meant, too late or not known by kind is told so', async () => {
  const { header, body } = await sealed(shareAlert(ceiba.own, maguey.own));
  expect(await bring({ ...header, from: maguey.own.id }, body)).toMatchObject({ status: 403, code: 'from-mismatch' });
  expect(await bring({ ...header, to: ceiba.own.id }, body)).toMatchObject({ status: 400, code: 'not-for-me' });
  expect(await bring({ ...header, v: 2 }, body)).toMatchObject({ status: 400, code: 'version' });
  expect(await bring({ ...header, dropAfter: '2026-11-16T00:00:00Z' }, body)).toMatchObject({ code: 'expired' });
  expect(await bring({ ...header, kind: 'process-status' }, body)).toMatchObject({ code: 'not-accepted' });
  const arrived = { actor: ceiba.actor, activity: 'https://ceiba.test/activities/1', delivery: { header, body } };
  const stranger = (await collective('umbral')).id;
  expect(await receiveDelivery(maguey.runtime, { ...arrived, peer: stranger })).toEqual({
    status: 403,
    code: 'unknown-issuer',
  });
  expect(await held(header.delivery)).toBeUndefined();
});

test('a consent that does not fit passes the server, which cannot read, and stops at the receiving client', async () => {
  const shared = shareAlert(ceiba.own, maguey.own);
  const { rosa, marisol } = ceiba.own.people;
  const swapped = signedBy(draftEnvelope('alert', alertOf(ceiba.own, { region: 'Otro valle' })), rosa!, marisol!);
  const elsewhere = shareAlert(ceiba.own, await collective('hawthorn'));
  const forwarded = { ...elsewhere, header: { ...elsewhere.header, to: maguey.own.id } };
  const attempts: [Shared, string][] = [
    [{ ...shared, alert: swapped }, 'consent-content'],
    [forwarded, 'consent-audience'],
  ];
  for (const [attempt, code] of attempts) {
    const { header, body } = await sealed(attempt);
    expect(await bring(header, body)).toEqual({ status: 202, code: null });
    const root = trust(maguey.own, ceiba.own);
    const identities = [maguey.own.box.identity];
    const opening = openDelivery({ header, body, identities, root, stored: () => null, now: maguey.clock.time });
    await expect(opening).rejects.toMatchObject({ code });
  }
});

test('a manifest that extends the chain is kept, one beside it pauses the peer', async () => {
  const manifest = (envelope: Envelope) => bring({ ...dropHeader(randomId()), kind: 'manifest' }, envelope);
  const { rosa, marisol, lu } = ceiba.own.people;
  const next = signedBy(nextManifest(ceiba.own.chain, {}), rosa!, marisol!, lu!);
  const fork = signedBy(
    nextManifest(ceiba.own.chain, { policy: { rotate: 2, attest: 3, consentWitnesses: 1 } }),
    rosa!,
    lu!,
  );
  expect(await manifest(next)).toEqual({ status: 202, code: null });
  expect(await manifest(fork)).toEqual({ status: 409, code: 'equivocation' });
  const peer = maguey.runtime.db.selectFrom('peers').select('state').where('peer', '=', ceiba.own.id);
  expect(await peer.executeTakeFirst()).toEqual({ state: 'paused' });
  await maguey.runtime.db.updateTable('peers').set({ state: 'trusted' }).where('peer', '=', ceiba.own.id).execute();
});

test('a peer that fills the house is told to wait, and can still erase', async () => {
  const { db } = maguey.runtime;
  const shared = shareAlert(ceiba.own, maguey.own);
  expect((await bring(shared.header, (await sealed(shared)).body)).status).toBe(202);
  const one = await db
    .selectFrom('incoming')
    .selectAll()
    .where('delivery', '=', shared.header.delivery)
    .executeTakeFirstOrThrow();
  const small = await underKey(db, { ...one, body: 'YQ' }, 'body');
  const fill = Array.from({ length: 3000 }, () => ({ ...small, delivery: randomId() }));
  for (let at = 0; at < fill.length; at += 500)
    await db
      .insertInto('incoming')
      .values(fill.slice(at, at + 500))
      .execute();
  const moved = () => db.transaction().execute((tx) => lockAndCount(tx, ceiba.own.id));
  await moved();
  const more = shareAlert(ceiba.own, maguey.own);
  const { body: bytes } = await sealed(more);
  expect(await bring(more.header, bytes)).toEqual({ status: 429, code: 'too-many' });
  const again = { ...shared.header, edition: 2 };
  expect((await bring(again, (await sealed({ ...shared, header: again })).body)).status).toBe(202);
  expect((await bring(dropHeader(shared.header.delivery), tokenOf(shared))).status).toBe(202);
  const filled = fill.map(({ delivery }) => delivery);
  await db.deleteFrom('incoming').where('delivery', 'in', filled).execute();
  await moved();
  expect((await bring(more.header, bytes)).status).toBe(202);
});

test('pending drops are counted per peer', async () => {
  const now = maguey.clock.time;
  const rows = Array.from({ length: 1000 }, () => ({
    direction: 'in' as const,
    peer: ceiba.own.id,
    delivery: randomId(),
    ending: 'pending' as const,
    ended: now,
    drop_commit: ceiba.own.id,
  }));
  await maguey.runtime.db.insertInto('tombstones').values(rows).execute();
  expect(await bring(dropHeader(randomId()), randomId())).toEqual({ status: 429, code: 'too-many' });
  later([ceiba, maguey], 367);
  await sweep(maguey.runtime);
  const left = await maguey.runtime.db
    .selectFrom('tombstones')
    .select('delivery')
    .where('ending', '=', 'pending')
    .execute();
  expect(left).toEqual([]);
  await drain(maguey, []);
});
