import { b64u, concat, utf8 } from '../../../src/protocol/encoding.ts';
import { signEnvelope } from '../../../src/protocol/envelope.ts';
import { rowHash } from '../../../src/protocol/record-chain.ts';
import { wordsFrom } from '../../../src/protocol/words.ts';
import { elevenVectors } from '../../protocol/ed25519-vectors.ts';
import { hex } from '../judge-given.ts';
import type { World } from '../vector.ts';
import type { Draft } from './cases.ts';
import { castOf } from './cast.ts';
import { rsaMultibase } from './node-keys.ts';
import { id16, id32, inDays, seed } from './seeds.ts';
import { personSecret, sharedAlert } from './shared.ts';

type Folder = { about: string; drafts: Draft[] };

type Expect = Draft['expect'];

const draft = (check: string, name: string, given: object, expect: Expect = 'ok'): Draft => ({
  name,
  check,
  given,
  expect,
});

/** Canonical JSON: what is written, and what is read only as it would have been written. */
export function canonicalFolder(): Folder {
  const write = (name: string, json: string, expect?: Expect) => draft('canonical-write', name, { json }, expect);
  const parse = (name: string, text: string, expect?: Expect) => draft('canonical-parse', name, { text }, expect);
  const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  return {
    about:
      'Canonical JSON: RFC 8785 of strings, safe integers, booleans, null, arrays and objects, 32 levels deep at most.',
    drafts: [
      write(
        'keys in the order of UTF-16, as RFC 8785 §3.2.3 has them',
        '{"\\u20ac":1,"\\r":2,"\\ufb33":3,"1":4,"\\ud83d\\ude00":5,"\\u0080":6,"\\u00f6":7}',
      ),
      write(
        'strings with the escapes of RFC 8785 §3.2.2.2',
        '"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/"',
      ),
      write('white space left out', '{ "b" : [ 1 , true , null ] , "a" : { } }'),
      write('the largest safe integer', '9007199254740991'),
      write('beyond the largest safe integer', '9007199254740992', 'canonical'),
      write('a fraction', '0.5', 'canonical'),
      write('minus zero', '-0', 'canonical'),
      write('a number that is an integer', '1e2'),
      write('a lone surrogate', '"\\ud800"', 'canonical'),
      write('a lone surrogate in a key', '{"\\udc00":1}', 'canonical'),
      write('a key called __proto__', '{"__proto__":1}', 'canonical'),
      write('33 lists in each other', deep(33)),
      write('34 lists in each other', deep(34), 'canonical'),
      parse('what was written', '{"a":[1,true,null],"b":"ñ"}'),
      parse('white space', '{"a": 1}', 'canonical'),
      parse('a line break at the end', '{"a":1}\n', 'canonical'),
      parse('a byte order mark', '\ufeff{"a":1}', 'canonical'),
      parse('keys in another order', '{"b":1,"a":2}', 'canonical'),
      parse('a key twice', '{"a":1,"a":1}', 'canonical'),
      parse('1.0', '{"a":1.0}', 'canonical'),
      parse('1e2', '{"a":1e2}', 'canonical'),
      parse('an escape that is not needed', '{"a":"\\u0041"}', 'canonical'),
      parse('an escaped slash', '{"a":"\\/"}', 'canonical'),
      parse('nothing', '', 'canonical'),
      parse('half of something', '{"a":', 'canonical'),
    ],
  };
}

/** Base64url, UTF-8, times, Multikeys. */
export function encodingFolder(world: World): Folder {
  const encode = (bytes: string) => draft('b64u-encode', `bytes ${bytes || 'none'} as base64url`, { hex: bytes });
  const decode = (name: string, b64: string, expect?: Expect, length?: number) =>
    draft('b64u-decode', `base64url ${name}`, { b64u: b64, ...(length !== undefined && { length }) }, expect);
  const time = (name: string, at: string, expect?: Expect) => draft('time', `a time ${name}`, { time: at }, expect);
  const ed = (name: string, multibase: string, expect?: Expect) =>
    draft('multikey-ed25519', `an Ed25519 Multikey ${name}`, { multibase }, expect);
  const manifest = JSON.parse(atob(world.chains.ceiba![0]!.payload.replace(/-/g, '+').replace(/_/g, '/')));
  const multikey: string = manifest.node.keys[1].publicKeyMultibase;
  return {
    about:
      'Encodings: base64url without padding, non-canonical refused; UTF-8; times with the Monday that begins their ' +
      'week; Multikeys.',
    drafts: [
      ...['', '00', 'ff', 'fbff', 'fbefbe', '00010203'].map(encode),
      decode('of three letters', 'AQI'),
      decode('with stray bits', 'AQJ', 'encoding'),
      decode('with padding', 'AQI=', 'encoding'),
      decode('of one letter', 'A', 'encoding'),
      decode('of five letters', 'AAAAA', 'encoding'),
      decode('with a letter of plain base64', 'A+/A', 'encoding'),
      decode('with a space', 'AA AA', 'encoding'),
      decode('of another length than wanted', 'AQI', 'encoding', 16),
      decode('of the length wanted', id16('length'), 'ok', 16),
      draft('utf8-encode', 'a text as UTF-8', { text: 'Toño 🌿' }),
      draft('utf8-decode', 'UTF-8 that begins with a byte order mark', { hex: 'efbbbf61' }),
      draft('utf8-decode', 'UTF-8 longer than needed', { hex: 'c0af' }, 'encoding'),
      draft('utf8-decode', 'UTF-8 of a surrogate', { hex: 'eda080' }, 'encoding'),
      time('on a Sunday', '2026-11-22T12:00:00Z'),
      time('on a Monday', '2026-11-23T00:00:00Z'),
      time('on a leap day', '2028-02-29T23:59:59Z'),
      time('on a day that no calendar has', '2026-02-29T00:00:00Z', 'encoding'),
      time('with a leap second', '2026-12-31T23:59:60Z', 'encoding'),
      time('at 24 hours', '2026-11-22T24:00:00Z', 'encoding'),
      time('with fractions', '2026-11-22T12:00:00.000Z', 'encoding'),
      time('with an offset', '2026-11-22T12:00:00+00:00', 'encoding'),
      ed('of a receipt key', multikey),
      ed('in another base', `u${multikey.slice(1)}`, 'encoding'),
      ed('cut short', multikey.slice(0, -1), 'encoding'),
      ed('with a letter that base58 has not', `${multikey.slice(0, -1)}0`, 'encoding'),
      draft('multikey-rsa', 'an RSA-2048 Multikey', { multibase: rsaMultibase }),
      draft('multikey-rsa', 'an RSA Multikey one letter short', { multibase: rsaMultibase.slice(0, -1) }),
    ],
  };
}

/** Ed25519: keys from seeds, signatures, and the eleven signatures on which verifiers disagree. */
export function ed25519Folder(): Folder {
  const secret = hex(seed('ceiba rosa'));
  const odd = elevenVectors().map(({ name, publicKey, message, signature }) =>
    draft('ed25519-verify', name, { publicKey: hex(publicKey), message: hex(message), signature: hex(signature) }),
  );
  return {
    about:
      'Ed25519 (RFC 8032), bytes in hex. Of the eleven hand-made signatures exactly the first, "honest", is valid ' +
      'for the one strict verifier.',
    drafts: [
      draft('ed25519-key', 'a public key and its keyid from a seed', { secret }),
      draft('ed25519-sign', 'a signature of nothing', { secret, message: '' }),
      draft('ed25519-sign', 'a signature of a text', { secret, message: hex(utf8('Toño 🌿')) }),
      ...odd,
    ],
  };
}

/** Envelopes by their shape, and the id that does not depend on signatures. */
export function envelopeFolder(world: World): Folder {
  const { alert } = sharedAlert(world);
  const [first] = alert.signatures;
  const one = { keyid: first!.keyid, sig: first!.sig };
  const shape = (name: string, envelope: unknown, expect?: Expect) => draft('envelope', name, { envelope }, expect);
  const others = Array.from({ length: 30 }, (_, at) => seed(`signer ${at}`));
  const many = others.reduce(signEnvelope, alert);
  return {
    about: 'Envelopes by shape: 1 to 32 signatures, nothing else; id = SHA-256 of the PAE, whoever signed.',
    drafts: [
      shape('with two signatures', alert),
      shape('with one signature, of the same id', { ...alert, signatures: [one] }),
      shape('with 32 signatures, of the same id', many),
      shape('with 33 signatures', signEnvelope(many, seed('signer 30')), 'schema'),
      shape('without signatures', { ...alert, signatures: [] }, 'schema'),
      shape('with another key', { ...alert, '@context': '' }, 'schema'),
      shape('with another key beside a signature', { ...alert, signatures: [{ ...one, alg: 'none' }] }, 'schema'),
      shape('of another type', { ...alert, payloadType: 'application/json' }, 'schema'),
      shape('with padding', { ...alert, payload: `${alert.payload}=` }, 'schema'),
      shape(
        'with stray bits in a keyid',
        { ...alert, signatures: [{ ...one, keyid: `${one.keyid.slice(0, -1)}B` }] },
        'encoding',
      ),
      shape('with a signature cut short', { ...alert, signatures: [{ ...one, sig: one.sig.slice(0, -1) }] }, 'schema'),
    ],
  };
}

/** Twelve words, and everything that follows from them. */
export function wordsFolder(world: World): Folder {
  const entropy = hex(personSecret);
  const spanish = wordsFrom(personSecret, 'es');
  const english = wordsFrom(personSecret, 'en');
  const read = (name: string, words: string, expect?: Expect) => draft('words-read', name, { words }, expect);
  const other = (list: string) => list.split(' ').with(0, list.split(' ')[1]!).join(' ');
  const { ceiba } = world.collectives;
  return {
    about:
      "A person's secret (16 bytes in hex) as twelve BIP 39 words, and what HKDF-SHA256 makes of it; a keyring's " +
      'phrase likewise.',
    drafts: [
      draft('words-write', 'in Spanish', { entropy, language: 'es' }),
      draft('words-write', 'in English', { entropy, language: 'en' }),
      draft('words-write', 'all zeros', { entropy: '00'.repeat(16), language: 'en' }),
      read('read in Spanish', spanish),
      read('read in English', english),
      read('decomposed letters', spanish.normalize('NFD')),
      read(
        'without accents, in capitals',
        spanish
          .normalize('NFD')
          .replace(/\p{Mn}/gu, '')
          .toUpperCase(),
      ),
      read(
        'by their first four letters',
        english
          .split(' ')
          .map((word) => word.slice(0, 4))
          .join('  '),
      ),
      read('numbered by commas and lines', english.split(' ').join(',\n')),
      read('eleven words', english.split(' ').slice(1).join(' '), 'words'),
      read('a word that is in no list', `zzzz ${english.split(' ').slice(1).join(' ')}`, 'words'),
      read('a word in the place of another', other(english), 'words'),
      draft('case-secret', 'what follows for one delivery', {
        secret: entropy,
        delivery: id16('delivery'),
        issuer: ceiba!.id,
      }),
      draft('case-secret', 'what follows for another delivery of the same person', {
        secret: entropy,
        delivery: id16('another delivery'),
        issuer: ceiba!.id,
      }),
      draft(
        'case-secret',
        'for what is no delivery',
        { secret: entropy, delivery: `${id16('delivery').slice(0, -1)}B`, issuer: ceiba!.id },
        'encoding',
      ),
      draft('phrase', "a keyring's phrase", { phrase: hex(seed('phrase').subarray(0, 16)) }),
    ],
  };
}

/** The twelve words that two collectives compare. */
export function comparisonWordsFolder(world: World): Folder {
  const [ceiba, maguey] = [castOf(world, 'ceiba'), castOf(world, 'maguey')];
  const one = { id: ceiba.id, manifest: ceiba.manifest.id };
  const other = { id: maguey.id, manifest: maguey.manifest.id };
  const words = wordsFrom(seed('compared').subarray(0, 16), 'es');
  const same = (name: string, typed: string) => draft('same-words', name, { typed, words });
  return {
    about:
      'Comparison words (PROTOCOL §7): 5,200 rounds of SHA-512, the same from both sides; typed words count by their ' +
      'first four letters. Two words for one collective, from SHA-256 of its id.',
    drafts: [
      draft('comparison-words', 'in Spanish', { one, other, language: 'es' }),
      draft('comparison-words', 'in English', { one, other, language: 'en' }),
      draft('comparison-words', 'with another manifest', {
        one,
        other: { ...other, manifest: id32('fork') },
        language: 'es',
      }),
      draft(
        'comparison-words',
        'with what is no id',
        { one, other: { ...other, id: 'AAAA' }, language: 'es' },
        'encoding',
      ),
      same('typed as they are', words),
      same(
        'typed without accents, in capitals',
        words
          .normalize('NFD')
          .replace(/\p{Mn}/gu, '')
          .toUpperCase(),
      ),
      same("two words in each other's place", words.split(' ').toSorted().join(' ')),
      same('eleven of them', words.split(' ').slice(1).join(' ')),
      draft('two-words', 'two for one collective, in Spanish', { collective: ceiba.id, language: 'es' }),
      draft('two-words', 'two for one collective, in English', { collective: ceiba.id, language: 'en' }),
      draft('two-words', 'two for what is no id', { collective: 'AAAA', language: 'en' }, 'encoding'),
    ],
  };
}

/** The record of a node, row by row. */
export function recordFolder(): Folder {
  const entries = ['peer.compared', 'alert.received', 'alert.opened', 'drop.done'].map((action, at) => ({
    seq: at + 1,
    at: inDays(at - 4),
    actor: `member:${id16('actor')}`,
    action,
    subject: at === 0 ? null : `delivery:${id16('delivery')}`,
  }));
  let prev = '';
  const rows = entries.map((entry) => {
    const row = { ...entry, prev, hash: rowHash(prev, entry) };
    prev = row.hash;
    return row;
  });
  const head = { count: 3, hash: rows[2]!.hash };
  const check = (name: string, given: object[], to: object | null = null) =>
    draft('record-verify', name, { rows: given, head: to });
  return {
    about:
      'The record: each row carries the hash of the one before. A verdict says which row is changed, missing, ' +
      'reordered or cut, or how many lie above the head.',
    drafts: [
      draft('record-hash', 'the hash of the first row', { prev: '', row: entries[0]! }),
      check('whole', rows),
      check('whole, with rows above a head', rows, head),
      check('a row changed', rows.with(1, { ...rows[1]!, action: 'alert.failed' })),
      check('a row missing', rows.toSpliced(1, 1)),
      check('two rows in the other order', [rows[0]!, rows[2]!, rows[1]!, rows[3]!]),
      check('cut below a head', rows.slice(0, 2), head),
      check('another row in the place of the head', rows, { ...head, hash: b64u(concat(seed('other'))) }),
      check('empty', []),
    ],
  };
}
