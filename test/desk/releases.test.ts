import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '../../schemas/codes.ts';
import { deskContract as contract } from '../../schemas/routes/desk.ts';
import type { StatementOf } from '../../schemas/statements.ts';
import { call } from '../../src/client/api/call.ts';
import { readReleases, releaseOf, signRelease } from '../../src/client/desk-release/release.ts';
import { type Keyring, signingSecret } from '../../src/client/keyring/keyring.ts';
import { atWork, meet } from '../../src/commands/scripted-steps.ts';
import { deskHere } from '../../src/desk/files.ts';
import { pullingReleases } from '../../src/desk/pull.ts';
import { pruneReleaseDrafts } from '../../src/desk/store.ts';
import { pullManifest } from '../../src/peers/manifest.ts';
import { printOf } from '../../src/protocol/desk-release.ts';
import { b64u, timeOf } from '../../src/protocol/encoding.ts';
import { type Envelope, idOf, signEnvelope } from '../../src/protocol/envelope.ts';
import { drafting, newDevice, signing } from '../members/people.ts';
import { type Collective, found } from '../support/world.ts';
import { madeUp, releaseBy } from './said.ts';

/* Which desk stewards stand for: at their node, and as partners hear it. */

const [rosa, marisol, tono] = [0, 1, 2] as const;
const code = (expected: string, where?: string) => expect.objectContaining({ code: expected, ...(where && { where }) });

let ceiba: Collective & AsyncDisposable;
let maguey: Collective & AsyncDisposable;
let peer: string;
beforeAll(async () => {
  [ceiba, maguey] = await Promise.all([found('Ceiba'), found('Maguey')]);
  peer = await meet(maguey, ceiba);
}, 120_000);
afterAll(async () => {
  for (const party of [ceiba, maguey]) await party?.[Symbol.asyncDispose]();
});

const runtimeOf = ({ node }: Collective) => node!.app.runtime;
const said = (changes: Partial<StatementOf<'desk-release'>>, ...by: Keyring[]): Envelope =>
  releaseBy({ issuer: peer, ...changes }, ...by);
const signs = async (who: number, envelope: Envelope) =>
  call((await atWork(ceiba, who)).api, contract.sign, { body: { envelope } });
const shown = async () => {
  const { api, root } = await atWork(ceiba, rosa);
  return readReleases(api, root.chain, new Date());
};
const people = () => ceiba.keyrings as [Keyring, Keyring, Keyring];

describe('a release of our desk', () => {
  it('stands once two stewards have signed the same bytes, and is then public with who signed', async () => {
    const sha256 = printOf((await deskHere()).files);
    const first = await atWork(ceiba, rosa);
    const one = await releaseOf({ ...first, chain: first.root.chain }, sha256, new Date());
    expect(one).toMatchObject({ begun: null, release: { version: 1, sha256, issuer: peer } });
    expect(await signRelease({ ...first, chain: first.root.chain }, one!)).toMatchObject({
      released: false,
      needed: 2,
    });
    expect(await shown()).toMatchObject({ newest: null });

    const second = await atWork(ceiba, tono);
    const other = await releaseOf({ ...second, chain: second.root.chain }, sha256, new Date());
    expect(other).toMatchObject({ id: one!.id, begun: { by: people()[rosa].member } });
    expect(await signRelease({ ...second, chain: second.root.chain }, other!)).toMatchObject({ released: true });
    const { newest, desk } = await shown();
    expect(newest).toMatchObject({ version: 1, sha256 });
    expect(newest!.signers.sort()).toEqual([people()[rosa].member, people()[tono].member].sort());
    expect(desk).toBe(ceiba.origin.replace('localhost', 'desk.localhost'));
    expect(await releaseOf({ ...second, chain: second.root.chain }, sha256, new Date())).toBe(null);
    expect((await call(second.api, contract.drafts)).drafts).toEqual([]);
  });

  it('is no other one by one steward, by somebody else’s hand, of another collective, or dated ahead', async () => {
    const [one, two] = people();
    const [mezcal] = maguey.keyrings as [Keyring];
    const next = { version: 2, sha256: madeUp(2) };
    await expect(signs(marisol, said(next, one))).rejects.toEqual(code('not-allowed'));
    await expect(signs(rosa, said(next, one, mezcal))).rejects.toEqual(code('signature'));
    await expect(signs(rosa, said({ ...next, issuer: madeUp(9) }, one))).rejects.toEqual(code('from-mismatch'));
    const ahead = timeOf(new Date(Date.now() + 3_600_000));
    await expect(signs(rosa, said({ ...next, at: ahead }, one, two))).rejects.toEqual(code('future'));
    const twice = said(next, one);
    expect(await signs(rosa, { ...twice, signatures: [twice.signatures[0]!, twice.signatures[0]!] })).toMatchObject({
      released: false,
    });
    expect((await shown()).newest?.version).toBe(1);
  });

  it('does not go back, leave a number out, stand beside another one, or say the same print again', async () => {
    const [one, two] = people();
    const sha256 = printOf((await deskHere()).files);
    await expect(signs(rosa, said({ sha256: madeUp(3) }, one, two))).rejects.toEqual(code('equivocation', 'version'));
    await expect(signs(rosa, said({ version: 3, sha256: madeUp(3) }, one, two))).rejects.toEqual(code('conflict'));
    await expect(signs(rosa, said({ version: 2, sha256 }, one, two))).rejects.toEqual(code('conflict', 'sha256'));
    const past = said({ version: 2, sha256: madeUp(3), at: '2020-01-01T00:00:00Z' }, one, two);
    await expect(signs(rosa, past)).rejects.toEqual(code('edition-rollback', 'at'));
    const later = said({ version: 2, sha256: madeUp(4) }, one, two);
    expect(await signs(rosa, later)).toMatchObject({ released: true });
    expect(await shown()).toMatchObject({ newest: { version: 2 }, before: { version: 1, sha256 } });
    // Drafts of a number that is taken are gone; what was released before cannot come again.
    expect((await call((await atWork(ceiba, rosa)).api, contract.drafts)).drafts).toEqual([]);
    await expect(signs(rosa, said({ sha256: madeUp(3) }, one, two))).rejects.toEqual(
      code('edition-rollback', 'version'),
    );
    expect(await signs(rosa, later)).toMatchObject({ released: true });
    expect((await shown()).before).toMatchObject({ version: 1 });
  });

  it('is begun sixteen times by one steward and not more, which keeps no other steward from beginning', async () => {
    const [one, , three] = people();
    const draft = (byte: number, by: Keyring) => said({ version: 3, sha256: madeUp(byte) }, by);
    for (let byte = 20; byte < 36; byte++) await signs(rosa, draft(byte, one));
    await expect(signs(rosa, draft(36, one))).rejects.toEqual(code('too-many'));
    expect(await signs(tono, draft(37, three))).toMatchObject({ released: false });
    const { drafts } = await call((await atWork(ceiba, marisol)).api, contract.drafts);
    expect(drafts).toHaveLength(17);
    await pruneReleaseDrafts(runtimeOf(ceiba).db, new Date(Date.now() + 1_000));
    expect((await call((await atWork(ceiba, marisol)).api, contract.drafts)).drafts).toEqual([]);
  });
});

describe('what a partner keeps of it', () => {
  /** Maguey asks once, and hears this in place of what Ceiba's node has to say. */
  const hears = async (...releases: Envelope[]) => {
    const runtime = runtimeOf(maguey);
    const codes: unknown[] = [];
    const bytes = new TextEncoder().encode(JSON.stringify({ desk: null, releases }));
    const get: typeof runtime.egress.get = async (url, options) => {
      if (new URL(url).pathname !== contract.releases.path) return runtime.egress.get(url, options);
      // As the real one does.
      if (bytes.length > (options.maxBytes ?? 0)) throw new Refusal('unreachable', 'too-large');
      return { status: 200, headers: {}, bytes, url };
    };
    const log = { ...runtime.log, info: (_what: string, told: object) => void codes.push(told) };
    await pullingReleases({ ...runtime, egress: { ...runtime.egress, get }, log: log as typeof runtime.log })();
    return codes;
  };
  const kept = async () => {
    const found = await runtimeOf(maguey).db.selectFrom('desk_releases').selectAll().where('issuer', '=', peer);
    return (await found.orderBy('version').execute()).map(({ version, id }) => ({ version, id }));
  };

  it('is what two stewards of the pinned chain signed, the newest two, whatever is signed', async () => {
    await pullingReleases(runtimeOf(maguey))();
    expect((await kept()).map(({ version }) => version)).toEqual([1, 2]);
    const { api } = await atWork(maguey, rosa);
    const { releases } = await call(api, contract.ofPartner, { params: { peer } });
    expect(releases.map((envelope) => idOf(envelope))).toEqual((await kept()).map(({ id }) => id).reverse());
    const [one, two] = people();
    for (let version = 5; version < 9; version++)
      expect(await hears(said({ version, sha256: madeUp(version) }, one, two))).toEqual([]);
    expect((await kept()).map(({ version }) => version)).toEqual([7, 8]);
  });

  it('is nothing by one steward, of another collective, older, beside it, or too large', async () => {
    const [one, two] = people();
    const before = await kept();
    const next = { version: 9, sha256: madeUp(9) };
    const refused: [string, Envelope][] = [
      ['attest-threshold', said(next, one)],
      ['signature', said(next, one, maguey.keyrings[0]!)],
      ['from-mismatch', said({ ...next, issuer: madeUp(8) }, one, two)],
      ['edition-rollback', said({ version: 2, sha256: madeUp(4) }, one, two)],
      ['equivocation', said({ version: 8, sha256: madeUp(9) }, one, two)],
      ['edition-rollback', said({ ...next, at: '2020-01-01T00:00:00Z' }, one, two)],
      ['future', said({ ...next, at: '2090-01-01T00:00:00Z' }, one, two)],
      ['schema', { ...said(next, one, two), payload: b64u(new TextEncoder().encode('{}')) }],
      ['too-large', { ...said(next, one, two), payload: 'A'.repeat(300_000) }],
    ];
    for (const [expected, envelope] of refused)
      expect([await hears(envelope), expected]).toEqual([[{ code: expected }], expected]);
    expect(await hears(said(next, one, two), said(next, one, two), said(next, one, two))).toEqual([
      { code: 'malformed' },
    ]);
    expect(await kept()).toEqual(before);
  });

  it('is not what somebody signed with a key that another took the place of; signed again it is', async () => {
    const [one, , three] = people();
    const device = await newDevice(ceiba, one, { member: three.member, roles: [] });
    ceiba.keyrings[rosa] = (await drafting(ceiba, one, { replace: [three.member] })).keyring;
    await signing(ceiba, ceiba.keyrings[marisol]!);
    const joined = await signing(ceiba, device.keyring, device.code);
    expect(joined.accepted).toBe(true);
    ceiba.keyrings[tono] = joined.keyring;

    // Their chain is asked for once an hour, and was, when too few had signed.
    await runtimeOf(maguey).db.updateTable('peers').set({ pulled: null }).execute();
    await pullManifest(runtimeOf(maguey), peer);
    const next = said({ version: 9, sha256: madeUp(9) }, one, three);
    expect(await hears(next)).toEqual([{ code: 'signature' }]);
    await expect(signs(rosa, said({ version: 3, sha256: madeUp(9) }, one, three))).rejects.toEqual(code('signature'));
    const again = signEnvelope({ ...next, signatures: [next.signatures[0]!] }, signingSecret(joined.keyring));
    expect(await hears(again)).toEqual([]);
    expect((await kept()).at(-1)).toEqual({ version: 9, id: idOf(again) });
  });

  it('stays as it is while trust is paused, or another server answers', async () => {
    const [one, two] = people();
    const { db } = runtimeOf(maguey);
    const before = await kept();
    await db.updateTable('peers').set({ state: 'paused' }).where('peer', '=', peer).execute();
    expect(await hears(said({ version: 10, sha256: madeUp(10) }, one, two))).toEqual([]);
    await db.updateTable('peers').set({ state: 'pinned' }).where('peer', '=', peer).execute();
    expect(await kept()).toEqual(before);
  });
});

it('waits again for a steward when one of those who signed has another key', async () => {
  const session = await atWork(ceiba, tono);
  const who = { ...session, chain: session.root.chain };
  // Two of the present stewards stand for the second release: Rosa and Marisol signed it.
  expect((await readReleases(who.api, who.chain, new Date())).newest).toMatchObject({ version: 2 });
  expect((await call(who.api, contract.drafts)).drafts).toEqual([]);
  const [one, two] = people();
  const device = await newDevice(ceiba, one, { member: two.member, roles: [] });
  ceiba.keyrings[rosa] = (await drafting(ceiba, one, { replace: [two.member] })).keyring;
  await signing(ceiba, ceiba.keyrings[tono]!);
  const joined = await signing(ceiba, device.keyring, device.code);
  ceiba.keyrings[marisol] = joined.keyring;
  expect((await shown()).newest).toBe(null);
  const after = await atWork(ceiba, marisol);
  const [waiting] = (await call(after.api, contract.drafts)).drafts;
  expect(waiting).toMatchObject({ by: null });
  const release = await releaseOf({ ...after, chain: after.root.chain }, madeUp(4), new Date());
  expect(release).toMatchObject({ id: waiting!.id, begun: { by: null } });
  expect(await signRelease({ ...after, chain: after.root.chain }, release!)).toMatchObject({ released: true });
  expect(await shown()).toMatchObject({ newest: { version: 2, sha256: madeUp(4) } });
});
