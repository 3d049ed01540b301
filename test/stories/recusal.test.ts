import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BodyOf } from '../../schemas/contract.ts';
import { noticesContract } from '../../schemas/routes/notices.ts';
import { listNotices, openNotice, placeOf } from '../../src/client/alerts/open-notice.ts';
import { forgetOldBoxes } from '../../src/client/alerts/reseal.ts';
import { proposedRecusals, recuseMember, recuseSelf, resealIncoming } from '../../src/client/alerts/reseal-incoming.ts';
import { call } from '../../src/client/api/call.ts';
import { adopt, atWork } from '../../src/commands/scripted-steps.ts';
import { drafting, signing, thirdAccompanier } from '../members/people.ts';
import { agreementText, sharedAlert, trustForAlerts } from '../support/trust.ts';
import { type Collective, eventually, found } from '../support/world.ts';

const code = (code: string) => expect.objectContaining({ code });
const [rosa, marisol, tono, lu] = [0, 1, 2, 3];

describe('what a partner sent is sealed anew where it lies', () => {
  let ceiba: Collective & AsyncDisposable;
  let maguey: Collective & AsyncDisposable;
  let magueyId = '';
  let delivery = '';

  const notices = async (who: number) => listNotices((await atWork(maguey, who)).desk);
  const own = async (who: number) => (await notices(who)).find(({ header }) => header.delivery === delivery);
  const resealing = async (who: number, agreed: string[] = []) => {
    const { desk, root } = await atWork(maguey, who);
    return resealIncoming(desk, root.recipients, agreed);
  };
  const opening = async (who: number) => {
    const { desk } = await atWork(maguey, who);
    return openNotice(desk, ceiba.keyrings[rosa]!.collective!, delivery);
  };

  beforeAll(async () => {
    ceiba = await found('Ceiba');
    maguey = await found('Maguey');
    await adopt(ceiba, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
    magueyId = await trustForAlerts(ceiba, maguey);
    await thirdAccompanier(maguey);
    ({ delivery } = await sharedAlert(ceiba, magueyId));
    await eventually(
      () => own(rosa),
      (seen) => seen !== undefined,
    );
  });
  afterAll(async () => {
    await ceiba?.[Symbol.asyncDispose]();
    await maguey?.[Symbol.asyncDispose]();
  });

  it('by one of them, and holds once another one found it to be the same', async () => {
    const notice = (await own(rosa))!;
    const { recipient } = (await atWork(maguey, rosa)).root.chain.newest.statement.box[0]!;
    const { keyring } = await drafting(maguey, maguey.keyrings[rosa]!, { newBox: true });
    maguey.keyrings[rosa] = keyring;
    expect((await signing(maguey, maguey.keyrings[tono]!)).accepted).toBe(true);
    expect(await resealing(rosa)).toMatchObject({ proposed: 1, confirmed: 0 });
    expect(await resealing(rosa)).toMatchObject({ proposed: 0, confirmed: 0 });
    const { api } = await atWork(maguey, rosa);
    const params = placeOf(notice);
    const alone = call(api, noticesContract.confirmReseal, { params, body: { proposed: notice.cipher } });
    await expect(alone).rejects.toEqual(code('conflict'));

    // A device that never had the old box cannot compare the bytes; it makes every check of an opening instead.
    await atWork(maguey, lu);
    const whole = maguey.keyrings[lu]!;
    maguey.keyrings[lu] = { ...whole, boxes: whole.boxes.filter((box) => box.recipient !== recipient) };
    await expect(opening(lu)).rejects.toEqual(code('unseal'));
    expect(await resealing(lu)).toMatchObject({ proposed: 0, confirmed: 1 });
    expect((await opening(lu)).kind).toBe('alert');
    expect(await resealing(marisol)).toMatchObject({ proposed: 0, confirmed: 0 });
    expect((await own(lu))?.cipher).toBe(notice.cipher);
  });

  it('and an old box is forgotten after 45 days, once nothing needs it', async () => {
    const { desk, root } = await atWork(maguey, marisol);
    const [newest, old] = desk.keyring.boxes;
    expect(await forgetOldBoxes(desk, root.recipients)).toBe(desk.keyring);
    const later = { ...desk, now: new Date(Date.now() + 46 * 86_400_000) };
    expect((await forgetOldBoxes(later, root.recipients)).boxes).toEqual([newest]);
    expect(old).toBeDefined();
  });

  it('without a member who is too close to it: two colleagues decide, and for that member it does not exist', async () => {
    const luId = maguey.keyrings[lu]!.member;
    const { desk, root } = await atWork(maguey, marisol);
    const notice = (await own(marisol))!;
    await recuseMember(desk, root.recipients, { peer: notice.peer, delivery, member: luId });
    // One alone takes nothing from anybody.
    expect((await opening(lu)).kind).toBe('alert');
    expect(await resealing(lu)).toMatchObject({ proposed: 0, confirmed: 0 });
    // Nor do two, where the second was not asked: it is confirmed by the hash that a person was shown.
    expect(await resealing(rosa)).toMatchObject({ proposed: 0, confirmed: 0 });
    const proposed = await proposedRecusals((await atWork(maguey, rosa)).desk);
    expect(proposed).toMatchObject([{ by: maguey.keyrings[marisol]!.member, recused: [luId], state: 'open' }]);
    expect(await proposedRecusals((await atWork(maguey, lu)).desk)).toEqual([]);
    const id = proposed[0]!.id;
    expect(await resealing(rosa, [id])).toMatchObject({ proposed: 0, confirmed: 1 });

    expect(await own(lu)).toBeUndefined();
    const { api } = await atWork(maguey, lu);
    const none = notice.header.delivery.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
    const { cipher } = notice;
    const gone = { code: 'not-found', status: 404 };
    for (const params of [placeOf(notice), { ...placeOf(notice), delivery: none }]) {
      await expect(call(api, noticesContract.notice, { params })).rejects.toMatchObject(gone);
      await expect(call(api, noticesContract.resealed, { params, query: { proposed: id } })).rejects.toMatchObject(
        gone,
      );
      await expect(call(api, noticesContract.opened, { params, body: { cipher, version: 1 } })).rejects.toMatchObject(
        gone,
      );
      const body = { cipher, code: 'signature' as const };
      await expect(call(api, noticesContract.failed, { params, body })).rejects.toMatchObject(gone);
    }
    expect(await call(api, noticesContract.reseals)).toEqual({ recusals: [], reseals: [], next: null });
    for (const who of [rosa, marisol]) expect((await opening(who)).kind).toBe('alert');
  });

  it('and a member takes themself out at once; the last who takes part cannot', async () => {
    const notice = (await own(rosa))!;
    await recuseSelf((await atWork(maguey, rosa)).desk, notice.peer, delivery);
    expect(await own(rosa)).toBeUndefined();
    await expect(recuseSelf((await atWork(maguey, rosa)).desk, notice.peer, delivery)).rejects.toEqual(
      code('not-found'),
    );
    expect((await opening(marisol)).kind).toBe('alert');
    await expect(recuseSelf((await atWork(maguey, marisol)).desk, notice.peer, delivery)).rejects.toEqual(
      code('not-allowed'),
    );
  });

  it('by nobody else, and by nothing but an age file', async () => {
    const { delivery: other } = await sharedAlert(ceiba, magueyId);
    delivery = other;
    const notice = (await eventually(
      () => own(rosa),
      (seen) => seen !== undefined,
    ))!;
    const { desk, api, root } = await atWork(maguey, rosa);
    type Proposal = BodyOf<typeof noticesContract.proposeReseal>;
    const params = placeOf(notice);
    const put = (body: Proposal, by = api) => call(by, noticesContract.proposeReseal, { params, body });
    const age = Buffer.from('age-encryption.org/v1\nnot really').toString('base64url');
    const given = { expected: notice.cipher, body: age, recused: [] as string[] };
    await expect(put({ ...given, body: 'AAAA' })).rejects.toEqual(code('malformed'));
    await expect(put({ ...given, expected: magueyId })).rejects.toEqual(code('conflict'));
    await expect(put({ ...given, recused: [desk.keyring.member] })).rejects.toEqual(code('not-allowed'));
    await expect(put({ ...given, recused: [maguey.keyrings[tono]!.member] })).rejects.toEqual(code('not-allowed'));
    const steward = (await atWork(maguey, tono)).api;
    await expect(put(given, steward)).rejects.toEqual(code('not-found'));
    // What one alone put there in bad faith is not taken by a colleague, and what was there stays.
    await put(given);
    expect(await resealing(marisol)).toMatchObject({ confirmed: 0 });
    expect((await opening(marisol)).kind).toBe('alert');
    expect(root.recipients.size).toBe(4);
  });

  it('with nothing held up by a proposal about somebody who has left since', async () => {
    const notice = (await own(rosa))!;
    const { desk, root } = await atWork(maguey, rosa);
    const { member } = maguey.keyrings[lu]!;
    await recuseMember(desk, root.recipients, { peer: notice.peer, delivery, member });
    const left = await drafting(maguey, maguey.keyrings[rosa]!, { leave: [member] });
    maguey.keyrings[rosa] = left.keyring;
    expect((await signing(maguey, maguey.keyrings[tono]!)).accepted).toBe(true);
    expect(await proposedRecusals((await atWork(maguey, marisol)).desk)).toEqual([]);
    const before = await resealing(marisol);
    expect(before.proposed).toBeGreaterThan(0);
    expect(await resealing(rosa)).toMatchObject({ confirmed: before.proposed });
    expect((await opening(marisol)).kind).toBe('alert');
  });
});
