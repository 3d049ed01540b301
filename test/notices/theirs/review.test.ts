import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeliveryKind } from '../../../schemas/delivery.ts';
import { listNotices, openNotice } from '../../../src/client/alerts/open-notice.ts';
import { receiveDelivery } from '../../../src/notices/receive.ts';
import { noteOpened } from '../../../src/notices/theirs/findings.ts';
import { b64u, random, randomId, timeOf } from '../../../src/protocol/encoding.ts';
import type { Envelope } from '../../../src/protocol/envelope.ts';
import { deskOf, type Office, openOffice } from '../../client-alerts/office.ts';
import { collective, nextManifest, sealUnchecked, shareAlert, signedBy } from '../../protocol/cast.ts';
import { type House, know, openHouse } from '../houses.ts';

/*
 * PROTOCOL §6: any key of an issuer marked `compromised` hides what it sent, until a client has checked it all again.
 */

let maguey: House;
let desk: Office;
const ceiba = await collective('ceiba');
const { rosa, marisol } = ceiba.people;

beforeAll(async () => {
  maguey = await openHouse(await collective('maguey'));
  await know(maguey, ceiba);
  desk = await openOffice(maguey);
});
afterAll(() => maguey[Symbol.asyncDispose]());

async function bring(kind: DeliveryKind, body: Envelope | string, header = {}) {
  const ids = { delivery: randomId(), edition: 1, from: ceiba.id, to: maguey.own.id };
  const whole = { v: 1, kind, ...ids, dropCommit: null, dropAfter: null, ...header };
  const [actor, activity] = ['https://ceiba.test/actor', `https://ceiba.test/activities/${randomId()}`];
  const arrived = { peer: ceiba.id, actor, activity, delivery: { header: whole, body } };
  expect(await receiveDelivery(maguey.runtime, arrived)).toEqual({ status: 202, code: null });
}

test('a stolen key puts what was opened under review, until a client that knows of it has checked it again', async () => {
  const { header, alert, consent } = shareAlert(ceiba, maguey.own);
  const { body } = await sealUnchecked(header, [alert, consent], maguey.own.box.recipient);
  await bring('alert', body, header);
  const state = async () => (await listNotices(deskOf(desk, 'tono')))[0]!.state;
  await openNotice(deskOf(desk, 'rosa'), ceiba.id, header.delivery);
  expect(await state()).toBe('verified');

  const stolen = { keyid: b64u(random(16)), at: timeOf(maguey.clock.time), reason: 'compromised' as const };
  await bring('manifest', signedBy(nextManifest(ceiba.chain, { revoked: [stolen] }), rosa!, marisol!));
  expect(await state()).toBe('review');

  const { cipher } = (await listNotices(deskOf(desk, 'tono')))[0]!;
  const looked = { peer: ceiba.id, delivery: header.delivery, edition: 1, cipher };
  const { member } = maguey.own.people.tono!;
  expect(await noteOpened(maguey.runtime, member, { ...looked, version: 1 })).toEqual({ state: 'review' });
  await expect(noteOpened(maguey.runtime, member, { ...looked, version: 3 })).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(await state()).toBe('review');
  await openNotice(deskOf(desk, 'tono'), ceiba.id, header.delivery);
  expect(await state()).toBe('verified');
});
