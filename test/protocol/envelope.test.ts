import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/protocol/canonical.ts';
import { b64u, fromB64u, randomId, text, timeOf, utf8 } from '../../src/protocol/encoding.ts';
import {
  draftEnvelope,
  type Envelope,
  idOf,
  keyidOf,
  membersWhoSigned,
  pae,
  parseEnvelope,
  readUnverified,
  signEnvelope,
} from '../../src/protocol/envelope.ts';
import { now, person, signedBy } from './cast.ts';
import { byHand } from './ed25519-vectors.ts';
import { refuses } from './refusals.ts';

const rosa = person('Rosa', ['accompanier']);
const toño = person('Toño', ['accompanier']);
const stranger = person('somebody', []);
const keys = [rosa, toño].map(({ member, publicKey }) => ({ member, publicKey }));
const statement = {
  type: 'withdrawal',
  issuer: b64u(new Uint8Array(32)),
  delivery: randomId(),
  at: timeOf(now),
} as const;
const draft = draftEnvelope('withdrawal', statement);
const withPayload = (payload: string): Envelope => ({ ...draft, payload: b64u(utf8(payload)) });

describe('an envelope', () => {
  it('encodes before signing exactly as DSSE says', () => {
    const bytes = pae('http://example.com/HelloWorld', utf8('hello world'));
    expect(text(bytes)).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
  });

  it('keeps its id whoever signs it', () => {
    expect(idOf(signedBy(draft, rosa, toño))).toBe(idOf(draft));
    expect(readUnverified('withdrawal', draft)).toMatchObject({ statement, id: idOf(draft) });
  });

  it('names keys by a hash that is separate from every other', () => {
    expect(keyidOf(new Uint8Array(32))).toBe('yEfoteROySzG4c_22naoQg');
    expect(keyidOf(fromB64u(rosa.publicKey))).toMatch(/^[A-Za-z0-9_-]{21}[AQgw]$/);
    expect(keyidOf(fromB64u(rosa.publicKey))).not.toBe(keyidOf(fromB64u(toño.publicKey)));
  });

  it('counts members, never signatures or keys', () => {
    const second = person('Rosa’s other device', []);
    const all = [...keys, { member: rosa.member, publicKey: second.publicKey }];
    expect(membersWhoSigned(signedBy(draft, rosa, second), all)).toEqual(new Set([rosa.member]));
    const twice = signEnvelope(draft, rosa.secret);
    expect(signEnvelope(twice, rosa.secret).signatures).toHaveLength(1);
    const copied = { ...twice, signatures: [...twice.signatures, ...twice.signatures] };
    expect(membersWhoSigned(copied, keys).size).toBe(1);
  });

  it('takes one signature of a key, however often it stands there, and no second one', async () => {
    const publicKey = b64u(byHand.publicKey);
    const known = [{ member: rosa.member, publicKey }];
    const bytes = pae(draft.payloadType, fromB64u(draft.payload));
    const by = (...times: bigint[]) => {
      const keyid = keyidOf(byHand.publicKey);
      return { ...draft, signatures: times.map((one) => ({ keyid, sig: b64u(byHand.sign(bytes, one)) })) };
    };
    for (const good of [by(1n), by(2n), by(1n, 1n)])
      expect(membersWhoSigned(good, known)).toEqual(new Set([rosa.member]));
    await refuses('signature', () => membersWhoSigned(by(1n, 2n), known));
  });

  // row 3
  it('refuses a signature by nobody it knows, also beside good ones', async () => {
    await refuses('signature', () => membersWhoSigned(signedBy(draft, rosa, stranger), keys));
  });

  it('refuses a signature that is moved to other words, another kind or another key', async () => {
    const signed = signedBy(draft, rosa);
    const other = draftEnvelope('withdrawal', { ...statement, delivery: randomId() });
    await refuses('signature', () => membersWhoSigned({ ...other, signatures: signed.signatures }, keys));
    const relabelled = { ...signed, payloadType: 'application/vnd.convive.receipt.v1+json' };
    await refuses('signature', () => membersWhoSigned(relabelled, keys));
    const keyid = keyidOf(fromB64u(toño.publicKey));
    await refuses('signature', () =>
      membersWhoSigned({ ...signed, signatures: [{ ...signed.signatures[0]!, keyid }] }, keys),
    );
  });

  // rows 23 and 24
  it('refuses to be read as another kind or another version', async () => {
    await refuses('payload-type', () => readUnverified('receipt', draft));
    await refuses('payload-type', () => readUnverified('withdrawal', { ...draft, payloadType: 'application/json' }));
    const old = { ...draft, payloadType: 'application/vnd.convive.withdrawal.v0+json' };
    await refuses('version', () => readUnverified('withdrawal', old));
  });

  // row 25
  it.each([
    ['duplicate keys', canonical(statement).replace('{', '{"at":"x",')],
    ['white space', JSON.stringify(statement, null, 1)],
    ['unsorted keys', JSON.stringify({ type: 'withdrawal', at: 1 })],
  ])('refuses %s', async (_name, payload) => {
    await refuses('canonical', () => readUnverified('withdrawal', withPayload(payload)));
  });

  // row 26
  it('refuses a smuggled field, in the statement and beside it', async () => {
    await refuses('schema', () => readUnverified('withdrawal', withPayload(canonical({ ...statement, why: 'x' }))));
    await refuses('schema', () => draftEnvelope('withdrawal', { ...statement, why: 'x' } as never));
    await refuses('schema', () => parseEnvelope({ ...signedBy(draft, rosa), note: 'x' }));
  });

  it('names no field where nothing fits at all', () => {
    const refused = expect.objectContaining({ code: 'schema', where: undefined });
    expect(() => parseEnvelope(null)).toThrow(refused);
  });

  it('names the field that does not fit, never what it says', async () => {
    const act = () => draftEnvelope('withdrawal', { ...statement, at: 'a secret' } as never);
    await refuses('schema', act, 'at');
    try {
      act();
    } catch (error) {
      expect(String(error)).not.toContain('secret');
    }
  });

  // row 48
  it('refuses malleable base64 in payload, keyid and signature', async () => {
    const signed = signedBy(draft, rosa);
    const { keyid, sig } = signed.signatures[0]!;
    const bent = (value: string) =>
      `${value.slice(0, -1)}${String.fromCharCode(value.charCodeAt(value.length - 1) + 1)}`;
    await refuses('encoding', () =>
      parseEnvelope({ ...signed, payload: `${signed.payload}A`.padEnd(signed.payload.length + 2, 'B') }),
    );
    await refuses('encoding', () => parseEnvelope({ ...signed, signatures: [{ keyid, sig: bent(sig) }] }));
    await refuses('encoding', () => parseEnvelope({ ...signed, signatures: [{ keyid: bent(keyid), sig }] }));
    expect(parseEnvelope(signed)).toEqual(signed);
  });

  it('refuses none and more than 32 signatures from outside', async () => {
    const signed = signedBy(draft, rosa);
    await refuses('schema', () => parseEnvelope(draft));
    await refuses('schema', () => parseEnvelope({ ...signed, signatures: Array(33).fill(signed.signatures[0]) }));
  });
});
