import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listNotices, openNotice } from '../../src/client/alerts/open-notice.ts';
import { whereDelivery } from '../../src/client/alerts/where.ts';
import { lookUp, withdrawAll } from '../../src/client/alerts/withdraw.ts';
import { connect } from '../../src/client/api/api.ts';
import {
  adopt,
  attested,
  atWork,
  compareWords,
  consented,
  meet,
  sealed,
  stand,
} from '../../src/commands/scripted-steps.ts';
import { alertWords, canary } from '../support/alert-words.ts';
import { handedOver } from '../support/past-pause.ts';
import { root } from '../support/sources.ts';
import { type Collective, eventually, found } from '../support/world.ts';

const file = (name: string) => readFileSync(join(root, 'test/support/agreements', name), 'utf8');

describe('an alert is consented to, delivered, opened, and taken back', () => {
  let ceiba: Collective & AsyncDisposable;
  let maguey: Collective & AsyncDisposable;
  let magueyId = '';
  let draft = '';
  let words = '';
  let delivery = '';

  beforeAll(async () => {
    ceiba = await found('Ceiba');
    maguey = await found('Maguey');
    await adopt(ceiba, 'ceiba-v1.es.md', file('ceiba-v1.es.md'));
    magueyId = await meet(ceiba, maguey);
    await meet(maguey, ceiba);
    for (const [one, other] of [
      [ceiba, maguey],
      [maguey, ceiba],
    ] as const) {
      await compareWords(one, other, 'es');
    }
    await stand(maguey, ceiba, { accepts: ['alerts'], sends: [] });
    await stand(ceiba, maguey, { accepts: [], sends: ['alerts'] });
  });
  afterAll(async () => {
    await ceiba?.[Symbol.asyncDispose]();
    await maguey?.[Symbol.asyncDispose]();
  });

  it('reaches the partner sealed, and its accompanier reads three facts', async () => {
    draft = await attested(ceiba, alertWords());
    words = await consented(ceiba, draft, magueyId);
    const file = await sealed(ceiba, draft, magueyId);
    ({ delivery } = await handedOver(ceiba, file));
    const reader = await atWork(maguey, 0);
    const [notice] = await eventually(
      () => listNotices(reader.desk),
      (seen) => seen.length === 1,
    );
    const shown = await openNotice(reader.desk, notice!.peer, delivery);
    expect(shown.kind).toBe('alert');
    if (shown.kind === 'alert') expect(shown.opened.alert.conduct).toContain(canary);
    const where = await eventually(
      async () => whereDelivery((await atWork(ceiba, 0)).api, delivery),
      ({ steps }) => steps.some(({ acknowledged }) => acknowledged === 'opened'),
    );
    expect(where.peer).toBe(magueyId);
  });

  it('is erased at both when she withdraws with her words, and the partner says so', async () => {
    const code = await lookUp(connect(ceiba.origin), words, new Date());
    await withdrawAll(connect(ceiba.origin), code, new Date());
    const reader = await atWork(maguey, 0);
    await eventually(
      () => listNotices(reader.desk),
      (seen) => seen.every((one) => one.header.delivery !== delivery),
    );
    await eventually(
      async () => whereDelivery((await atWork(ceiba, 0)).api, delivery),
      ({ steps }) => steps.some(({ acknowledged }) => acknowledged === 'deleted'),
    );
  });
});
