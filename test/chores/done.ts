import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { acknowledgementOf, signAcknowledgement } from '../../src/client/agreements/acknowledge.ts';
import { releaseOf, signRelease } from '../../src/client/desk-release/release.ts';
import { atWork } from '../../src/commands/scripted-steps.ts';
import { rewriteDue } from '../../src/database/rewrite.ts';
import { type Envelope, readUnverified } from '../../src/protocol/envelope.ts';
import { drafting, newDevice, signing } from '../members/people.ts';
import { filesOf, foundIn } from '../support/disk.ts';
import { takeBack } from '../support/trust.ts';
import { underKey } from '../support/under-key.ts';
import { eventually } from '../support/world.ts';
import { day, hour, minute, pass } from './clock.ts';
import { mend, type Partners, publish, runtimeOf } from './partners.ts';

/** What chores do besides erasing, each as it is seen from outside; in order, each goes on from the ones before. */
export const done: Readonly<Record<string, (partners: Partners) => Promise<void>>> = {
  rewrite: erasedIsRewritten,
  'record-head': headIsKept,
  'fetch-agreements': announcedIsFetched,
  'agreement-words': unreadIsRead,
  'fetch-acknowledgements': saidIsFetched,
  'pull-acknowledgements': unheardIsAskedFor,
  'fetch-withdrawals': withdrawalIsFetched,
  'pull-desk-releases': releasesAreHeard,
  manifests: chainsAreAskedForAndTold,
};

const textOf = async (url: string, accept = 'text/html') => (await fetch(url, { headers: { accept } })).text();

async function erasedIsRewritten({ ceiba }: Partners): Promise<void> {
  const { db } = runtimeOf(ceiba);
  const made = { draft: 'x', revision: 1, ciphertext: 'x', updated: new Date(), made_by: 'x', stored_by: 'x' };
  const row = await underKey(db, { ...made, worked_on_by: [] }, 'ciphertext');
  await db.insertInto('drafts').values(row).execute();
  const { key } = await db.selectFrom('row_keys').select('key').where('id', '=', row.row_key).executeTakeFirstOrThrow();
  expect(foundIn(await filesOf(db, ceiba.place), { key })).toEqual(['key']);
  await db.deleteFrom('drafts').where('draft', '=', 'x').execute();
  pass(minute);
  await eventually(
    () => rewriteDue(db),
    (due) => !due,
  );
  expect(foundIn(await filesOf(db, ceiba.place), { key })).toEqual([]);
}

async function headIsKept({ ceiba }: Partners): Promise<void> {
  const countIn = (text: string) => readUnverified('record-head', JSON.parse(text) as Envelope).statement.count;
  const kept = async () => countIn(await readFile(join(ceiba.place.folder, 'record-head.json'), 'utf8'));
  const above = await kept();
  await atWork(ceiba, 0);
  const served = async () => countIn(await textOf(`${ceiba.origin}/record/head`, 'application/json'));
  expect(await served()).toBeGreaterThan(above);
  expect(await kept()).toBe(above);
  pass(hour);
  const both = await eventually(
    async () => [await kept(), await served()],
    ([here, there]) => here === there,
  );
  expect(both[0]).toBeGreaterThan(above);
}

async function announcedIsFetched({ ceiba, maguey }: Partners): Promise<void> {
  maguey.way.lost = (method, url) => method === 'GET' && url.endsWith('/statement');
  const published = await publish(ceiba);
  const row = () => runtimeOf(maguey).db.selectFrom('agreements_received').selectAll().executeTakeFirst();
  const tried = (times: number) => eventually(row, (one) => (one?.tries ?? 0) >= times);
  const first = await tried(1);
  pass(hour);
  expect(await tried(first!.tries + 1)).toMatchObject({ state: 'pending' });
  mend(maguey.way);
  pass(hour);
  const shown = await eventually(row, (one) => one?.state === 'shown');
  const url = `${maguey.origin}/partners/${shown?.peer}/agreements/${shown?.series}`;
  expect(await textOf(url)).toContain(published.id);
}

async function unreadIsRead({ ceiba }: Partners): Promise<void> {
  const found = async () => {
    const answer = await textOf(`${ceiba.origin}/agreements/search?q=huerta`, 'application/json');
    return (JSON.parse(answer) as { found: unknown[] }).found.length;
  };
  expect(await found()).toBe(1);
  // As a migration leaves an agreement that is older than the table of words.
  await runtimeOf(ceiba).db.updateTable('agreement_words').set({ words: null, title_words: null }).execute();
  pass(minute);
  expect(await eventually(found, (count) => count > 0)).toBe(1);
}

/** Both stewards of Maguey say what they think of Ceiba's agreement: it fits, but for so many clauses. */
async function acknowledge({ maguey }: Partners, differing: number): Promise<string> {
  const received = runtimeOf(maguey).db.selectFrom('agreements_received').select('statement');
  const { statement } = await received.executeTakeFirstOrThrow();
  const steward = async (who: number) => {
    const { api, keyring, root } = await atWork(maguey, who);
    const about = (differs: string[] | null) =>
      acknowledgementOf({ api, keyring, chain: root.chain }, statement!, differs);
    return {
      about,
      sign: async (words: ReturnType<typeof about>) => signAcknowledgement({ api, keyring }, await words),
    };
  };
  const first = await steward(0);
  const said = await first.about([]);
  await first.sign(first.about(said.about.clauses.slice(0, differing).map(({ id }) => id)));
  const second = await steward(1);
  return (await second.sign(second.about(null))).id;
}

const saidHere = async ({ ceiba }: Partners) => {
  const rows = await runtimeOf(ceiba).db.selectFrom('acknowledgements').select('id').execute();
  return rows.map(({ id }) => id);
};

async function saidIsFetched(partners: Partners): Promise<void> {
  const { ceiba } = partners;
  ceiba.way.lost = (method, url) => method === 'GET' && url.includes('/acknowledgements');
  const said = await acknowledge(partners, 0);
  const row = () => runtimeOf(ceiba).db.selectFrom('acknowledgements_pending').selectAll().executeTakeFirst();
  const tried = (times: number) => eventually(row, (one) => (one?.tries ?? 0) >= times);
  const first = await tried(1);
  // Too short for being asked for by the hour, long enough to be tried again.
  pass(20 * minute);
  await tried(first!.tries + 1);
  expect(await saidHere(partners)).toEqual([]);
  mend(ceiba.way);
  pass(20 * minute);
  expect(
    await eventually(
      () => saidHere(partners),
      (ids) => ids.length > 0,
    ),
  ).toEqual([said]);
}

async function unheardIsAskedFor(partners: Partners): Promise<void> {
  const { maguey } = partners;
  const { db } = runtimeOf(maguey);
  maguey.way.lost = (method) => method === 'POST';
  const said = await acknowledge(partners, 1);
  expect(await saidHere(partners)).not.toContain(said);
  // The announcement is lost for good.
  const announced = () => db.selectFrom('deliveries').selectAll().where('state', '=', 'due').execute();
  await eventually(announced, ([row]) => row?.answer === 'unreachable');
  await db.deleteFrom('deliveries').where('kind', '=', 'acknowledgement').execute();
  mend(maguey.way);
  pass(hour);
  expect(
    await eventually(
      () => saidHere(partners),
      (ids) => ids.includes(said),
    ),
  ).toEqual([said]);
}

async function withdrawalIsFetched({ ceiba, maguey }: Partners): Promise<void> {
  maguey.way.lost = (method, url) => method === 'GET' && url.endsWith('/withdrawal');
  const { db } = runtimeOf(maguey);
  const { series } = await db.selectFrom('agreements_received').select('series').executeTakeFirstOrThrow();
  await takeBack(ceiba, series!);
  const row = () => db.selectFrom('agreements_taken_down').selectAll().executeTakeFirst();
  const tried = (times: number) => eventually(row, (one) => (one?.tries ?? 0) >= times);
  const first = await tried(1);
  pass(hour);
  expect(await tried(first!.tries + 1)).toMatchObject({ envelope: null });
  mend(maguey.way);
  pass(hour);
  expect(await eventually(row, (one) => one?.envelope !== null)).toMatchObject({ series, next_try: null });
}

async function releasesAreHeard({ ceiba, maguey }: Partners): Promise<void> {
  maguey.way.lost = (_method, url) => url === `${ceiba.origin}/desk/releases`;
  for (const place of [0, 2]) {
    const session = await atWork(ceiba, place);
    const who = { ...session, chain: session.root.chain };
    const print = Buffer.alloc(32, 1).toString('base64url');
    await signRelease(who, (await releaseOf(who, print, new Date(session.desk.now)))!);
  }
  const heard = () => runtimeOf(maguey).db.selectFrom('desk_releases').select('version').execute();
  pass(hour);
  expect(await heard()).toEqual([]);
  mend(maguey.way);
  pass(hour);
  expect(await eventually(heard, (rows) => rows.length > 0)).toEqual([{ version: 1 }]);
}

async function chainsAreAskedForAndTold({ ceiba, maguey }: Partners): Promise<void> {
  const [steward, other, third] = ceiba.keyrings;
  const { db } = runtimeOf(ceiba);
  ceiba.way.lost = (method) => method === 'POST';
  maguey.way.lost = (_method, url) => url.startsWith(`${ceiba.origin}/manifest`);
  const device = await newDevice(ceiba, steward!, { member: third!.member, roles: [] });
  await drafting(ceiba, steward!, { replace: [third!.member] });
  await signing(ceiba, other!);
  expect((await signing(ceiba, device.keyring, device.code)).accepted).toBe(true);
  // As in a backup from before anybody was told.
  await db.deleteFrom('deliveries').where('kind', '=', 'manifest').execute();
  const known = async () => {
    const rows = await runtimeOf(maguey).db.selectFrom('peer_manifests').select('version').orderBy('version').execute();
    return rows.map(({ version }) => version);
  };
  expect(await known()).toEqual([1]);
  mend(maguey.way);
  pass(hour);
  expect(await eventually(known, (versions) => versions.length > 1)).toEqual([1, 2]);
  mend(ceiba.way);
  pass(day);
  const told = () => db.selectFrom('deliveries').select('state').where('kind', '=', 'manifest').execute();
  expect(await eventually(told, ([row]) => row?.state === 'sent')).toEqual([{ state: 'sent' }]);
}
