import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listNotices, openNotice } from '../../src/client/alerts/open-notice.ts';
import { sendSealed } from '../../src/client/alerts/seal.ts';
import { whereDelivery, whereDraft } from '../../src/client/alerts/where.ts';
import { lookUp, withdrawAll } from '../../src/client/alerts/withdraw.ts';
import { connect } from '../../src/client/api/api.ts';
import { nodeKey } from '../../src/collective/node-keys.ts';
import { adopt, atWork } from '../../src/commands/scripted-steps.ts';
import { deliveryType } from '../../src/federation/inbox-guard.ts';
import { signAndPost } from '../../src/federation/sign-and-post.ts';
import { createEgress, type Egress } from '../../src/platform/egress.ts';
import { deliveryContent, parseDelivery } from '../../src/protocol/delivery.ts';
import { dump } from '../support/dump.ts';
import { agreementText, sharedAlert, trustForAlerts } from '../support/trust.ts';
import { type Collective, eventually, found } from '../support/world.ts';

type Post = { url: string } & Parameters<Egress['post']>[1];
type Alert = Awaited<ReturnType<typeof sharedAlert>>;

const waitMs = 30_000;

describe('a partner that is away while she takes her consent back', { timeout: 60_000 }, () => {
  let ceiba: Collective & AsyncDisposable;
  let maguey: Collective & AsyncDisposable;
  let alert: Alert;
  let magueyId = '';
  const way = createEgress({ allowLoopback: true, userAgent: 'Convive-test' });
  /** What Ceiba's node posted, with the signature of each. */
  const posted: Post[] = [];
  const post: Egress['post'] = (url, options) => {
    posted.push({ url, ...options });
    return way.post(url, options);
  };

  beforeAll(async () => {
    ceiba = await found('Ceiba', { replace: { egress: { get: way.get, post } } });
    maguey = await found('Maguey');
    await adopt(ceiba, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
    magueyId = await trustForAlerts(ceiba, maguey);
    alert = await sharedAlert(ceiba, magueyId);
    await said('alert', 'stored');
  }, 120_000);
  afterAll(async () => {
    await ceiba?.[Symbol.asyncDispose]();
    await maguey?.[Symbol.asyncDispose]();
    await way[Symbol.asyncDispose]();
  });

  const said = async (kind: string, word: string) => {
    const { api } = await atWork(ceiba, 0);
    return eventually(
      () => whereDelivery(api, alert.delivery),
      ({ steps }) => steps.some((step) => step.kind === kind && step.acknowledged === word),
      waitMs,
    );
  };
  const atMaguey = async () => listNotices((await atWork(maguey, 0)).desk);

  it('has erased it soon after it is back, and says so', async () => {
    expect((await atMaguey()).map(({ header }) => header.delivery)).toEqual([alert.delivery]);
    await maguey.stop();
    const code = await lookUp(connect(ceiba.origin), alert.words, new Date());
    await withdrawAll(connect(ceiba.origin), code, new Date());
    await eventually(
      async () => (await whereDelivery((await atWork(ceiba, 0)).api, alert.delivery)).steps,
      (steps) => steps.some((step) => step.kind === 'drop' && step.answer === 'unreachable'),
      waitMs,
    );
    await maguey.start();
    const { state, steps } = await said('drop', 'deleted');
    expect(state).toBe('withdrawn');
    expect(steps.at(-1)?.acknowledgedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect((await atMaguey()).filter(({ header }) => header.kind === 'alert')).toEqual([]);
    const tables = [...(await dump(maguey.node!.app.runtime.db)).values()].join('\n');
    expect(tables).toContain(alert.delivery);
    for (const gone of [alert.file.body, alert.file.header.dropCommit ?? '']) expect(tables).not.toContain(gone);
  });

  it('shows nobody what it held', async () => {
    const { desk } = await atWork(maguey, 0);
    const own = (await atWork(ceiba, 0)).root.chain.collective;
    await expect(openNotice(desk, own, alert.delivery)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('refuses the alert that comes late, byte for byte as it was sent', async () => {
    const sent = alertsIn(posted)[0]!;
    const answer = await way.post(sent.url, sent);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([409, { code: 'tombstone' }]);
  });

  it('refuses it under a fresh signature, as a new activity, and as a later edition', async () => {
    const sent = alertsIn(posted)[0]!;
    const activity = activityIn(sent);
    const { header, body } = parseDelivery(activity.object.content);
    const later = deliveryContent({ ...header, edition: header.edition + 1 }, body);
    const copies = [
      activity,
      { ...activity, id: `${activity.id}-again` },
      { ...activity, id: `${activity.id}-later`, object: { ...activity.object, content: later } },
    ];
    const { keyId, privateKey } = await nodeKey(ceiba.node!.app.runtime, 'http');
    for (const copy of copies) {
      const again = { inbox: sent.url, body: JSON.stringify(copy), keyId, privateKey };
      expect(await signAndPost(way, again, new Date())).toMatchObject({ status: 409, code: 'tombstone' });
    }
    expect((await atMaguey()).filter(({ header: { kind } }) => kind === 'alert')).toEqual([]);
  });

  it('is not sent it again by a careless hand: her own collective refuses, and nothing is queued', async () => {
    const before = posted.length;
    const { api } = await atWork(ceiba, 0);
    await expect(sendSealed(api, alert.file)).rejects.toMatchObject({ code: 'tombstone' });
    await expect(whereDraft(api, alert.draft)).rejects.toMatchObject({ code: 'not-found' });
    const { steps } = await whereDelivery(api, alert.delivery);
    expect(steps.map(({ kind, state }) => `${kind} ${state}`)).toEqual(['alert sent', 'drop sent']);
    expect(alertsIn(posted.slice(before))).toEqual([]);
  });
});

type Activity = { id: string; object: { mediaType?: string; content: string } };

const activityIn = ({ body }: Post): Activity =>
  JSON.parse(typeof body === 'string' ? body : Buffer.from(body).toString()) as Activity;

/** The posts that carry a sealed alert, first one first. */
function alertsIn(posts: readonly Post[]): Post[] {
  return posts.filter((one) => {
    const { object } = activityIn(one);
    return object.mediaType === deliveryType && parseDelivery(object.content).header.kind === 'alert';
  });
}
