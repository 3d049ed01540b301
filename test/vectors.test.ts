import { createHash, createPrivateKey, hkdfSync, sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { statementKinds } from '../schemas/statements.ts';
import type { Envelope } from '../src/protocol/envelope.ts';
import { committedCases, committedText, committedWorld, folderNames, sealedFiles, textsOf } from './vectors/files.ts';
import { checkNames, judge } from './vectors/judge.ts';
import { makeAll } from './vectors/make/all.ts';
import type { Verdict } from './vectors/vector.ts';

const world = committedWorld();
const sealed = sealedFiles();
const cases = committedCases();
const folders = folderNames();
const of = (folder: string) => cases.filter((one) => one.folder === folder).map(({ vector }) => vector);
const ok = (verdict: Verdict): unknown => ('ok' in verdict ? verdict.ok : undefined);

describe('the test vectors', () => {
  it('have a folder for every kind of statement, and for everything beside', () => {
    for (const kind of statementKinds) expect(folders, kind).toContain(kind);
    const beside = folders.filter((name) => !(statementKinds as string[]).includes(name));
    expect(beside).toEqual([
      'blind-inquiry',
      'canonical',
      'chain',
      'comparison-words',
      'delivery',
      'ed25519',
      'encoding',
      'envelope',
      'holding',
      'opening',
      'record',
      'sealed',
      'verification',
      'words',
    ]);
  });

  it.each([...folders, 'names'])('of %s get their verdicts', async (folder) => {
    const vectors = of(folder);
    expect(vectors.length).toBeGreaterThan(7);
    for (const vector of vectors) expect(await judge(vector, world, sealed), vector.name).toEqual(vector.expect);
  });

  it('use every check', () => {
    const used = new Set(cases.map(({ vector }) => vector.check));
    expect(checkNames.filter((name) => !used.has(name))).toEqual([]);
  });

  it('have, for each kind, more than one verdict of each sort', () => {
    for (const kind of statementKinds) {
      const sorts = of(kind).map(({ expect: verdict }) => ('ok' in verdict ? 'ok' : 'code'));
      for (const sort of ['ok', 'code']) expect(sorts.filter((one) => one === sort).length, kind).toBeGreaterThan(2);
    }
  });

  it('pass exactly the honest one of the eleven Ed25519 signatures', () => {
    const eleven = of('ed25519').filter(({ check }) => check === 'ed25519-verify');
    expect(eleven).toHaveLength(11);
    const valid = eleven.filter(({ expect: verdict }) => (ok(verdict) as { valid: boolean }).valid);
    expect(valid.map(({ name }) => name)).toEqual(['honest']);
  });
});

describe('the committed files', () => {
  let texts: Map<string, string>;
  beforeAll(async () => {
    texts = textsOf(await makeAll(sealedFiles()));
  }, 120_000);

  it('are what the generator writes, byte by byte, with every sealed file kept', () => {
    for (const [path, text] of texts) expect(committedText(path) === text, path).toBe(true);
  });

  it('are all of them', () => {
    const made = [...texts.keys()].flatMap((path) => (path.endsWith('/cases.json') ? [path.split('/')[0]] : []));
    expect(folders).toEqual(made.sort());
  });
});

/** Says the same with other libraries than the protocol's own: what a second implementation would do first. */
describe('Node’s own cryptography', () => {
  const made = cases.filter(({ vector }) => vector.check === 'make');
  const hash = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('base64url');
  const keyOf = (seed: Buffer) =>
    createPrivateKey({
      key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
      format: 'der',
      type: 'pkcs8',
    });

  it.each(made)('makes the same bytes, id and signatures of $folder', ({ vector }) => {
    const { pae, id, envelope } = ok(vector.expect) as { pae: string; id: string; envelope: Envelope };
    const { signers } = vector.given as { signers: string[] };
    expect(hash(pae)).toBe(id);
    const payload = Buffer.from(envelope.payload, 'base64url');
    expect(`DSSEv1 ${envelope.payloadType.length} ${envelope.payloadType} ${payload.length} ${payload}`).toBe(pae);
    expect(signers.map((seed) => sign(null, Buffer.from(pae), keyOf(Buffer.from(seed, 'base64url'))))).toEqual(
      envelope.signatures.map(({ sig }) => Buffer.from(sig, 'base64url')),
    );
  });

  it('names the same keys, from the same labels', () => {
    for (const [name, { people }] of Object.entries(world.collectives)) {
      for (const [who, { secret, publicKey, keyid }] of Object.entries(people)) {
        expect(hash(`convive test vector: ${name} ${who}`), who).toBe(secret);
        const named = createHash('sha256').update('convive/v1/keyid\0').update(Buffer.from(publicKey, 'base64url'));
        expect(named.digest().subarray(0, 16).toString('base64url')).toBe(keyid);
      }
    }
  });

  it('derives the same from a person’s secret', () => {
    const derived = of('words').filter(({ check, expect: verdict }) => check === 'case-secret' && 'ok' in verdict);
    expect(derived).toHaveLength(2);
    for (const { given, expect: verdict } of derived) {
      const { secret, delivery, issuer } = given as { secret: string; delivery: string; issuer: string };
      const from = (label: string, id: string, length: number) =>
        Buffer.from(
          hkdfSync('sha256', Buffer.from(secret, 'hex'), `convive/v1/${label}`, Buffer.from(id, 'base64url'), length),
        );
      const dropToken = from('drop-token', delivery, 16);
      expect(ok(verdict)).toMatchObject({
        caseSeed: from('case-key', delivery, 32).toString('hex'),
        dropToken: dropToken.toString('base64url'),
        dropCommit: hash(Buffer.concat([Buffer.from('convive/v1/drop\0'), dropToken])),
        locator: from('locator', issuer, 16).toString('base64url'),
      });
    }
  });
});
