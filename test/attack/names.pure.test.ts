import { parseSync } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import { type Called, calledOf, calledUnread, requireMeant } from '../../src/client/peers/called.ts';
import { calledText } from '../../src/client/say/called.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { firstAlike } from '../../src/platform/look-alike.ts';
import { twoWords } from '../../src/protocol/compare.ts';
import { readUnverified } from '../../src/protocol/envelope.ts';
import { collective, comparisonOf } from '../protocol/cast.ts';
import { nodesOf, readSources, type Source } from '../support/sources.ts';

/* A name that somebody reads for another one. */

const looksLike = async (one: string, other: string) => (await firstAlike(one, [{ name: other }])) !== undefined;

describe('a name', () => {
  it.each([
    ['maguey', 'in small letters'],
    ['MAGUEY', 'in capitals'],
    [' Maguey ', 'with spaces around it'],
    ['Mag uey', 'with a space in it'],
    ['Ma\u00a0guey', 'with a space that does not break'],
    ['Ma\u200bgu\u2060ey', 'with spaces of no width'],
    ['Mag\u00aduey', 'with a soft hyphen'],
    ['M-a-g-u-e-y.', 'with hyphens and a dot'],
    ['Magüey', 'with another accent'],
    ['Mágu\u0308ey', 'with loose accents'],
    ['\u041c\u0430guey', 'in Cyrillic М and а'],
    ['\u041c\u0410GU\u0415\u04ae', 'in Cyrillic capitals'],
    ['\u039caguey', 'in Greek Μ'],
    ['ｍａｇｕｅｙ', 'in wide letters'],
    ['𝐌𝐚𝐠𝐮𝐞𝐲', 'in mathematical letters'],
    ['ⓜⓐⓖⓤⓔⓨ', 'in circles'],
    ['rnaguey', 'with r and n for m'],
    ['\u202eMaguey', 'turned round'],
  ])('%j is read as Maguey: %s', async (name) => {
    expect(await looksLike(name, 'Maguey')).toBe(true);
    expect(await looksLike('Maguey', name)).toBe(true);
  });

  it.each([
    ['Casa1', 'CasaI'],
    ['Casal', 'casaI'],
    ['C4sa 0ro', 'C4SA ORO'],
    ['Straße', 'STRASSE'],
    ['\u043a\u0430\u043c', '\u041a\u0410\u041c'],
    ['ceıba', 'Ceiba'],
    ['♀', ' ♀'],
  ])('%j is read as %j', async (one, other) => {
    expect(await looksLike(one, other)).toBe(true);
    expect(await looksLike(other, one)).toBe(true);
  });

  it.each([
    ['Maguey Norte', 'Maguey'],
    ['Ceiba', 'Maguey'],
    ['Magey', 'Maguey'],
    ['Casa 2', 'Casa 3'],
    ['♀', '♂'],
    ['!!', '??'],
    ['कमल', 'कमला'],
  ])('%j is not read as %j', async (one, other) => {
    expect(await looksLike(one, other)).toBe(false);
  });

  it('is compared with each of many, and the first that it is read as is told', async () => {
    const others = [{ name: 'Ceiba' }, { name: 'MAGUEY', at: 1 }, { name: 'maguey', at: 2 }];
    expect(await firstAlike('Maguey', others)).toEqual({ name: 'MAGUEY', at: 1 });
    expect(await firstAlike('Hawthorn', others)).toBeUndefined();
  });
});

describe('a collective', async () => {
  const ceiba = await collective('ceiba');
  const maguey = await collective('maguey');
  const { statement: signed } = readUnverified('comparison', comparisonOf(ceiba, maguey));
  const words = { en: twoWords(maguey.id, 'en'), es: twoWords(maguey.id, 'es') };
  const { host } = new URL(maguey.chain.newest.statement.node.actor);
  const read = (called: Called, language = 'en') => calledText(i18nFor(language), called);
  const named = (name: string) => calledOf(maguey.chain, { ...signed, shown: { name, host } }, { name });

  it('is read with its host and two words of its id, in the reader’s language', () => {
    const called = calledOf(maguey.chain, signed, { name: 'maguey' });
    expect(read(called)).toBe(`maguey (${host}, ${words.en})`);
    expect(read(called, 'es')).toBe(`maguey (${host}, ${words.es})`);
    expect(words.en.split(' ')).toHaveLength(2);
    expect(words.es).not.toBe(words.en);
  });

  it('keeps the name that was signed, whatever it is said to be called', () => {
    const said = { name: 'Ceiba', called: 'Hawthorn', calledAlike: null };
    const place = `maguey (${host}, ${words.en}; they now call themselves `;
    expect(read(calledOf(maguey.chain, signed, { name: 'Ceiba' }))).toBe(`${place}“Ceiba”)`);
    expect(read(calledOf(maguey.chain, signed, said))).toBe(`${place}“Hawthorn”)`);
    expect(read(calledOf(maguey.chain, signed, { ...said, calledAlike: ceiba.id }))).toBe(
      `${place}“Hawthorn”; careful: that looks like the name of another collective here)`,
    );
  });

  it('has no name by a comparison with another one, nor by one that names nobody', () => {
    const { shown: _, ...silent } = signed;
    for (const comparison of [{ ...signed, peer: ceiba.id }, silent, null])
      expect(read(calledOf(maguey.chain, comparison, { name: 'maguey' }))).toBe(
        `“maguey” (${host}, ${words.en}; name not signed)`,
      );
    expect(read(calledUnread(maguey.id, { name: null }))).toBe(words.en);
    expect(read(calledUnread(maguey.id, { name: null }, host))).toBe(`${host} (${words.en})`);
    expect(read(calledUnread(maguey.id, { name: 'x', calledAlike: ceiba.id }))).toBe(
      `“x” (${words.en}; name not signed; careful: that looks like the name of another collective here)`,
    );
  });

  it('is said to be at another host than where its name was signed', () => {
    const elsewhere = { ...signed, shown: { name: 'maguey', host: 'old.test' } };
    expect(read(calledOf(maguey.chain, elsewhere, { name: 'maguey' }))).toBe(
      `maguey (${host}, ${words.en}; at old.test when its name was signed)`,
    );
  });

  it('does not read like another one by what stands in its name', () => {
    expect(read(named('Ceiba (ceiba.test, apple zoo)'))).toBe(`“Ceiba (ceiba.test, apple zoo)” (${host}, ${words.en})`);
    expect(read(named('x” (ceiba.test, apple zoo) “'))).toBe(`“x (ceiba.test, apple zoo) ” (${host}, ${words.en})`);
    expect(read(named('Colectiva Ñandú d’Àrea 7 - St. Pauli & Cía'))).toMatch(/^Colectiva Ñandú d’Àrea 7/);
  });

  it('is meant by its name, id or address, and by no name that a server gives it', () => {
    const called = named('Maguey');
    const { origin } = new URL(maguey.chain.newest.statement.node.actor);
    const meant = [
      'Maguey',
      ' maguey',
      maguey.id,
      origin,
      `${origin}/actor`,
      `@maguey@${host}`,
      `maguey@${host}`,
      host,
    ];
    for (const given of meant) expect(() => requireMeant(given, called), given).not.toThrow();
    for (const given of ['Ceiba', ceiba.id, `https://x${host}`, '@maguey@ceiba.test', maguey.id.toLowerCase()])
      expect(() => requireMeant(given, called), given).toThrow('from-mismatch');
    expect(() => requireMeant('Maguey', calledUnread(maguey.id, { name: 'Maguey' }))).not.toThrow();
  });
});

/** Where in the client a member called `name` or `handle` is read, how often, and what it is the name of. */
const reads: Record<string, [times: number, of: string]> = {
  'src/client/peers/called.ts': [6, 'what was signed and what was said, to make the one type that is shown'],
  'src/client/say/called.ts': [1, 'that type, written out with host and words'],
  'src/client/peers/peers.ts': [5, 'what a person typed is looked for; what a member signs as a name'],
  'src/client/keyring/peer-trust.ts': [1, 'handed on to that type'],
  'src/client/alerts/withdraw.ts': [1, 'handed on to that type, and left out of what is shown'],
  'src/commands/peers.ts': [4, 'options, and names that are compared with a new one'],
  'src/client/api/api.ts': [1, 'an error'],
  'src/client/desk-release/look.ts': [1, 'a file of the desk'],
  'src/client/desk/print.ts': [1, 'a file of the desk'],
  'src/client/desk/begin/setting-up.ts': [2, 'our own collective, by who founds it'],
  'src/client/desk/care/incoming.ts': [2, 'fields of an alert'],
  'src/client/desk/care/preparing.ts': [1, 'written out as that type already'],
  'src/client/desk/partners/tasks.ts': [
    3,
    'names that are compared with a new one, the one that was shown, and whether it was signed before',
  ],
  'src/client/pages/desk/begin/overview.tsx': [2, 'our own collective, by who founds it'],
  'src/client/pages/desk/begin/say-profile.tsx': [4, 'our own collective, by who founds it'],
  'src/client/pages/desk/camera.tsx': [1, 'an error'],
  'src/client/pages/desk/contacts/contact-form.tsx': [1, 'fields of a form'],
  'src/client/pages/desk/care/draft-screen.tsx': [1, 'written out as that type already'],
  'src/client/pages/desk/care/fields.tsx': [2, 'fields of a form'],
  'src/client/pages/desk/care/steps.tsx': [3, 'fields of a form, and what is written out as that type already'],
  'src/client/pages/desk/care/where-area.tsx': [1, 'written out as that type already'],
  'src/client/pages/desk/partners/partner-screen.tsx': [1, 'what a member signs as a name, in quotes'],
  'src/client/pages/parts/fields.tsx': [3, 'fields of a form'],
  'src/client/pages/parts/mark.tsx': [1, 'a name as it is said, beside its mark'],
  'src/client/pages/parts/notes.tsx': [1, 'what a fact is called'],
  'src/client/pages/parts/stages.tsx': [1, 'what a stage is called'],
  'src/client/pages/parts/word-entry.tsx': [1, 'a field of a form'],
  'src/client/say/set-up.ts': [3, 'our own collective, by who founds it'],
  'src/commands/command.ts': [2, 'commands'],
  'src/commands/demo.ts': [4, 'invented collectives'],
  'src/commands/scripted-steps.ts': [1, 'invented collectives'],
  'src/commands/setup-answers.ts': [4, 'our own collective, by who founds it'],
  'src/commands/setup.ts': [2, 'our own collective, by who founds it'],
};

function namesRead({ path, text }: Source): number {
  const isName = (key: unknown) => ['name', 'handle'].includes((key as { name?: string } | null)?.name ?? '');
  return nodesOf(parseSync(path, text).program).flatMap((node) => {
    if (node.type === 'MemberExpression') return !node.computed && isName(node.property) ? [node] : [];
    if (node.type !== 'ObjectPattern') return [];
    return (node.properties as { type: string; key?: unknown }[]).filter(({ key }) => isName(key));
  }).length;
}

describe('a name is read nowhere in the client but to make what is shown', () => {
  it('in any file', () => {
    const found = readSources(['src/client', 'src/commands']).map((one) => [one.path, namesRead(one)] as const);
    expect(found.length).toBeGreaterThan(80);
    const wanted = Object.fromEntries(Object.entries(reads).map(([path, [times]]) => [path, times]));
    expect(Object.fromEntries(found.filter(([, times]) => times > 0))).toEqual(wanted);
  });

  it('and one that is, is found', () => {
    const planted = [
      ['say(peer.name)', 1],
      ['say(peer.handle)', 1],
      ['const { peer, name: said } = one', 1],
      ['({ name }) => name', 1],
      ['x({ name: called })', 0],
    ];
    for (const [text, times] of planted)
      expect(namesRead({ path: 'a.ts', text: String(text) }), String(text)).toBe(times);
  });
});
