import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askToEnter } from '../../src/client/api/enter.ts';
import { openKeyring } from '../../src/client/keyring/keyring.ts';
import { listPlain } from '../../src/client/keyring/plain.ts';
import { draftRotation } from '../../src/client/keyring/rotation-draft.ts';
import { adopt, attested, atWork } from '../../src/commands/scripted-steps.ts';
import { unwrap } from '../../src/database/row-keys.ts';
import { identityFrom, openFile } from '../../src/protocol/age-seal.ts';
import { fromB64u } from '../../src/protocol/encoding.ts';
import { phraseSeedOf, secretFrom } from '../../src/protocol/secrets.ts';
import { alertWords, canary } from '../support/alert-words.ts';
import { enterBy } from '../support/browser-session.ts';
import { allContracts } from '../support/contracts.ts';
import { dump } from '../support/dump.ts';
import { movedIn } from '../support/moved-in.ts';
import { type PlainMember, plainAt } from '../support/plain-member.ts';
import { agreementText, sharedAlert, trustForAlerts } from '../support/trust.ts';
import { type Collective, eventually, found } from '../support/world.ts';

/*
 * Who keeps a node, with its database and its secret in hand, at the node that sent an alert and at the one it came to:
 * nothing sealed opens, whatever route is asked and whatever table is read.
 */

type Kept = { node: Collective & AsyncDisposable; keeper: PlainMember };
let sender: Kept;
let holder: Kept;

beforeAll(async () => {
  const [ceiba, maguey] = await Promise.all([found('Ceiba'), found('Maguey')]);
  await adopt(ceiba, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
  const peer = await trustForAlerts(ceiba, maguey);
  await sharedAlert(ceiba, peer);
  // A draft that nobody sent yet, and keyrings of accompaniers that lie at the node.
  await attested(ceiba, alertWords('Otra cosa.'));
  for (const node of [ceiba, maguey]) await movedIn(node, 0);
  const incoming = () => maguey.node!.app.runtime.db.selectFrom('incoming').select('delivery').execute();
  await eventually(incoming, (rows) => rows.length > 0, 60_000);
  sender = { node: ceiba, keeper: await plainAt(ceiba.origin, ceiba.keyrings[0]!, true) };
  holder = { node: maguey, keeper: await plainAt(maguey.origin, maguey.keyrings[0]!, true) };
}, 300_000);
afterAll(async () => {
  for (const kept of [sender, holder]) await kept?.node[Symbol.asyncDispose]();
});

const dbOf = ({ node }: Kept) => node.node!.app.runtime.db;
const wrapped = [
  ['manifest_rotations', 'shares'],
  ['box_shares', 'ciphertext'],
  ['keyrings', 'file'],
  ['offered_keyrings', 'file'],
  ['drafts', 'ciphertext'],
  ['draft_revisions', 'ciphertext'],
  ['outgoing', 'body'],
  ['incoming', 'body'],
  ['reseals', 'body'],
] as const;

/** Everything sealed that lies at a node, out of its outer wrapping, which the keys in the same database take off. */
async function sealedAt(kept: Kept): Promise<{ table: string; text: string }[]> {
  const keys = new Map((await dbOf(kept).selectFrom('row_keys').selectAll().execute()).map(({ id, key }) => [id, key]));
  const all: { table: string; text: string }[] = [];
  for (const [table, column] of wrapped) {
    const rows = await dbOf(kept).selectFrom(table).selectAll().execute();
    for (const row of rows as unknown as Record<string, Buffer & string>[]) {
      const key = keys.get(row.row_key ?? '');
      if (key && row[column]) all.push({ table, text: unwrap(row[column] as never, key) });
    }
  }
  return all;
}

/** What the keeper can open things with: their own recipient's identity, that of their words, and no box. */
async function identitiesOf({ keeper }: Kept): Promise<string[]> {
  const { keyring } = await keeper.open();
  expect(keyring.boxes).toEqual([]);
  return [keyring.identity, (await identityFrom(phraseSeedOf(secretFrom(keeper.words)))).identity];
}

/** Ids, hashes and names that stand in a database, to ask routes with. */
const idsIn = (tables: ReadonlyMap<string, string>): string[] => [
  ...new Set([...tables.values()].flatMap((rows) => rows.match(/"[\w-]{22}"|"[\w-]{43}"/g) ?? [])),
];

describe.each([
  ['sent', () => sender],
  ['holds', () => holder],
] as const)('the keeper of the node that %s an alert', (_, kept) => {
  it('opens nothing with the database in hand but their own keyring', async () => {
    const identities = await identitiesOf(kept());
    const opens = async (bytes: Uint8Array) =>
      openFile(bytes, identities).then(
        () => true,
        () => false,
      );
    const tried: Record<string, number> = {};
    const opened: string[] = [];
    for (const { table, text } of await sealedAt(kept())) {
      const files = text.startsWith('[') ? (JSON.parse(text) as { ciphertext: string }[]) : [{ ciphertext: text }];
      for (const { ciphertext } of files) {
        tried[table] = (tried[table] ?? 0) + 1;
        if (await opens(fromB64u(ciphertext))) opened.push(table);
      }
    }
    expect(opened).toEqual(['keyrings']);
    // What there is to try: shares of the box, keyrings, and drafts with what was sent, or what came.
    expect(tried).toMatchObject({ box_shares: 2, keyrings: 2 });
    const ours = (tried.drafts ?? 0) >= 2 && (tried.outgoing ?? 0) >= 1;
    expect(ours || (tried.incoming ?? 0) >= 1).toBe(true);
    // Nor somebody else's keyring with their own words.
    const files = (await sealedAt(kept())).filter(({ table }) => table === 'keyrings');
    const came = await Promise.all(
      files.map(({ text }) =>
        openKeyring(fromB64u(text), kept().keeper.words).then(
          ({ member }) => member,
          (error: { code: string }) => error.code,
        ),
      ),
    );
    expect(came.toSorted()).toEqual([kept().keeper.keyring.member, 'keyring-phrase'].toSorted());
  });

  it('reads the word of the alert in no table, wrapped or not', async () => {
    for (const [table, rows] of await dump(dbOf(kept())))
      expect([table, rows.includes(canary)]).toEqual([table, false]);
    for (const { table, text } of await sealedAt(kept()))
      expect([table, Buffer.from(text, 'base64url').includes(canary)]).toEqual([table, false]);
  });

  it('gets nothing sealed from any route, with every id of the database to ask with', {
    timeout: 240_000,
  }, async () => {
    const { node, keeper } = kept();
    const { api } = await keeper.open();
    const form = (await enterBy((await askToEnter((await keeper.open()).api)).link)).form;
    const ids = idsIn(await dump(dbOf(kept()))).map((one) => one.slice(1, -1));
    const sealed = (await sealedAt(kept())).filter(({ table }) => table !== 'keyrings');
    const pieces = sealed.map(({ text }) => text.slice(200, 264)).filter((piece) => piece.length === 64);
    expect(pieces.length).toBeGreaterThan(2);
    let answered = 0;
    const hidden: string[] = [];
    const closed = (await allContracts()).flatMap(({ contract: { method, path, who } }) =>
      method === 'GET' && who.includes('accompanier') ? [path] : [],
    );
    // JSON, pages and files alike, as they are mounted.
    const mounted = node.node!.app.routes.filter(({ method, path }) => method === 'GET' && !path.endsWith('*'));
    for (const route of new Set(mounted.map(({ path }) => path)).difference(new Set(quiet))) {
      const params = [...route.matchAll(/:(\w+)/g)];
      // Each id in every place of the path: what fits one place is tried with the others alike.
      for (const id of params.length === 0 ? [''] : ids) {
        const path = route.replaceAll(/:\w+/g, id);
        const { status, text } = await asked(node.origin + path, { ...form, accept: 'application/json, text/html' });
        if (status === 200) answered += 1;
        if (status === 200 && closed.includes(route)) hidden.push(path);
        expect([path, pieces.some((piece) => text.includes(piece)) || text.includes(canary)]).toEqual([path, false]);
      }
    }
    expect(answered).toBeGreaterThan(20);
    expect(hidden).toEqual([]);
    for (const path of ['/drafts', '/notices', '/reseals', '/lists'])
      await expect(api.send('GET', path)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('finds nothing where an accompanier reads what is sealed', async () => {
    const { node, keeper } = kept();
    const [{ api }, accompanier] = [await keeper.open(), (await atWork(node, 0)).api];
    const drafts = await dbOf(kept()).selectFrom('drafts').select('draft').execute();
    const items = await dbOf(kept()).selectFrom('incoming').select(['peer', 'delivery', 'edition']).execute();
    const paths = [
      ...drafts.map(({ draft }) => `/drafts/${draft}`),
      ...items.map(({ peer, delivery, edition }) => `/notices/${peer}/${delivery}/${edition}`),
    ];
    expect(paths.length).toBeGreaterThan(0);
    const texts = (await sealedAt(kept())).map(({ text }) => text);
    for (const path of paths) {
      const read = JSON.stringify(await accompanier.send('GET', path));
      expect([path, texts.some((text) => read.includes(text))]).toEqual([path, true]);
      await expect(api.send('GET', path)).rejects.toMatchObject({ code: 'not-found' });
    }
  });

  it('is no accompanier: neither is a code for that given, nor does a manifest make them one', async () => {
    const { node, keeper } = kept();
    const steward = await atWork(node, 0);
    const both = { member: null, roles: ['accompanier'], keeper: true };
    await expect(steward.api.send('POST', '/invitations', both)).rejects.toMatchObject({ code: 'not-allowed' });
    const named = `${keeper.keyring.member}/${(await listed(node)).publicKey}`;
    for (const role of ['accompanier', 'process-accompanier'] as const) {
      const wanted = { join: [named], roles: { [keeper.keyring.member]: ['steward', role] as const } };
      await expect(draftRotation(steward, wanted, async () => {})).rejects.toMatchObject({ code: 'manifest-members' });
    }
  });
});
const listed = async (node: Collective) => (await listPlain((await atWork(node, 0)).api))[0]!;

/** What ends the session that asks. */
const quiet = ['/exit'];

async function asked(address: string, headers: Record<string, string>): Promise<{ status: number; text: string }> {
  const answer = await fetch(address, { headers, redirect: 'manual' });
  return { status: answer.status, text: await answer.text() };
}
