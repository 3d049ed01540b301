import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Agreement } from '../../schemas/agreement.ts';
import { agreementsContract } from '../../schemas/routes/agreements.ts';
import { noticesContract } from '../../schemas/routes/notices.ts';
import { noticesDraftsContract } from '../../schemas/routes/notices-drafts.ts';
import { noticesRevisionsContract } from '../../schemas/routes/notices-revisions.ts';
import type { Api } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { signingSecret } from '../../src/client/keyring/keyring.ts';
import { eraseCopies } from '../../src/notices/ours/erase-copies.ts';
import { editionOf } from '../../src/notices/theirs/store.ts';
import { cipherOf } from '../../src/protocol/delivery.ts';
import { b64u, random, randomId } from '../../src/protocol/encoding.ts';
import { type Envelope, signEnvelope } from '../../src/protocol/envelope.ts';
import { agreementOf } from '../agreements/words.ts';
import { drafting, newDevice, signing, working } from '../members/people.ts';
import { underKey } from '../support/under-key.ts';
import { type Collective, found } from '../support/world.ts';

const code = (code: string) => expect.objectContaining({ code });

describe('what waits at a node', () => {
  const [rosa, marisol, tono, lu] = [0, 1, 2, 3];
  let ceiba: Collective & AsyncDisposable;
  const db = () => ceiba.node!.app.runtime.db;
  const clients: Api[] = [];
  const as = (who: number) => clients[who]!;
  const idOfMember = (who: number) => ceiba.keyrings[who]!.member;

  beforeAll(async () => {
    ceiba = await found('Ceiba');
    const device = await newDevice(ceiba, ceiba.keyrings[marisol]!, { member: null, roles: ['accompanier'] });
    await drafting(ceiba, ceiba.keyrings[marisol]!, { join: [device.keyring.member] });
    ceiba.keyrings[lu] = (await signing(ceiba, device.keyring, device.code)).keyring;
    expect((await signing(ceiba, ceiba.keyrings[tono]!)).accepted).toBe(true);
    for (const keyring of ceiba.keyrings) clients.push((await working(ceiba, keyring)).api);
  });
  afterAll(() => ceiba?.[Symbol.asyncDispose]());

  describe('for an item that a partner sent', () => {
    let params: { peer: string; delivery: string; edition: number };
    let expected: string;
    const age = (text: string) => Buffer.from(`age-encryption.org/v1\n${text}`).toString('base64url');
    const put = (who: number, text: string, recused: number[] = []) =>
      call(as(who), noticesContract.proposeReseal, {
        params,
        body: { expected, body: age(text), recused: recused.map(idOfMember) },
      }).then(({ proposed }) => proposed);
    const confirm = (who: number, proposed: string) =>
      call(as(who), noticesContract.confirmReseal, { params, body: { proposed } });
    const stored = async () => (await editionOf(db(), params))?.body;
    const listed = async (who: number) =>
      (await call(as(who), noticesContract.reseals)).reseals.filter((one) => one.delivery === params.delivery);

    beforeEach(async () => {
      const peer = b64u(random(32));
      const body = age('as it came');
      params = { peer, delivery: randomId(), edition: 1 };
      expected = cipherOf(body);
      const at = `https://${params.delivery.toLowerCase().replaceAll(/[-_]/g, 'x')}.test`;
      const now = new Date();
      const who = { peer, actor: `${at}/actor`, inbox: `${at}/inbox`, origin: at, name: 'Maguey', handle: '@m@m.test' };
      await db()
        .insertInto('peers')
        .values({ ...who, state: 'trusted', pinned: now, changed: now })
        .execute();
      const ends = new Date(now.getTime() + 60 * 86_400_000);
      const row = { ...params, kind: 'alert', header: '{}', body, cipher: expected, drop_commit: null };
      await db()
        .insertInto('incoming')
        .values(await underKey(db(), { ...row, drop_after: ends, received: now }, 'body'))
        .execute();
    });

    it('is confirmed as it was read, although somebody whom it recuses puts other bytes there in between', async () => {
      const read = await put(marisol, 'without Lu', [lu]);
      for (let n = 0; n < 20; n++) await put(lu, `of Lu ${n}`);
      await confirm(rosa, read);
      expect(await stored()).toBe(age('without Lu'));
      await expect(listed(lu)).resolves.toEqual([]);
    });

    it('stands side by side, one of each person, and is confirmed only under the hash that was shown', async () => {
      const [first, second] = [await put(marisol, 'one'), await put(rosa, 'two')];
      await put(marisol, 'one anew');
      const open = await listed(lu);
      expect(open.map(({ by, state }) => [by, state])).toEqual([
        [idOfMember(rosa), 'open'],
        [idOfMember(marisol), 'open'],
      ]);
      await expect(confirm(lu, first)).rejects.toEqual(code('conflict'));
      await expect(confirm(rosa, second)).rejects.toEqual(code('not-allowed'));
      await expect(
        as(lu).send('POST', `/notices/${params.peer}/${params.delivery}/1/reseal`, {}),
      ).rejects.toMatchObject({ status: 400 });
      await confirm(lu, second);
      expect((await listed(lu)).map(({ by, state }) => [by, state])).toEqual([
        [idOfMember(rosa), 'confirmed'],
        [idOfMember(marisol), 'lapsed'],
      ]);
    });

    it('is not confirmed by whom it leaves out, nor once they are recused by their own word', async () => {
      const read = await put(marisol, 'without Lu', [lu]);
      await expect(confirm(lu, read)).rejects.toEqual(code('not-allowed'));
      const all = await put(rosa, 'for all');
      const ofLu = await put(lu, 'of Lu');
      await call(as(lu), noticesContract.recuse, { params, body: {} });
      await expect(put(lu, 'of Lu anew')).rejects.toEqual(code('not-found'));
      await expect(confirm(lu, all)).rejects.toEqual(code('not-found'));
      await expect(confirm(rosa, ofLu)).rejects.toEqual(code('conflict'));
      // Sealed to Lu too, from before.
      await expect(confirm(marisol, all)).rejects.toEqual(code('lapsed'));
      await confirm(rosa, read);
      expect(await stored()).toBe(age('without Lu'));
    });
  });

  describe('in a draft of ours', () => {
    const body = (text: string) => ({ ciphertext: Buffer.from(text).toString('base64url') });
    const begin = async (who: number, text: string) => {
      const draft = randomId();
      await call(as(who), noticesDraftsContract.addDraft, { body: { draft, ...body(text) } });
      return draft;
    };
    const store = (who: number, draft: string, ifMatch: number, text: string) =>
      call(as(who), noticesDraftsContract.changeDraft, { params: { draft }, body: body(text), ifMatch });
    const erase = (who: number, draft: string, ifMatch: number) =>
      call(as(who), noticesDraftsContract.eraseDraft, { params: { draft }, ifMatch });
    const here = async (who: number, draft: string) =>
      (await call(as(who), noticesDraftsContract.drafts)).drafts.find((one) => one.draft === draft);
    const kept = (draft: string) =>
      db().selectFrom('draft_revisions').select('revision').where('draft', '=', draft).execute();

    it('is not destroyed by one accompanier once somebody else worked on it, and goes when two ask for it', async () => {
      const draft = await begin(rosa, 'text');
      await store(marisol, draft, 1, 'text, attested');
      for (let n = 0; n < 3; n++) expect(await erase(lu, draft, 2)).toEqual({ erased: false, asked: [idOfMember(lu)] });
      expect(await here(rosa, draft)).toMatchObject({ revision: 2, erasing: [idOfMember(lu)] });
      await expect(erase(rosa, draft, 1)).rejects.toEqual(code('conflict'));
      await expect(as(rosa).send('DELETE', `/drafts/${draft}`)).rejects.toMatchObject({ status: 400 });
      expect(await erase(rosa, draft, 2)).toEqual({ erased: true, asked: [] });
      expect([await here(rosa, draft), await kept(draft)]).toEqual([undefined, []]);
    });

    it('is not lost when somebody stores something else over it: what was there stays, and is put back', async () => {
      const draft = await begin(rosa, 'text');
      await store(marisol, draft, 1, 'text, attested');
      await store(lu, draft, 2, 'nothing');
      const params = { draft };
      const { revisions } = await call(as(rosa), noticesRevisionsContract.draftRevisions, { params });
      expect(revisions.map(({ revision, by }) => [revision, by])).toEqual([
        [2, idOfMember(marisol)],
        [1, idOfMember(rosa)],
      ]);
      const before = await call(as(rosa), noticesRevisionsContract.draftRevision, { params: { draft, revision: 2 } });
      expect(before.ciphertext).toBe(body('text, attested').ciphertext);
      expect(await erase(lu, draft, 3)).toMatchObject({ erased: false });
      // A new revision is another thing than the one that somebody wanted gone.
      await store(rosa, draft, 3, 'text, attested');
      expect(await here(rosa, draft)).toMatchObject({ revision: 4, erasing: [] });
    });

    it('is stored over without end by nobody, and a colleague stores all the same', async () => {
      const draft = await begin(rosa, 'text');
      let revision = 1;
      const flood = async () => {
        for (;;) revision = (await store(lu, draft, revision, `nothing ${revision}`)).revision;
      };
      await expect(flood()).rejects.toEqual(code('too-many'));
      expect(revision).toBeLessThan(80);
      expect(await store(rosa, draft, revision, 'text')).toMatchObject({ revision: revision + 1 });
    });

    it('is taken away by one press of whoever wrote it alone, also after a colleague sealed it to a new box', async () => {
      const draft = await begin(rosa, 'text');
      const resealed = { ...body('text, sealed anew'), resealed: true as const };
      await call(as(lu), noticesDraftsContract.changeDraft, { params: { draft }, body: resealed, ifMatch: 1 });
      expect(await erase(lu, draft, 2)).toMatchObject({ erased: false });
      expect(await erase(rosa, draft, 2)).toEqual({ erased: true, asked: [] });
      expect([await here(rosa, draft), await kept(draft)]).toEqual([undefined, []]);
    });

    it('leaves nothing when the person says no, by one press', async () => {
      const draft = await begin(rosa, 'text');
      await store(marisol, draft, 1, 'text, attested');
      expect(await call(as(marisol), noticesDraftsContract.saidNo, { params: { draft }, body: {} })).toEqual({
        erased: true,
      });
      expect([await here(rosa, draft), await kept(draft)]).toEqual([undefined, []]);
    });

    it('goes with every revision when the person takes back what was sent from it', async () => {
      const draft = await begin(rosa, 'text');
      await store(marisol, draft, 1, 'text, attested');
      const delivery = randomId();
      const [{ peer }] = (await db().selectFrom('peers').select('peer').limit(1).execute()) as [{ peer: string }];
      const row = { delivery, edition: 1, kind: 'alert', peer, header: '{}', body: 'b', cipher: 'c', box: 'b', draft };
      await db()
        .insertInto('outgoing')
        .values(await underKey(db(), { ...row, handed_in: new Date() }, 'body'))
        .execute();
      await expect(erase(rosa, draft, 2)).rejects.toEqual(code('conflict'));
      expect(await call(as(rosa), noticesDraftsContract.saidNo, { params: { draft }, body: {} })).toEqual({
        erased: false,
      });
      await db()
        .transaction()
        .execute((tx) => eraseCopies(tx, [delivery]));
      expect([await here(rosa, draft), await kept(draft)]).toEqual([undefined, []]);
    });
  });

  describe('for stewards to sign', () => {
    const words = (title: string, series: string): Agreement => ({
      ...agreementOf({ id: ceiba.keyrings[rosa]!.collective! }),
      series,
      title: { es: title },
    });
    const draft = (who: number, statement: Agreement) =>
      call(as(who), agreementsContract.importDraft, { body: { statement } });
    const sign = (who: number, { id, envelope }: { id: string; envelope: Envelope }) =>
      call(as(who), agreementsContract.sign, {
        params: { id },
        body: { envelope: signEnvelope({ ...envelope, signatures: [] }, signingSecret(ceiba.keyrings[who]!)) },
      });
    const publish = (who: number, id: string) =>
      call(as(who), agreementsContract.publish, { params: { id }, body: {} });
    const listed = async (series: string) =>
      (await call(as(tono), agreementsContract.drafts)).drafts.filter((one) => one.series === series);

    it('an agreement keeps its signatures whatever others save, and is published as it was signed', async () => {
      const series = randomId();
      const first = await draft(marisol, words('Primera', series));
      await sign(rosa, first);
      for (let n = 0; n < 20; n++) await draft(lu, words(`Otra ${n}`, series));
      const all = await listed(series);
      expect(all.filter(({ by }) => by === idOfMember(lu))).toHaveLength(8);
      const standing = all.find(({ id }) => id === first.id);
      expect(standing).toMatchObject({ by: idOfMember(marisol), signed: [idOfMember(rosa)], lapsed: null });
      await sign(tono, first);
      await publish(lu, first.id);
      const others = await listed(series);
      expect(new Set(others.map(({ lapsed }) => lapsed !== null))).toEqual(new Set([true]));
      await expect(sign(rosa, others[0]!)).rejects.toEqual(code('lapsed'));
      await expect(publish(rosa, others[0]!.id)).rejects.toEqual(code('lapsed'));
    });

    it('an agreement is signed under the hash that was shown, and no other', async () => {
      const series = randomId();
      const shown = await draft(marisol, words('Leída', series));
      const other = await draft(lu, words('Otra', series));
      await expect(sign(rosa, { id: shown.id, envelope: other.envelope as Envelope })).rejects.toEqual(
        code('conflict'),
      );
      expect((await listed(series)).map(({ signed }) => signed.length)).toEqual([0, 0]);
    });

    it('whoever keeps signed drafts waiting fills only their own place', async () => {
      for (let n = 0; n < 8; n++) await sign(rosa, await draft(lu, words(`Con firma ${n}`, randomId())));
      await expect(draft(lu, words('Una más', randomId()))).rejects.toEqual(code('too-many'));
      expect(await draft(marisol, words('De otra persona', randomId()))).toMatchObject({ by: idOfMember(marisol) });
    });
  });
});
