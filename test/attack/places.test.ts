import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendSealed } from '../../src/client/alerts/seal.ts';
import { lookUp, withdrawAll } from '../../src/client/alerts/withdraw.ts';
import { connect } from '../../src/client/api/api.ts';
import { adopt, atWork } from '../../src/commands/scripted-steps.ts';
import { agreementText, readyAlert, trustForAlerts } from '../support/trust.ts';
import { type Collective, eventually, found } from '../support/world.ts';
import { owedAnswers, type SilentHosts, startSilentHosts } from './silent-hosts.ts';

/* A stranger's silent servers take no time of what the person affected depends on. */

const held = new AsyncDisposableStack();
let ceiba: Collective;
let partners: Collective[];
let ids: string[];
let silent: SilentHosts;

const dbOf = ({ node }: Collective) => node!.app.runtime.db;
const heldBy = async (one: Collective) =>
  (await dbOf(one).selectFrom('incoming').select('delivery').where('kind', '=', 'alert').execute()).length;
/** How long until every partner holds so many items, in milliseconds. */
async function until(many: number, began: number): Promise<number> {
  const look = async () => Promise.all(partners.map(heldBy));
  await eventually(look, (seen) => seen.every((one) => one === many), 100_000);
  return performance.now() - began;
}

beforeAll(async () => {
  silent = held.use(await startSilentHosts(500));
  ceiba = held.use(await found('Ceiba'));
  partners = [held.use(await found('Maguey')), held.use(await found('Hawthorn'))];
  await adopt(ceiba, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
  ids = [];
  for (const partner of partners) ids.push(await trustForAlerts(ceiba, partner));
}, 240_000);
afterAll(() => held.disposeAsync());

test('an alert is stored, and a withdrawal erased, while 10,000 followers at 500 hosts never answer', async () => {
  const { db, wake } = ceiba.node!.app.runtime;
  const alerts = [];
  for (const id of ids) alerts.push(await readyAlert(ceiba, id));
  await owedAnswers(db, silent.origins, 10_000);
  wake();
  await eventually(
    async () => silent.open().all,
    (open) => open >= 16,
  );
  const { api } = await atWork(ceiba, 0);
  const handedIn = performance.now();
  for (const { file } of alerts) await sendSealed(api, file);
  const stored = await until(1, handedIn);
  const client = connect(ceiba.origin);
  const codes = await Promise.all(alerts.map(({ words }) => lookUp(client, words, new Date())));
  const began = performance.now();
  for (const code of codes) await withdrawAll(client, code, new Date());
  const erased = await until(0, began);
  console.info(
    `stored ${Math.round(stored)} ms, erased ${Math.round(erased)} ms, open ${JSON.stringify(silent.open())}`,
  );
  expect(stored).toBeLessThan(1_000);
  expect(erased).toBeLessThan(1_000);
}, 300_000);
