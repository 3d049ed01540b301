import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { membersContract } from '../../schemas/routes/members.ts';
import { call } from '../../src/client/api/call.ts';
import { type Keyring, signingSecret } from '../../src/client/keyring/keyring.ts';
import { readRotation } from '../../src/client/keyring/rotation.ts';
import { formerKey, nodeIdentity, nodeKey, receiptSigner, signingKey } from '../../src/collective/node-keys.ts';
import { nodeKeyRows, ownChain } from '../../src/collective/store.ts';
import { sweepNodeKeys } from '../../src/members/node-keys.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import { signEnvelope } from '../../src/protocol/envelope.ts';
import { nodeKeys } from '../../src/protocol/manifest.ts';
import { composeReceipt, composeRecordHead, verifyReceipt, verifyRecordHead } from '../../src/protocol/receipt.ts';
import { nextManifest } from '../protocol/cast.ts';
import { founded } from './founders.ts';
import { startTestNode, type TestNode } from './node.ts';
import { drafting, signing, working } from './people.ts';
import { withKeyring } from './with-keyring.ts';

const minute = 60_000;
let node: TestNode;
let people: { rosa: Keyring; marisol: Keyring; tono: Keyring };
beforeEach(async () => {
  node = await startTestNode();
  people = await founded(node);
});
afterEach(async () => {
  expect(node.faults).toEqual([]);
  await node[Symbol.asyncDispose]();
});

const chain = async () => (await ownChain(node.runtime.db))!;
const code = (code: string) => expect.objectContaining({ code });
const asks = async (who: Keyring) => call((await working(node, who)).api, membersContract.nextNodeKeys);
const pairs = async () => (await nodeKeyRows(node.runtime.db)).map(({ use, state }) => `${state} ${use}`).sort();
const fields = {
  delivery: 'AAAAAAAAAAAAAAAAAAAAAA',
  cipher: 'A'.repeat(43),
  event: 'stored',
  date: '2026-11-30',
} as const;

describe('new node keys', () => {
  test('take the place of the present ones when two stewards signed, and not before', async () => {
    const { marisol, tono } = people;
    const before = await nodeIdentity(node.runtime);
    const used = await signingKey(node.runtime);
    const { read } = await drafting(node, marisol, { newNodeKeys: true });
    expect(read.review.changes.map(({ what }) => what)).toContain('node-keys');
    expect(await nodeIdentity(node.runtime)).toEqual(before);
    expect(await signingKey(node.runtime)).toBe(used);

    expect((await signing(node, tono)).accepted).toBe(true);
    const after = await nodeIdentity(node.runtime);
    expect((await chain()).newest.statement.node).toEqual(after);
    for (const { id, publicKeyMultibase } of after.keys) {
      expect(before.keys.map((key) => key.id)).not.toContain(id);
      expect(before.keys.map((key) => key.publicKeyMultibase)).not.toContain(publicKeyMultibase);
    }
    const now = await signingKey(node.runtime);
    expect(now.keyId).toBe(nodeKeys(await chain(), 'http')[0]?.id);
    expect(now.keyId).toMatch(new RegExp(`^${before.actor}#main-key-[0-9a-f]{12}$`));
    expect(await formerKey(node.runtime)).toMatchObject({ keyId: used.keyId, publicMultibase: used.publicMultibase });
    expect(await pairs()).toEqual(['former http', 'present http', 'present receipt']);
  });

  test('sign receipts from then on, which the key before does not; what it said of the record stays true', async () => {
    const { marisol, tono } = people;
    const head = { count: 1, hash: 'A'.repeat(43), at: timeOf(new Date()) };
    const before = await receiptSigner(node.runtime);
    const kept = await composeRecordHead(head, before);
    await drafting(node, marisol, { newNodeKeys: true });
    await signing(node, tono);
    const newest = await chain();
    expect(verifyReceipt(await composeReceipt(fields, await receiptSigner(node.runtime)), newest)).toMatchObject(
      fields,
    );
    const old = await composeReceipt(fields, before);
    expect(() => verifyReceipt(old, newest)).toThrow(code('signature'));
    expect(verifyRecordHead(kept, newest, new Date())).toMatchObject(head);
    const later = await composeRecordHead(head, await receiptSigner(node.runtime));
    expect(verifyRecordHead(later, newest, new Date())).toMatchObject(head);
  });

  test('are replaced again, and of those before last nothing is left', async () => {
    const { marisol, tono } = people;
    const first = await nodeKey(node.runtime, 'http');
    for (const version of [2, 3]) {
      await drafting(node, marisol, { newNodeKeys: true });
      await signing(node, tono);
      expect((await chain()).newest.version).toBe(version);
    }
    expect(await pairs()).toEqual(['former http', 'present http', 'present receipt']);
    expect((await formerKey(node.runtime))?.keyId).not.toBe(first.keyId);
  });

  test('stay proposed beside others, and go when another manifest holds first', async () => {
    const { rosa, marisol, tono } = people;
    await drafting(node, marisol, { newNodeKeys: true });
    await drafting(node, rosa, { newBox: true });
    const { proposals } = await readRotation((await working(node, tono)).api);
    const [keys, box] = proposals.map(({ id }) => id);
    expect(keys).not.toBe(box);
    expect((await signing(node, tono, undefined, box)).accepted).toBe(true);
    expect(await pairs()).toEqual(['present http', 'present receipt']);
  });

  test('are this node’s own: a manifest that names others, or one of a pair alone, is refused', async () => {
    const { marisol } = people;
    const { api } = await working(node, marisol);
    const { actor, keys } = await asks(marisol);
    const present = await nodeIdentity(node.runtime);
    const [http, receipt] = [keys.find(({ use }) => use === 'http')!, keys.find(({ use }) => use === 'receipt')!];
    const proposed = async (given: typeof keys) => {
      const draft = nextManifest(await chain(), { node: { actor, keys: given }, issuedAt: timeOf(new Date()) });
      const envelope = signEnvelope(draft, signingSecret(marisol));
      return call(api, membersContract.draftNext, { body: { envelope, boxShares: [] } });
    };
    const elsewhere = { ...http, id: `${actor}#mine` };
    const half = [http, present.keys.find(({ use }) => use === 'receipt')!];
    for (const wrong of [[elsewhere, receipt], half, [...keys, ...present.keys]])
      await expect(proposed(wrong)).rejects.toEqual(code('from-mismatch'));
    expect((await proposed(keys)).proposals).toHaveLength(1);
  });

  test('are made once for whoever asks before a proposal names them, and go after ten minutes', async () => {
    const { rosa, marisol } = people;
    const first = await asks(marisol);
    expect(await asks(rosa)).toEqual(first);
    expect(await pairs()).toHaveLength(4);
    node.clock.ahead += 10 * minute;
    const second = await asks(rosa);
    expect(second).not.toEqual(first);
    await sweepNodeKeys(node.runtime);
    expect(await pairs()).toHaveLength(4);
    await drafting(node, rosa, { newNodeKeys: true });
    expect((await asks(marisol)).keys).not.toEqual(second.keys);
    node.clock.ahead += 10 * minute;
    await sweepNodeKeys(node.runtime);
    // What a proposal names waits with it.
    expect(await pairs()).toHaveLength(4);
  });

  test('are made by nobody who is not signed in', async () => {
    const answer = await fetch(`${node.origin}/rotation/node-keys`, { method: 'POST' });
    expect(answer.status).toBe(401);
    expect(await pairs()).toHaveLength(2);
  });
});

test('from the command line: proposed by one, read and signed by another, and the record verifies as before', async () => {
  await using one = await withKeyring();
  const { ceiba } = one;
  const head = join(mkdtempSync(join(tmpdir(), 'convive-head-')), 'head.json');
  onTestFinished(() => rmSync(dirname(head), { recursive: true, force: true }));
  const asked = await fetch(`${ceiba.origin}/record/head`, { headers: { accept: 'application/json' } });
  writeFileSync(head, await asked.text());
  const keyOf = async () => {
    const actor = await fetch(`${ceiba.origin}/actor`, { headers: { accept: 'application/activity+json' } });
    return ((await actor.json()) as { publicKey: { id: string } }).publicKey.id;
  };
  const before = await keyOf();

  const drafted = await one.as(['manifest', 'draft', '--new-node-keys', '--yes']);
  expect(drafted).toMatchObject({ exit: 0, err: expect.stringContaining('The node gets new keys') });
  expect(await keyOf()).toBe(before);
  expect((await signing(ceiba, ceiba.keyrings[1]!)).accepted).toBe(true);
  expect(await keyOf()).toMatch(/#main-key-[0-9a-f]{12}$/);
  expect((await one.as(['manifest', 'show'])).out).toContain('version 2');
  expect(await one.as(['record', 'verify', '--head', head])).toMatchObject({ exit: 0 });
});
