import { describe, expect, it } from 'vitest';
import { firstAlike } from '../../src/platform/look-alike.ts';

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
