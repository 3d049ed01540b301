import { describe, expect, it } from 'vitest';
import { b64u, fromB64u, utf8 } from '../../src/protocol/encoding.ts';
import { type Asked, answerInquiry, blindInquiry, finalizeInquiry } from '../../src/protocol/inquiry.ts';
import { countAnswer } from '../../src/protocol/inquiry-quota.ts';
import type { Identifier } from '../../src/protocol/names.ts';
import { evaluate, monthKey } from '../../src/protocol/oprf.ts';
import { type IndexEntry, tagsFor } from '../../src/protocol/tags.ts';
import { refuses } from './refusals.ts';

const seed = new Uint8Array(32).fill(7);
const [me, peer, third] = [1, 2, 3].map((byte) => b64u(new Uint8Array(32).fill(byte))) as [string, string, string];
const now = new Date('2026-11-22T12:00:00Z');
const nextMonth = new Date('2026-12-01T00:00:00Z');

const phone: Identifier = { kind: 'phone', value: '+52 55 1234 5678' };
const handle: Identifier = { kind: 'handle', value: '@nadie@lejos.example' };
const name: Identifier = { kind: 'name', value: 'Guillermo Núñez Quiroz' };

function entry(
  identifiers: Identifier[],
  consent: Partial<IndexEntry['consent']> = {},
  since = '2026-10-31T23:59:59Z',
) {
  const whole: IndexEntry['consent'] = {
    purpose: 'inquiry_match',
    issuer: me,
    audience: peer,
    notBefore: '2026-10-01T00:00:00Z',
    notAfter: '2027-03-01T00:00:00Z',
  };
  return { identifiers, since, consent: { ...whole, ...consent } };
}

const index = (entries: IndexEntry[], names = false) => ({ seed, me, peer, entries, names });

/** One question and its answer, as the asker reads it. */
function ask(identifiers: Identifier[], entries: IndexEntry[], names = false) {
  const { inquiry, asked } = blindInquiry(identifiers, { names, now });
  return finalizeInquiry(asked, answerInquiry(inquiry, index(entries, names), now), null).findings;
}

describe('row 41: spelling variants match', () => {
  it.each<[Identifier['kind'], string, string]>([
    ['phone', '+52 55 1234 5678', '0052 (55) 1234-5678'],
    ['phone', '+52 1 55 1234 5678', '+525512345678'],
    ['phone', '55 1234 5678', '5512345678'],
    ['handle', '@Alguien@Lejos.example', 'https://lejos.example/@alguien'],
    ['email', 'Alguien@Correo.example', 'mailto:alguien@correo.example'],
  ])('%s', (kind, held, sought) => {
    expect(ask([{ kind, value: sought }], [entry([{ kind, value: held }])])).toEqual(['match']);
  });

  it('of a name, which never says more than possible, and only where both sides take names', () => {
    const sought: Identifier = { kind: 'alias', value: 'Kiros Nunes, Guiyermo' };
    expect(ask([sought], [entry([name])], true)).toEqual(['possible']);
    expect(ask([sought, phone], [entry([name])])).toEqual(['not-asked', 'nothing']);
    const { inquiry, asked } = blindInquiry([sought], { names: true, now });
    expect(finalizeInquiry(asked, answerInquiry(inquiry, index([entry([name])], false), now), null).findings).toEqual([
      'nothing',
    ]);
  });

  it('each in its own place, the others saying nothing', () => {
    const findings = ask([handle, name, phone], [entry([phone, name])], true);
    expect(findings).toEqual(['nothing', 'possible', 'match']);
  });

  it('but never as another kind', () => {
    const address = 'alguien@lejos.example';
    expect(ask([{ kind: 'email', value: address }], [entry([{ kind: 'handle', value: address }])])).toEqual([
      'nothing',
    ]);
    expect(ask([{ kind: 'phone', value: '+5512345678' }], [entry([{ kind: 'phone', value: '5512345678' }])])).toEqual([
      'nothing',
    ]);
  });
});

it.each<[string, Partial<IndexEntry['consent']>, string?]>([
  ['to warn only', { purpose: 'warn' }],
  ['for another collective', { audience: third }],
  ['given to another collective', { issuer: third }],
  ['that begins this month', { notBefore: '2026-11-01T00:00:00Z' }],
  ['that ends this month', { notAfter: '2026-11-30T23:59:59Z' }],
  ['to an entry that came in this month', {}, '2026-11-01T00:00:00Z'],
])('row 43: a consent %s gives no match', (_what, consent, since) => {
  expect(ask([phone], [entry([phone], consent, since)])).toEqual(['nothing']);
  expect(ask([phone], [entry([phone], consent, since), entry([phone])])).toEqual(['match']);
});

it('a consent until the month is over still counts', () => {
  expect(ask([phone], [entry([phone], { notAfter: '2026-12-01T00:00:00Z' })])).toEqual(['match']);
});

it('row 44: dumping a list by asking meets the quota after 24 identifiers', async () => {
  let { book, mark } = countAnswer({ count: 0, answered: [] }, null, now);
  for (let more = 1; more < 3; more++) ({ book, mark } = countAnswer(book, mark, now));
  await refuses('inquiry-quota', () => countAnswer(book, mark, now));
});

describe('row 46: tagging the asker by key', () => {
  const { inquiry, asked } = blindInquiry([phone], { names: false, now });
  const answer = answerInquiry(inquiry, index([entry([phone])]), now);
  const otherKey = monthKey(new Uint8Array(32).fill(8), me, peer, '2026-11');

  it('another key under the same name: oprf-proof', async () => {
    const tagged = { ...answer, ...evaluate(inquiry.blinded, otherKey), publicKey: answer.publicKey };
    await refuses('oprf-proof', () =>
      finalizeInquiry(asked, { ...tagged, evaluated: [...tagged.evaluated] }, answer.publicKey),
    );
  });

  it('another key under its own name: oprf-key-changed once one is pinned', async () => {
    const { evaluated, ...rest } = evaluate(inquiry.blinded, otherKey);
    const tagged = { ...answer, ...rest, evaluated: [...evaluated] };
    await refuses('oprf-key-changed', () => finalizeInquiry(asked, tagged, answer.publicKey));
    const { publicKey } = finalizeInquiry(asked, answer, null);
    expect(finalizeInquiry(asked, answer, publicKey).findings).toEqual(['match']);
  });

  it('a key of another month, or the proof of another question: refused', async () => {
    await refuses('statement-rule', () => finalizeInquiry(asked, { ...answer, month: '2026-12' }, null), 'month');
    const other = blindInquiry([phone], { names: false, now });
    const { proof } = answerInquiry(other.inquiry, index([entry([phone])]), now);
    await refuses('oprf-proof', () => finalizeInquiry(asked, { ...answer, proof }, null));
    await refuses('oprf-proof', () => finalizeInquiry(other.asked, answer, null));
  });
});

describe('row 47: a question does not reveal the name', () => {
  it('whatever is asked, and however often, its bytes differ', () => {
    const questions = [[phone], [phone], [handle], [phone, handle]].map(
      (identifiers) => blindInquiry(identifiers, { names: false, now }).inquiry,
    );
    const elements = questions.flatMap(({ blinded }) => blinded);
    expect(new Set(elements).size).toBe(32);
    expect(questions.map(({ blinded }) => blinded.length)).toEqual([8, 8, 8, 8]);
    expect(Object.keys(questions[0]!)).toEqual(['month', 'blinded']);
  });

  it('nor does an answer depend on it but in the evaluations', () => {
    const entries = [entry([phone])];
    const [one, other] = [[phone], [handle]].map((identifiers) =>
      answerInquiry(blindInquiry(identifiers, { names: false, now }).inquiry, index(entries), now),
    );
    expect(one!.tags).toEqual(other!.tags);
    expect(one!.publicKey).toBe(other!.publicKey);
    expect(JSON.stringify(one).length).toBe(JSON.stringify(other).length);
  });
});

describe('a question', () => {
  it('holds one to eight identifiers that somebody could be found by', async () => {
    const eight = Array.from({ length: 8 }, (_, at): Identifier => ({ kind: 'phone', value: `+5255123456${at}0` }));
    const { asked } = blindInquiry(eight, { names: false, now });
    expect(asked.asked).toHaveLength(8);
    expect(ask(eight, [entry(eight.slice(7))])).toEqual([...Array(7).fill('nothing'), 'match']);
    for (const wrong of [[], [...eight, phone], [name]]) {
      await refuses('statement-rule', () => blindInquiry(wrong, { names: false, now }), 'identifiers');
    }
    const nobody: Identifier = { kind: 'phone', value: 'ask Ana' };
    await refuses('statement-rule', () => blindInquiry([phone, nobody], { names: false, now }), 'identifiers.1');
  });

  it('can be kept as JSON until the answer comes', () => {
    const { inquiry, asked } = blindInquiry([phone], { names: false, now });
    const kept = JSON.parse(JSON.stringify(asked)) as Asked;
    expect(finalizeInquiry(kept, answerInquiry(inquiry, index([entry([phone])]), now), null).findings).toEqual([
      'match',
    ]);
  });

  it('of another month, another size, with doubles or with what is no element gets no answer', async () => {
    const { inquiry } = blindInquiry([phone], { names: false, now });
    const { month, blinded } = inquiry;
    const identity = b64u(new Uint8Array(32));
    const answering = (wrong: string[]) => () => answerInquiry({ month, blinded: wrong }, index([]), now);
    await refuses('statement-rule', () => answerInquiry(inquiry, index([]), nextMonth), 'month');
    await refuses('statement-rule', answering(blinded.slice(1)), 'blinded');
    await refuses(
      'statement-rule',
      answering([...blinded, blindInquiry([phone], { names: false, now }).inquiry.blinded[0]!]),
      'blinded',
    );
    await refuses('statement-rule', answering(blinded.with(7, blinded[0]!)), 'blinded');
    await refuses('statement-rule', answering(blinded.with(3, identity)), 'blinded.3');
    await refuses('encoding', answering(blinded.with(3, 'AAAA')));
  });
});

describe('an answer that cannot be is refused whole', () => {
  const { inquiry, asked } = blindInquiry([phone], { names: false, now });
  const answer = answerInquiry(inquiry, index([entry([phone])]), now);
  const tags = answer.tags;
  const foreign = tagsFor([], { seed: utf8('x'.repeat(32)), me, peer, month: '2026-11', names: false });
  const sorted = (list: string[]) =>
    list.sort((a, b) => Buffer.compare(Buffer.from(fromB64u(a)), Buffer.from(fromB64u(b))));

  it.each<[string, string[], string]>([
    ['128 tags', tags.slice(0, 128), 'tags'],
    ['255 tags', tags.slice(0, 255), 'tags'],
    ['300 tags', sorted([...tags, ...foreign.slice(0, 44)]), 'tags'],
    ['no tags', [], 'tags'],
    ['unsorted tags', [tags[1]!, tags[0]!, ...tags.slice(2)], 'tags.1'],
    ['a tag twice', tags.with(9, tags[8]!), 'tags.9'],
  ])('%s', async (_what, wrong, where) => {
    await refuses('statement-rule', () => finalizeInquiry(asked, { ...answer, tags: wrong }, null), where);
  });

  it('2,048 tags, or one of another length', async () => {
    const many = Array.from({ length: 8 }, (_, at) =>
      tagsFor([], { seed: new Uint8Array(32).fill(at), me, peer, month: '2026-11', names: false }),
    ).flat();
    await refuses('statement-rule', () => finalizeInquiry(asked, { ...answer, tags: sorted(many) }, null), 'tags');
    expect(finalizeInquiry(asked, { ...answer, tags: sorted(many.slice(0, 1024)) }, null).findings).toEqual([
      'nothing',
    ]);
    await refuses('encoding', () => finalizeInquiry(asked, { ...answer, tags: tags.with(0, 'AAAA') }, null));
  });

  it('elements that are none, too few or in another order', async () => {
    const { evaluated } = answer;
    const final = (wrong: string[]) => () => finalizeInquiry(asked, { ...answer, evaluated: wrong }, null);
    await refuses('statement-rule', final(evaluated.slice(1)), 'evaluated');
    await refuses('statement-rule', final(evaluated.with(2, b64u(new Uint8Array(32)))), 'evaluated.2');
    await refuses('oprf-proof', final(evaluated.toReversed()));
    await refuses('oprf-proof', final(evaluated.with(7, evaluated[0]!)));
  });
});
