import { ristretto255 } from '@noble/curves/ed25519.js';
import { b64u } from '../../../../src/protocol/encoding.ts';
import type { World } from '../../vector.ts';
import { castOf } from '../cast.ts';
import { id16, inDays, inSeconds } from '../seeds.ts';
import type { KindSpec } from '../statement.ts';

const elements = Array.from({ length: 8 }, (_, at) => b64u(ristretto255.Point.BASE.multiply(BigInt(at + 2)).toBytes()));

export function inquiry(world: World): KindSpec<'inquiry'> {
  const ceiba = castOf(world, 'ceiba');
  const maguey = castOf(world, 'maguey');
  return {
    about: 'Eight blinded identifiers. By two accompaniers. The elements here are 2·B to 9·B of ristretto255.',
    statement: {
      issuer: ceiba.id,
      inquiryId: id16('inquiry'),
      audience: maguey.id,
      month: '2026-11',
      blinded: elements,
      at: inDays(0),
    },
    given: { me: maguey.id },
    enough: ceiba.by('rosa', 'itzel'),
    tooFew: [
      ['one accompanier', ceiba.by('rosa'), 'attest-threshold'],
      ['an accompanier and one of processes', ceiba.by('rosa', 'espe'), 'attest-threshold'],
    ],
    tampered: { blinded: [...elements].reverse() },
    rules: [
      { name: 'of another month than it was asked in', changes: { month: '2026-10' }, expect: 'statement-rule' },
      { name: 'for another collective', given: { me: world.collectives.hawthorn!.id }, expect: 'not-for-me' },
      { name: 'of another collective', changes: { issuer: maguey.id }, expect: 'from-mismatch' },
      { name: 'dated ahead', changes: { at: inSeconds(601) }, expect: 'future' },
    ],
  };
}

export function inquiryAnswer(world: World): KindSpec<'inquiry-answer'> {
  const ceiba = castOf(world, 'ceiba');
  const tags = Array.from({ length: 256 }, (_, at) => id16(`tag ${at}`)).sort();
  const asked = { inquiryId: id16('inquiry'), month: '2026-11' };
  return {
    about:
      'The answer to one question, by two accompaniers. The proof is not checked here (rfc9497.json shows it): ' +
      'elements, proof and tags are made up.',
    statement: {
      ...asked,
      evaluated: elements,
      proof: b64u(new Uint8Array(64)),
      publicKey: elements[0]!,
      tags,
    },
    given: { asked },
    enough: ceiba.by('rosa', 'itzel'),
    tooFew: [['one accompanier', ceiba.by('rosa'), 'attest-threshold']],
    tampered: { publicKey: elements[1]! },
    rules: [
      {
        name: 'to another question',
        given: { asked: { ...asked, inquiryId: id16('another inquiry') } },
        expect: 'statement-rule',
      },
      { name: 'of another month', given: { asked: { ...asked, month: '2026-12' } }, expect: 'statement-rule' },
      { name: 'with a tag twice', changes: { tags: [tags[0]!, ...tags.slice(0, -1)] }, expect: 'statement-rule' },
    ],
  };
}
