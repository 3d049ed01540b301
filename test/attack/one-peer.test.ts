import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryKind, Header } from '../../schemas/delivery.ts';
import { longestChain } from '../../schemas/manifest.ts';
import { peersContract } from '../../schemas/routes/peers.ts';
import { transaction } from '../../src/database/database.ts';
import { mostOfPeer } from '../../src/database/tables/growth.ts';
import type { Wrapped } from '../../src/database/tables/row-keys.ts';
import { enqueue } from '../../src/deliveries/enqueue.ts';
import { deliveryObject } from '../../src/deliveries/objects.ts';
import { receiveDelivery } from '../../src/notices/receive.ts';
import { detailOf } from '../../src/peers/as-json.ts';
import { leftBy } from '../../src/peers/left-store.ts';
import { receiveManifest } from '../../src/peers/manifest.ts';
import { insertPeerManifest, peerOf, rememberChain } from '../../src/peers/store.ts';
import { headerWithoutConsent } from '../../src/protocol/delivery.ts';
import { publicKeyOf, sign } from '../../src/protocol/ed25519.ts';
import { b64u, random, randomId, timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope } from '../../src/protocol/envelope.ts';
import type { Chain } from '../../src/protocol/manifest.ts';
import { composeReceipt } from '../../src/protocol/receipt.ts';
import { dropTokenOf } from '../../src/protocol/secrets.ts';
import { type House, know, openHouse } from '../notices/houses.ts';
import { collective, extended, refOf, sealUnchecked, shareAlert, signedBy } from '../protocol/cast.ts';
import { diskOf, grownBy } from './disk.ts';

/* One collective that we pinned takes a bounded place here, however much it sends; what erases is always taken. */

const ceiba = await collective('ceiba');
const own = await collective('maguey');
const origin = 'https://ceiba.test';
const actor = `${origin}/actor`;
const times = 40;
let maguey: House;

beforeEach(async () => {
  maguey = await openHouse(own);
  await know(maguey, ceiba);
});
afterEach(() => maguey[Symbol.asyncDispose]());

const db = () => maguey.runtime.db;
const now = () => maguey.clock.time;
const each = async (work: (at: number) => Promise<unknown>, count = times) => {
  for (let at = 0; at < count; at++) await work(at);
};

const bring = (header: Header, body: string | Envelope) => {
  const activity = `${origin}/activities/${randomId()}`;
  return receiveDelivery(maguey.runtime, { peer: ceiba.id, actor, activity, delivery: { header, body } });
};
const clear = (kind: DeliveryKind, body: string | Envelope, delivery = randomId()) =>
  bring({ v: 1, kind, delivery, edition: 1, from: ceiba.id, to: own.id, dropCommit: null, dropAfter: null }, body);

const withdrawal = (bytes = 20_000) =>
  bring(headerWithoutConsent('withdrawal', ceiba.id, own.id, now()), b64u(random(bytes)));
const drop = (delivery = randomId(), token = randomId()) => clear('drop', token, delivery);

function recall(deliveries: string[]) {
  const fields = { issuer: ceiba.id, audience: own.id, deliveries, at: timeOf(now()) };
  const draft = draftEnvelope('recall', { type: 'recall', ...fields });
  return clear('recall', signedBy(draft, ceiba.people.rosa!, ceiba.people.marisol!));
}

function list(second: number, deliveries: string[] = []) {
  const issuedAt = timeOf(new Date(now().getTime() + second * 1000));
  const nextBy = timeOf(new Date(now().getTime() + 30 * 86_400_000));
  const of = { issuer: ceiba.id, audience: own.id, issuedAt, nextBy, manifest: refOf(ceiba.chain), deliveries };
  return clear('live', signedBy(draftEnvelope('live', { type: 'live', ...of }), ceiba.people.rosa!));
}

function offer(second: number) {
  const at = timeOf(new Date(now().getTime() - 3_600_000 + second * 1000));
  const until = timeOf(new Date(now().getTime() + 300 * 86_400_000));
  const terms = {
    accepts: ['alerts' as const],
    sends: ['alerts' as const],
    attest: 2,
    at,
    reviewBy: until,
    ended: null,
  };
  const statement = { type: 'standing-offer' as const, issuer: ceiba.id, audience: own.id, ...terms };
  const draft = draftEnvelope('standing-offer', statement);
  return clear('standing-offer', signedBy(draft, ceiba.people.rosa!, ceiba.people.lu!));
}

async function receipt(delivery: string, event: 'stored' | 'opened' | 'deleted' = 'stored') {
  const { secret } = ceiba.receiptKey;
  const signer = { publicKey: publicKeyOf(secret), sign: (bytes: Uint8Array) => sign(bytes, secret) };
  const date = timeOf(now()).slice(0, 10);
  return clear('receipt', await composeReceipt({ delivery, cipher: null, event, date }, signer));
}

async function alert(commitsTo = shareAlert(ceiba, own)) {
  const { header, body } = await sealUnchecked(
    commitsTo.header,
    [commitsTo.alert, commitsTo.consent],
    own.box.recipient,
  );
  return { shared: commitsTo, answer: await bring(header, body) };
}

const disk = () => diskOf(db());
const grown = (work: () => Promise<unknown>) => grownBy(db(), work);

async function neverCompared(state: 'pinned' | 'paused' = 'pinned') {
  await db().deleteFrom('peer_statements').execute();
  await db().updateTable('peers').set({ state }).execute();
}

/** Rows as they would be there after `count` drops of what lay here. */
async function tombstones(count: number) {
  const rows = Array.from({ length: count }, () => {
    const stone = { direction: 'in', peer: ceiba.id, delivery: randomId(), ending: 'withdrawn' } as const;
    return { ...stone, ended: now(), drop_commit: null, locator_hash: null, drop_after: null };
  });
  for (let at = 0; at < count; at += 1000)
    await db()
      .insertInto('tombstones')
      .values(rows.slice(at, at + 1000))
      .execute();
}

describe.each(['pinned', 'paused'] as const)('a peer that is %s and was never compared', (state) => {
  beforeEach(() => neverCompared(state));

  it('leaves one row of each kind, the newest, however much it sends', async () => {
    const sent: string[] = [];
    const { rows, bytes } = await grown(async () => {
      await each(async () => expect((await withdrawal()).status).toBe(202));
      await each(async (at) => {
        const delivery = randomId();
        sent.push(delivery);
        expect((await drop(delivery)).status, String(at)).toBe(202);
      });
      await each((at) => list(at));
      await each((at) => offer(at));
      await each(() => receipt(randomId()));
    });
    expect(rows).toEqual({
      incoming: 1,
      row_keys: 1,
      tombstones: 1,
      peer_lists: 1,
      peer_statements: 1,
      deliveries: 1,
      lanes: 1,
      record: 1,
    });
    expect(bytes).toBeLessThan(3_000_000);
    const [stone] = await db().selectFrom('tombstones').select(['delivery', 'ending']).execute();
    expect(stone).toEqual({ delivery: sent.at(-1), ending: 'pending' });
    const [kept] = await db().selectFrom('peer_lists').select('issued').execute();
    expect(kept?.issued.getTime()).toBe(now().getTime() + (times - 1) * 1000);
  });

  it('closes and erases only what waits of it, by recall too', async () => {
    const { rows } = await grown(() =>
      each(async () => {
        const header = headerWithoutConsent('withdrawal', ceiba.id, own.id, now());
        await recall([header.delivery, randomId()]);
        await bring(header, b64u(random(200)));
        await recall([header.delivery]);
        await withdrawal(200);
      }),
    );
    expect(rows).toEqual({ incoming: 1, row_keys: 1, tombstones: 1, deliveries: 1, lanes: 1 });
  });

  it('adds one manifest an hour to its chain', async () => {
    let { chain } = ceiba;
    const { rosa, marisol, lu } = ceiba.people;
    maguey.clock.time = new Date(now().getTime() + 2 * 3_600_000);
    const { rows } = await grown(() =>
      each(async () => {
        chain = extended(chain, {}, rosa!, marisol!, lu!);
        await clear('manifest', chain.newest.envelope);
      }, 5),
    );
    expect(rows).toEqual({ peer_manifests: 1, record: 1 });
  });

  it('is told to come later when it goes on and on', async () => {
    const codes = new Set<string | null>();
    await each(async () => codes.add((await drop()).code), 310);
    expect(codes).toEqual(new Set([null, 'too-many']));
  });
});

it('a receipt of what we sent counts, whoever compared', async () => {
  await neverCompared();
  const delivery = randomId();
  const inbox = `${origin}/actors/self/inbox`;
  const item = { kind: 'drop', item: delivery, object: deliveryObject(delivery), lane: 'erase' as const, token: 'x' };
  await db()
    .transaction()
    .execute((tx) => enqueue(tx, [{ ...item, recipient: { actor, inbox, audience: 'peer' } }], now()));
  expect((await receipt(delivery, 'deleted')).status).toBe(202);
  const [row] = await db().selectFrom('deliveries').select('acknowledged').execute();
  expect(row?.acknowledged).toBe('deleted');
});

it('a peer has a chain of a thousand versions at most, as many as clients read', async () => {
  const { rosa, marisol, lu } = ceiba.people;
  // As after so many versions, of which no rule about the next one reads more than the last.
  const { newest } = ceiba.chain;
  let chain: Chain = { ...ceiba.chain, newest: { ...newest, id: b64u(random(32)), version: longestChain - 1 } };
  rememberChain(chain);
  const { id, version, envelope } = chain.newest;
  const stored = { id, version, envelope: JSON.stringify(envelope) };
  const codes = await transaction(db(), async (tx) => {
    await insertPeerManifest(tx, ceiba.id, stored, now());
    const answered: (string | null)[] = [];
    for (let more = 0; more < 2; more++) {
      chain = extended(chain, {}, rosa!, marisol!, lu!);
      answered.push((await receiveManifest(tx, { peer: ceiba.id }, chain.newest.envelope, now())).code);
    }
    return answered;
  });
  expect(codes).toEqual([null, 'too-many']);
  const chained = Array.from({ length: longestChain }, () => envelope);
  const shown = { ...(await detailOf(db(), (await peerOf(db(), ceiba.id))!, now())), chain: chained };
  expect(peersContract.detail.answer.safeParse(shown).success).toBe(true);
});

it('a paused peer that was compared keeps the drops of what has not come', async () => {
  await db().updateTable('peers').set({ state: 'paused' }).execute();
  await each(() => drop(), 5);
  const { rows } = await disk();
  expect(rows.tombstones).toBe(5);
});

describe('a peer that two of us compared', () => {
  it('may leave 5,000 rows in all; over that it is refused, and what erases is taken', async () => {
    const { shared, answer } = await alert();
    expect(answer.code).toBeNull();
    await tombstones(mostOfPeer.rows - (await leftBy(db(), { peer: ceiba.id, actor })).rows - 1);
    await db().updateTable('peers').set({ revision: '900' }).execute();
    expect((await alert()).answer.code).toBeNull();
    expect((await alert()).answer).toEqual({ status: 429, code: 'too-many' });
    expect(await offer(1)).toEqual({ status: 429, code: 'too-many' });
    expect(await drop()).toEqual({ status: 202, code: null });
    expect(await recall([randomId()])).toEqual({ status: 202, code: null });
    expect((await withdrawal()).code).toBeNull();
    const { delivery } = shared.header;
    expect(await drop(delivery, b64u(dropTokenOf(shared.secret, delivery)))).toEqual({ status: 202, code: null });
    const lie = await db().selectFrom('incoming').select('delivery').where('delivery', '=', delivery).execute();
    expect(lie).toEqual([]);
  });

  it('may leave 64 MB in all, counted with what is on its way in', async () => {
    await alert();
    const { bytes } = await leftBy(db(), { peer: ceiba.id, actor });
    const body = Buffer.alloc(mostOfPeer.bytes - bytes - 30_000) as Wrapped;
    await db().updateTable('incoming').set({ body }).execute();
    await db().updateTable('peers').set({ revision: '900' }).execute();
    const answers = await Promise.all(Array.from({ length: 12 }, () => alert()));
    const taken = answers.filter(({ answer }) => answer.code === null).length;
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(12);
    expect((await leftBy(db(), { peer: ceiba.id, actor })).bytes).toBeLessThanOrEqual(mostOfPeer.bytes);
  });

  it('leaves nothing with receipts of what we never sent, and one row with the same asked again and again', async () => {
    const { shared } = await alert();
    const { header, body } = await sealUnchecked(shared.header, [shared.alert, shared.consent], own.box.recipient);
    const { rows } = await grown(async () => {
      await each(() => receipt(randomId()));
      const { delivery } = header;
      await drop(delivery, b64u(dropTokenOf(shared.secret, delivery)));
      await each(async () => {
        await drop(delivery, b64u(dropTokenOf(shared.secret, delivery)));
        await bring(header, body);
        await db()
          .updateTable('deliveries')
          .set({ state: 'sent', sent: now(), lease: null })
          .where('state', '=', 'due')
          .execute();
      });
    });
    expect(rows).toEqual({ incoming: -1, row_keys: -1, tombstones: 1, deliveries: 2, record: 1 });
  });

  it('changes the record by one row with a list about many', async () => {
    const ids: string[] = [];
    await each(async () => ids.push((await alert()).shared.header.delivery), 25);
    const { rows } = await grown(async () => {
      for (let at = 0; at < 6; at++) await list(at + 1, at % 2 ? ids : []);
    });
    expect(rows.record).toBe(6);
    const answers: (string | null)[] = [];
    for (let at = 6; at < 70; at++) answers.push((await list(at + 1)).code);
    expect(new Set(answers)).toEqual(new Set([null, 'too-many']));
  });
});
