import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '../../schemas/codes.ts';
import { peersContract } from '../../schemas/routes/peers.ts';
import { listNotices, openNotice } from '../../src/client/alerts/open-notice.ts';
import { resealWaiting, waitingToReseal } from '../../src/client/alerts/reseal.ts';
import { whereDelivery } from '../../src/client/alerts/where.ts';
import { call } from '../../src/client/api/call.ts';
import { resealedLines } from '../../src/client/say/reseal.ts';
import { adopt, atWork } from '../../src/commands/scripted-steps.ts';
import { createEgress, type Egress } from '../../src/platform/egress.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { drafting, signing } from '../members/people.ts';
import { pastPauses } from '../support/past-pause.ts';
import { agreementText, sharedAlert, trustForAlerts } from '../support/trust.ts';
import { type Collective, eventually, found } from '../support/world.ts';

const [rosa, marisol, tono] = [0, 1, 2];

describe('a partner’s box changes while an alert waits to be sent', () => {
  const held = new AsyncDisposableStack();
  const line = { cut: false };
  let ceiba: Collective;
  let maguey: Collective;
  let magueyId = '';

  beforeAll(async () => {
    const out = held.use(createEgress({ allowLoopback: true, userAgent: 'Convive-test' }));
    const post: Egress['post'] = (...given) => {
      if (line.cut) throw new Refusal('unreachable', 'connect');
      return out.post(...given);
    };
    maguey = held.use(await found('Maguey'));
    ceiba = held.use(await found('Ceiba', { replace: { egress: { ...out, post } } }));
    await adopt(ceiba, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
    magueyId = await trustForAlerts(ceiba, maguey);
  });
  afterAll(() => held.disposeAsync());

  it('it is not sent to the old one, waits for a person, and goes out sealed to the new one', async () => {
    line.cut = true;
    const { delivery, file } = await sharedAlert(ceiba, magueyId);
    const steps = async () => (await whereDelivery((await atWork(ceiba, rosa)).api, delivery)).steps;
    await eventually(steps, (seen) => seen[0]?.answer === 'unreachable');
    maguey.keyrings[rosa] = (await drafting(maguey, maguey.keyrings[rosa]!, { newBox: true })).keyring;
    expect((await signing(maguey, maguey.keyrings[tono]!)).accepted).toBe(true);
    const known = async () =>
      call((await atWork(ceiba, rosa)).api, peersContract.detail, { params: { peer: magueyId } });
    await eventually(known, ({ chain }) => chain.length === 2);
    line.cut = false;
    await eventually(steps, (seen) => seen[0]?.answer === 'box-changed', 20_000);

    const { desk, root } = await atWork(ceiba, marisol);
    expect(await waitingToReseal(desk)).toMatchObject([{ delivery, why: 'box-changed', called: { name: 'Maguey' } }]);
    const { done } = await resealWaiting(desk, root.recipients);
    expect(done).toMatchObject({ sent: [{ delivery }], refused: [] });
    const [numbers, waits] = resealedLines(i18nFor('en'), done);
    expect(numbers).toContain('Handed in again: 1.');
    expect(waits).toMatch(/^A newer copy of it goes to Maguey .* on \d{4}-\d\d-\d\d \d\d:\d\d UTC\S*, or sooner where/);
    expect(await waitingToReseal(desk)).toEqual([]);
    await pastPauses(ceiba);

    const reader = await atWork(maguey, marisol);
    const own = async () => (await listNotices(reader.desk)).filter(({ header }) => header.delivery === delivery);
    const [notice] = await eventually(own, (seen) => seen.length > 0);
    expect(notice?.header).toMatchObject({ edition: 2, dropCommit: file.header.dropCommit });
    const newest = { ...reader.keyring, boxes: reader.keyring.boxes.slice(0, 1) };
    const shown = await openNotice({ ...reader.desk, keyring: newest }, notice!.peer, delivery);
    expect(shown.kind).toBe('alert');
    expect(await own()).toHaveLength(1);
  });
});
