import { b64u, concat, fromB64u, u32, utf8 } from '../../../src/protocol/encoding.ts';
import type { Asked } from '../../../src/protocol/inquiry.ts';
import type { Identifier } from '../../../src/protocol/names.ts';
import { identifierKey } from '../../../src/protocol/names.ts';
import { blind, evaluate, monthKey } from '../../../src/protocol/oprf.ts';
import { type IndexEntry, isName, tagsFor } from '../../../src/protocol/tags.ts';
import { hex } from '../judge-given.ts';
import type { World } from '../vector.ts';
import type { Draft } from './cases.ts';
import { castOf } from './cast.ts';
import { inDays, seed } from './seeds.ts';

const month = '2026-11';
const earlier = '2026-09-01T00:00:00Z';

/** Bytes that anybody can draw again, in the place of random ones. */
function drawn(label: string): (length?: number) => Uint8Array {
  let count = 0;
  return (length = 32) => {
    const blocks = Array.from({ length: Math.ceil(length / 32) }, () => seed(`${label} ${hex(u32(count++))}`));
    return concat(...blocks).subarray(0, length);
  };
}

/** Eight blinded inputs of these identifiers, and what the asker keeps. */
function askedFor(identifiers: readonly Identifier[], names: boolean): Asked {
  const asked = identifiers.map(({ kind, value }) => ({
    kind,
    key: names || !isName(kind) ? identifierKey({ kind, value }) : null,
  }));
  const hidden = Array.from({ length: 8 }, (_, at) => blind(utf8(asked[at]?.key ?? ''), drawn(`blind ${at}`)));
  return {
    month,
    asked,
    blinds: hidden.map((one) => b64u(one.blind)),
    blinded: hidden.map((one) => b64u(one.blinded)),
  };
}

/** Blind questions between Ceiba, who asks, and Maguey, who answers. */
export function blindInquiryFolder(world: World): { about: string; drafts: Draft[] } {
  const [ceiba, maguey] = [castOf(world, 'ceiba'), castOf(world, 'maguey')];
  const oprfSeed = seed('maguey oprf');
  const consent = {
    purpose: 'inquiry_match' as const,
    issuer: maguey.id,
    audience: ceiba.id,
    notBefore: earlier,
    notAfter: inDays(60),
  };
  const entry = (
    value: string,
    changes: Partial<IndexEntry> = {},
    granted: Partial<IndexEntry['consent']> = {},
  ): IndexEntry => ({
    identifiers: [{ kind: 'handle', value }],
    since: earlier,
    ...changes,
    consent: { ...consent, ...granted },
  });
  const entries = [
    entry('@encontrada@social.test'),
    entry('@nueva@social.test', { since: '2026-11-02T00:00:00Z' }),
    entry('@otra@social.test', {}, { audience: castOf(world, 'hawthorn').id }),
    entry('@termina@social.test', {}, { notAfter: '2026-11-30T23:59:59Z' }),
    entry('@aviso@social.test', {}, { purpose: 'warn' }),
    entry('', { identifiers: [{ kind: 'name', value: 'María Núñez' }] }),
  ];
  const asked = askedFor(
    [
      { kind: 'handle', value: 'https://social.test/@Encontrada' },
      { kind: 'handle', value: '@nueva@social.test' },
      { kind: 'handle', value: '@termina@social.test' },
      { kind: 'name', value: 'nuñez, maria' },
    ],
    false,
  );
  const withNames = askedFor([{ kind: 'name', value: 'nuñez, maria' }], true);
  const scope = { seed: oprfSeed, me: maguey.id, peer: ceiba.id, month };
  const answerTo = ({ blinded }: Asked, names = false) => {
    const { evaluated, proof, publicKey } = evaluate(
      blinded,
      monthKey(oprfSeed, maguey.id, ceiba.id, month),
      drawn('proof'),
    );
    return { month, evaluated: [...evaluated], proof, publicKey, tags: tagsFor(entries, { ...scope, names }) };
  };
  const answer = (name: string, expect: Draft['expect'] = 'ok', changes: object = {}): Draft => {
    const given = {
      month,
      blinded: asked.blinded,
      seed: hex(oprfSeed),
      me: maguey.id,
      peer: ceiba.id,
      entries,
      names: false,
    };
    return { name: `an answer ${name}`, check: 'inquiry-answer', given: { ...given, ...changes }, expect };
  };
  const good = answerTo(asked);
  const finish = (name: string, expect: Draft['expect'] = 'ok', changes: object = {}, given: object = {}): Draft => ({
    name: `what is found ${name}`,
    check: 'inquiry-finalize',
    given: { asked, answer: { ...good, ...changes }, pinnedKey: null, ...given },
    expect,
  });
  const broken = fromB64u(good.proof);
  const quota = (
    name: string,
    answered: string[],
    expect: Draft['expect'] = 'ok',
    mark: object | null = null,
  ): Draft => ({
    name: `the quota ${name}`,
    check: 'inquiry-quota',
    given: { book: { count: answered.length, answered }, mark },
    expect,
  });
  const elements = (...first: string[]) => ({ blinded: [...first, ...asked.blinded.slice(first.length)] });
  return {
    about:
      'Blind questions (PROTOCOL §8, RFC 9497 ristretto255-SHA512 VOPRF): Ceiba asks, Maguey answers with the key of ' +
      'SHA-256("convive test vector: maguey oprf") for that peer and month. What is answered, what is found, and how ' +
      'often.',
    drafts: [
      answer('without names'),
      answer('with names', 'ok', { names: true }),
      answer('from an empty list', 'ok', { entries: [] }),
      answer('to another peer', 'ok', { peer: castOf(world, 'hawthorn').id }),
      answer('in another month than it was asked', 'statement-rule', { month: '2026-10' }),
      answer('to seven elements', 'statement-rule', { blinded: asked.blinded.slice(1) }),
      answer('to one element twice', 'statement-rule', elements(asked.blinded[1]!)),
      answer('to the identity', 'statement-rule', elements(b64u(new Uint8Array(32)))),
      answer('to what is no element', 'statement-rule', elements(b64u(Uint8Array.of(1, ...new Uint8Array(31))))),
      answer('to an element of another length', 'encoding', elements('AAAA')),
      finish('without names'),
      finish('by a name', 'ok', answerTo(withNames, true), { asked: withNames }),
      finish('under the key of this month', 'ok', {}, { pinnedKey: good.publicKey }),
      finish('under another key than that of this month', 'oprf-key-changed', {}, { pinnedKey: asked.blinded[0]! }),
      finish('with a bit of the proof flipped', 'oprf-proof', { proof: b64u(broken.with(5, broken[5]! ^ 1)) }),
      finish('with the evaluations in another order', 'oprf-proof', { evaluated: [...good.evaluated].reverse() }),
      finish('with the key of another peer', 'oprf-proof', {
        publicKey: b64u(monthKey(oprfSeed, maguey.id, maguey.id, month).publicKey),
      }),
      finish('in an answer of another month', 'statement-rule', { month: '2026-12' }),
      finish('in tags that are not sorted', 'statement-rule', { tags: [...good.tags].reverse() }),
      finish('in 255 tags', 'statement-rule', { tags: good.tags.slice(1) }),
      quota('of the first answer', []),
      quota('of the third answer in 30 days', [inDays(-29), inDays(-1)]),
      quota('of the fourth answer in 30 days', [inDays(-29), inDays(-2), inDays(-1)], 'inquiry-quota'),
      quota('of the fourth answer in 31 days', [inDays(-30), inDays(-2), inDays(-1)]),
      quota('with answers that the keyring has seen and the book has not', [], 'inquiry-quota', {
        count: 3,
        at: inDays(-1),
      }),
    ],
  };
}
