import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listNotices, openNotice } from '../../src/client/alerts/open-notice.ts';
import { sendSealed } from '../../src/client/alerts/seal.ts';
import { whereDelivery } from '../../src/client/alerts/where.ts';
import { lookUp, withdrawAll } from '../../src/client/alerts/withdraw.ts';
import { connect } from '../../src/client/api/api.ts';
import { checkRecord } from '../../src/client/api/record.ts';
import { adopt, atWork } from '../../src/commands/scripted-steps.ts';
import { inDatabase, minuteLater, whatStays } from '../support/dump.ts';
import { broke, type Gate, type Passage, type Way } from '../support/gate.ts';
import { foundProcess, type NodeProcess } from '../support/node-process.ts';
import { handedOver, pastPauses } from '../support/past-pause.ts';
import { agreementText, readyAlert, sharedAlert, trustForAlerts } from '../support/trust.ts';
import { eventually } from '../support/world.ts';

const waitMs = 30_000;
/** On each database, of one or the other; both at once end them. More for a long run: KILLS=300. */
const kills = Number(process.env.KILLS || 3);
/** What was on its way when she withdrew has arrived by then, and no killed node has started again. */
const onItsWayMs = 1_000;

describe('a node that is killed in the middle of its work', { timeout: 120_000 }, () => {
  let ceiba: NodeProcess;
  let maguey: NodeProcess;
  let magueyId = '';
  const [stored, withdrawn]: [string[], string[]] = [[], []];

  beforeAll(async () => {
    [ceiba, maguey] = await Promise.all([foundProcess('Ceiba'), foundProcess('Maguey')]);
    await adopt(ceiba, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
    magueyId = await trustForAlerts(ceiba, maguey);
  }, 240_000);
  afterAll(async () => {
    await ceiba?.[Symbol.asyncDispose]();
    await maguey?.[Symbol.asyncDispose]();
  });

  it('sends an alert that had not arrived, and its partner keeps one copy', async () => {
    maguey.gate.way = only('alert', 'hold');
    const { delivery } = await sharedAlert(ceiba, magueyId);
    await arrival(maguey.gate, 'alert', delivery);
    await ceiba.kill();
    expect(await ledger(ceiba, delivery)).toEqual([{ kind: 'alert', state: 'sending', attempts: 1 }]);
    maguey.gate.way = open;
    await ceiba.start();
    const { steps } = await word(ceiba, delivery, 'alert', 'stored');
    expect(steps).toMatchObject([{ kind: 'alert', state: 'sent', attempts: 2 }]);
    expect(await held(maguey)).toEqual([delivery]);
    stored.push(delivery);
  });

  it('keeps an alert that waits for its day, and sends it once when two sign that it cannot', async () => {
    const { file } = await readyAlert(ceiba, magueyId);
    const { delivery, goesOut } = await sendSealed((await atWork(ceiba, 0)).api, file);
    await ceiba.kill();
    expect(await ledger(ceiba, delivery)).toEqual([{ kind: 'alert', state: 'due', attempts: 0 }]);
    await ceiba.start();
    expect((await whereDelivery((await atWork(ceiba, 0)).api, delivery)).goesOut).toBe(goesOut);
    expect(arrivals(maguey.gate, 'alert', delivery)).toEqual([]);
    await pastPauses(ceiba);
    await word(ceiba, delivery, 'alert', 'stored');
    expect(arrivals(maguey.gate, 'alert', delivery)).toHaveLength(1);
    stored.push(delivery);
  });

  it('sends it once more when only the answer was lost, and nothing at the partner happens twice', async () => {
    maguey.gate.way = only('alert', 'lose-answer');
    ceiba.gate.way = only('receipt', 'refuse');
    const { delivery } = await sharedAlert(ceiba, magueyId);
    const { answer } = await arrival(maguey.gate, 'alert', delivery, true);
    expect(answer?.status).toBe(202);
    await ceiba.kill();
    expect(await ledger(ceiba, delivery)).toEqual([{ kind: 'alert', state: 'sending', attempts: 1 }]);
    maguey.gate.way = open;
    await ceiba.start();
    // Its partner's receipt would tell it as much, and come first now and then.
    await arrival(maguey.gate, 'alert', delivery, true, 2);
    ceiba.gate.way = open;
    const { steps } = await word(ceiba, delivery, 'alert', 'stored');
    expect(steps).toMatchObject([{ kind: 'alert', state: 'sent', attempts: 2 }]);
    const answers = arrivals(maguey.gate, 'alert', delivery).map((one) => [one.answer?.status, codeOf(one)]);
    expect(answers).toEqual([
      [202, null],
      [202, 'replay'],
    ]);
    expect((await held(maguey)).filter((one) => one === delivery)).toHaveLength(1);
    const { desk } = await atWork(maguey, 0);
    const [notice] = await listNotices(desk);
    expect((await openNotice(desk, notice?.peer ?? '', delivery)).kind).toBe('alert');
    await word(ceiba, delivery, 'alert', 'opened');
    stored.push(delivery);
  });

  it('answers for what it keeps when it was killed before it could say so', async () => {
    ceiba.gate.way = only('receipt', 'hold');
    const { delivery } = await sharedAlert(ceiba, magueyId);
    await arrival(maguey.gate, 'alert', delivery, true);
    await eventually(
      async () => ceiba.gate.passages.at(-1),
      (last) => last?.delivery?.kind === 'receipt' && last.answer === null,
      waitMs,
    );
    await maguey.kill();
    await inDatabase(maguey.place.database, minuteLater);
    ceiba.gate.way = open;
    await maguey.start();
    await word(ceiba, delivery, 'alert', 'stored');
    expect(await held(maguey)).toContain(delivery);
    stored.push(delivery);
  });

  it('tells the partner of a withdrawal that it had accepted, and the partner erases', async () => {
    const { delivery, words } = await sharedAlert(ceiba, magueyId);
    await word(ceiba, delivery, 'alert', 'stored');
    maguey.gate.way = onlyErasing('hold');
    await withdraw(ceiba, words);
    await arrival(maguey.gate, 'drop', delivery);
    await ceiba.kill();
    expect(await ledger(ceiba, delivery)).toMatchObject([
      { kind: 'alert', state: 'sent' },
      { kind: 'drop', state: 'sending' },
    ]);
    expect(await held(maguey)).toContain(delivery);
    maguey.gate.way = open;
    await ceiba.start();
    const { state } = await word(ceiba, delivery, 'drop', 'deleted');
    expect(state).toBe('withdrawn');
    expect(await held(maguey)).not.toContain(delivery);
    stored.push(delivery);
    withdrawn.push(delivery);
  });

  it('never sends again what was on its way when she withdrew; arriving late, it is refused', async () => {
    const { delivery, words, file } = await readyAlert(ceiba, magueyId);
    maguey.gate.way = only('alert', 'refuse');
    await handedOver(ceiba, file);
    await arrival(maguey.gate, 'alert', delivery);
    const code = await lookUp(connect(ceiba.origin), words, new Date());
    const tries = arrivals(maguey.gate, 'alert', delivery).length;
    maguey.gate.way = only('alert', 'hold');
    await eventually(
      async () => arrivals(maguey.gate, 'alert', delivery).length,
      (count) => count > tries,
      waitMs,
    );
    await withdrawAll(connect(ceiba.origin), code, new Date());
    const before = arrivals(maguey.gate, 'alert', delivery).length;
    await ceiba.kill();
    expect(await ledger(ceiba, delivery)).toMatchObject([
      { kind: 'alert', state: 'sending' },
      { kind: 'drop', state: 'due', attempts: 0 },
    ]);
    maguey.gate.way = open;
    await ceiba.start();
    await word(ceiba, delivery, 'drop', 'deleted');
    const late = arrivals(maguey.gate, 'alert', delivery);
    expect(late).toHaveLength(before);
    expect(await maguey.gate.again(late[0]!)).toEqual({ status: 409, code: 'tombstone' });
    expect(await held(maguey)).not.toContain(delivery);
    withdrawn.push(delivery);
  });

  it('never sends what still waited when she withdrew', async () => {
    maguey.gate.way = () => 'refuse';
    const { delivery, words } = await sharedAlert(ceiba, magueyId);
    await arrival(maguey.gate, 'alert', delivery);
    await withdraw(ceiba, words);
    const before = arrivals(maguey.gate, 'alert', delivery).length;
    await ceiba.kill();
    expect((await ledger(ceiba, delivery))[0]).toMatchObject({ kind: 'alert', state: 'cancelled' });
    maguey.gate.way = open;
    await ceiba.start();
    await word(ceiba, delivery, 'drop', 'deleted');
    expect(arrivals(maguey.gate, 'alert', delivery)).toHaveLength(before);
    expect(await held(maguey)).not.toContain(delivery);
    withdrawn.push(delivery);
  });

  it(`keeps its word though it or its partner is killed at ${kills} random moments, and both at last`, {
    timeout: 120_000 + kills * 30_000,
  }, async () => {
    const came: { delivery: string; at: number }[] = [];
    maguey.gate.way = ({ delivery }) => {
      if (delivery?.kind === 'alert') came.push({ delivery: delivery.id, at: performance.now() });
      return 'pass';
    };
    const alerts: { delivery: string; withdrawnAt: number | null }[] = [];
    for (let kill = 0; kill < kills; kill++) {
      const { delivery, words } = await sharedAlert(ceiba, magueyId);
      // Some are taken back while they, or what came before them, are on their way.
      const takenBack = kill % 3 === 1;
      if (takenBack) await withdraw(ceiba, words);
      alerts.push({ delivery, withdrawnAt: takenBack ? performance.now() : null });
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 150));
      await killAndStart(Math.random() < 0.5 ? ceiba : maguey);
    }
    // Who found the other away waits longer each time: a minute passes for both, and for each while the other is there.
    await Promise.all([killAndStart(ceiba), killAndStart(maguey)]);
    for (const one of [maguey, ceiba]) await killAndStart(one);
    for (const { delivery, withdrawnAt } of alerts) {
      if (withdrawnAt === null) await word(ceiba, delivery, 'alert', 'stored');
      else await word(ceiba, delivery, 'drop', 'deleted');
      (withdrawnAt === null ? stored : withdrawn).push(delivery);
    }
    const here = await held(maguey);
    for (const { delivery, withdrawnAt } of alerts) {
      expect(here.filter((one) => one === delivery)).toHaveLength(withdrawnAt === null ? 1 : 0);
      const late = came.filter((one) => one.delivery === delivery && one.at > (withdrawnAt ?? Infinity) + onItsWayMs);
      expect(late).toEqual([]);
    }
  });

  it('has lost nothing and done nothing twice in the end, and both records are whole', async () => {
    for (const party of [ceiba, maguey]) {
      const { api, root } = await atWork(party, 0);
      expect(await checkRecord(api, root.chain, undefined)).toMatchObject({ ok: true });
      expect(party.gate.passages.filter(broke)).toEqual([]);
    }
    await Promise.all([ceiba.kill(), maguey.kill()]);
    const there = await inDatabase(maguey.place.database, (db) => whatStays(db, 'in'));
    // Sealed withdrawals are kept there too, each once.
    expect(new Set(there.done('notice.stored')).size).toBe(there.done('notice.stored').length);
    expect(there.done('notice.stored')).toEqual(expect.arrayContaining(stored));
    // What was withdrawn before the first try was never sent, and nothing stays of it there.
    const reached = withdrawn.filter((one) => there.done('notice.stored').includes(one));
    expect(withdrawn).toEqual(expect.arrayContaining(there.tombstones));
    expect(there.tombstones).toEqual(expect.arrayContaining(reached));
    const here = await inDatabase(ceiba.place.database, (db) => whatStays(db, 'out'));
    expect(here.done('alert.handed-in')).toEqual([...new Set([...stored, ...withdrawn])].sort());
    expect(here.done('consent.withdrawn')).toEqual([...withdrawn].sort());
    expect(here.tombstones).toEqual([...withdrawn].sort());
  });
});

const open = (): Way => 'pass';
const only =
  (kind: string, way: Way) =>
  ({ delivery }: Passage): Way =>
    delivery?.kind === kind ? way : 'pass';
const onlyErasing =
  (way: Way) =>
  ({ delivery }: Passage): Way =>
    delivery?.kind === 'drop' || delivery?.kind === 'withdrawal' ? way : 'pass';

function arrivals(gate: Gate, kind: string, delivery: string): Passage[] {
  return gate.passages.filter((one) => one.delivery?.kind === kind && one.delivery.id === delivery);
}

/** Waits until a delivery came to a gate so many times; `answered`, until the node behind it took it. */
async function arrival(gate: Gate, kind: string, delivery: string, answered = false, times = 1): Promise<Passage> {
  const seen = await eventually(
    async () => arrivals(gate, kind, delivery),
    (found) => found.filter(({ answer }) => !answered || answer !== null).length >= times,
    waitMs,
  );
  return seen[0]!;
}

function codeOf({ answer }: Passage): string | null {
  const { code = null } = JSON.parse(answer?.body.toString() ?? '{}') as { code?: string | null };
  return code;
}

async function withdraw(from: NodeProcess, words: string): Promise<void> {
  await withdrawAll(connect(from.origin), await lookUp(connect(from.origin), words, new Date()), new Date());
}

/**
 * Waits until the holder's word about a delivery stands in the ledger, or was the last one and is settled: then no peer
 * is named any more.
 */
async function word(from: NodeProcess, delivery: string, kind: string, said: string) {
  const { api } = await atWork(from, 0);
  return eventually(
    () => whereDelivery(api, delivery),
    ({ steps, peer }) => peer === '' || steps.some((one) => one.kind === kind && one.acknowledged === said),
    waitMs,
  );
}

async function killAndStart(one: NodeProcess): Promise<void> {
  await one.kill();
  await inDatabase(one.place.database, minuteLater);
  await one.start();
}

async function held(by: NodeProcess): Promise<string[]> {
  const notices = await listNotices((await atWork(by, 0)).desk);
  return notices.filter(({ header }) => header.kind === 'alert').map(({ header }) => header.delivery);
}

/** What a dead node's ledger says about a delivery; a minute passes there. */
async function ledger(of: NodeProcess, delivery: string) {
  return inDatabase(of.place.database, async (db) => {
    const rows = db.selectFrom('deliveries').select(['kind', 'state', 'attempts']);
    const found = await rows.where('object', '=', `delivery:${delivery}`).orderBy('id').execute();
    await minuteLater(db);
    return found;
  });
}
