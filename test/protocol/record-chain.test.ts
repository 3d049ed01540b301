import { describe, expect, it } from 'vitest';
import { generateSigningKey, sign } from '../../src/protocol/ed25519.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import {
  composeReceipt,
  composeRecordHead,
  type NodeSigner,
  verifyReceipt,
  verifyRecordHead,
} from '../../src/protocol/receipt.ts';
import { type RecordRow, rowHash, verifyRows } from '../../src/protocol/record-chain.ts';
import { collective, extended, inDays, multikey, now, signedBy } from './cast.ts';
import { refuses } from './refusals.ts';

const rows = recordOf(6);
const head = { count: 4, hash: rows[3]!.hash };

function recordOf(length: number, action = 'signed'): RecordRow[] {
  const made: RecordRow[] = [];
  for (let seq = 1; seq <= length; seq++) {
    const prev = made.at(-1)?.hash ?? '';
    const entry = { seq, at: timeOf(now), actor: 'node', action, subject: seq % 2 ? null : 'x' };
    made.push({ ...entry, prev, hash: rowHash(prev, entry) });
  }
  return made;
}

describe('the record', () => {
  it('holds together, and says how many rows lie above a head', () => {
    const last = { seq: 6, hash: rows[5]!.hash };
    expect(verifyRows(rows, head)).toEqual({ ok: true, above: 2, last });
    expect(verifyRows(rows)).toEqual({ ok: true, above: 0, last });
    expect(verifyRows([])).toEqual({ ok: true, above: 0, last: { seq: 0, hash: '' } });
    expect(verifyRows(rows.slice(0, 4), head)).toMatchObject({ ok: true, above: 0 });
  });

  it('can be checked in parts', () => {
    const first = verifyRows(rows.slice(0, 3));
    expect(first.ok && verifyRows(rows.slice(3), head, first.last).ok).toBe(true);
    expect(verifyRows(rows.slice(4), null, { seq: 4, hash: rows[0]!.hash })).toEqual({
      ok: false,
      at: 5,
      because: 'changed',
    });
  });

  it.each(['at', 'actor', 'action', 'subject', 'prev', 'hash'] as const)('shows a changed %s', (field) => {
    const bent = rows.with(2, { ...rows[2]!, [field]: 'bent' });
    expect(verifyRows(bent)).toEqual({ ok: false, at: 3, because: 'changed' });
  });

  it('shows a changed row whose own hash was made to fit', () => {
    const { prev, ...entry } = { ...rows[2]!, action: 'bent' };
    const bent = rows.with(2, { ...entry, prev, hash: rowHash(prev, entry) });
    expect(verifyRows(bent)).toEqual({ ok: false, at: 4, because: 'changed' });
  });

  it('holds a withheld row to its number and to the hashes around it', () => {
    const withheld = ({ seq, prev, hash }: RecordRow) => ({ seq, prev, hash, withheld: true as const });
    const some = rows.map((row) => (row.seq === 3 || row.seq === 4 ? withheld(row) : row));
    expect(verifyRows(some, head)).toMatchObject({ ok: true, above: 2 });
    const bent = (seq: number, field: 'prev' | 'hash') =>
      some.map((row) => (row.seq === seq ? { ...row, [field]: 'bent' } : row));
    expect(verifyRows(bent(3, 'prev'))).toMatchObject({ ok: false, at: 3 });
    expect(verifyRows(bent(3, 'hash'))).toMatchObject({ ok: false, at: 4 });
    expect(verifyRows(bent(4, 'hash'), head)).toMatchObject({ ok: false, at: 4 });
    expect(verifyRows(some.toSpliced(2, 1))).toMatchObject({ ok: false, at: 3, because: 'missing' });
  });

  it('shows a missing and a reordered row, a row twice, and one before the first', () => {
    expect(verifyRows(rows.toSpliced(2, 1))).toEqual({ ok: false, at: 3, because: 'missing' });
    expect(verifyRows(rows.toSpliced(1, 2, rows[2]!, rows[1]!))).toEqual({ ok: false, at: 2, because: 'reordered' });
    expect(verifyRows(rows.toSpliced(2, 0, rows[1]!))).toEqual({ ok: false, at: 3, because: 'reordered' });
    expect(verifyRows([...rows, rows[5]!])).toEqual({ ok: false, at: 7, because: 'reordered' });
    expect(verifyRows(rows.slice(1))).toEqual({ ok: false, at: 1, because: 'missing' });
  });

  it('shows every cut below the head, and a record written anew', () => {
    expect(verifyRows(rows.slice(0, 3), head)).toEqual({ ok: false, at: 4, because: 'cut' });
    expect(verifyRows([], head)).toEqual({ ok: false, at: 1, because: 'cut' });
    expect(verifyRows(recordOf(6, 'forged'), head)).toEqual({ ok: false, at: 4, because: 'changed' });
  });
});

describe('what a node signs', async () => {
  const ceiba = await collective('ceiba');
  const maguey = await collective('maguey');
  const signer = (by: typeof ceiba): NodeSigner => ({
    publicKey: by.receiptKey.publicKey,
    sign: async (bytes) => sign(bytes, by.receiptKey.secret),
  });
  const fields = { delivery: 'AAAAAAAAAAAAAAAAAAAAAA', cipher: null, event: 'opened', date: '2026-11-22' } as const;

  it('is believed by its own receipt key only', async () => {
    const receipt = await composeReceipt(fields, signer(ceiba));
    expect(verifyReceipt(receipt, ceiba.chain)).toEqual({ type: 'receipt', ...fields });
    await refuses('signature', () => verifyReceipt(receipt, maguey.chain));
    await refuses('signature', () => verifyReceipt({ ...receipt, signatures: [] }, ceiba.chain));
    await refuses('signature', () =>
      verifyReceipt(signedBy({ ...receipt, signatures: [] }, ceiba.people.rosa!), ceiba.chain),
    );
  });

  it('says where the record stands', async () => {
    const envelope = await composeRecordHead({ count: head.count, hash: head.hash, at: timeOf(now) }, signer(ceiba));
    expect(verifyRecordHead(envelope, ceiba.chain, now)).toMatchObject(head);
    await refuses('signature', () => verifyRecordHead(envelope, maguey.chain, now));
    await refuses('future', () => verifyRecordHead(envelope, ceiba.chain, new Date(inDays(-1))));
    await refuses('payload-type', () => verifyReceipt(envelope, ceiba.chain));
  });

  it('counts by the key of its time for the record, and by the newest alone for what a partner is told', async () => {
    const key = generateSigningKey();
    const { node } = ceiba.chain.newest.statement;
    const keys = node.keys.map((one) =>
      one.use === 'receipt' ? { ...one, id: `${one.id}-2`, publicKeyMultibase: multikey(key.publicKey) } : one,
    );
    const { rosa, marisol } = ceiba.people;
    const chain = extended(ceiba.chain, { node: { ...node, keys } }, rosa!, marisol!);
    const newer: NodeSigner = { publicKey: key.publicKey, sign: async (bytes) => sign(bytes, key.secret) };
    for (const by of [signer(ceiba), newer]) {
      const envelope = await composeRecordHead({ count: head.count, hash: head.hash, at: timeOf(now) }, by);
      expect(verifyRecordHead(envelope, chain, now)).toMatchObject(head);
    }
    expect(verifyReceipt(await composeReceipt(fields, newer), chain)).toMatchObject(fields);
    const old = await composeReceipt(fields, signer(ceiba));
    await refuses('signature', () => verifyReceipt(old, chain));
  });
});
