const vowel = 'aeiou';

// In this order; each works on what the one before left. `C` stands for the sound of «chico», since every c is gone by
// then.
const rules: readonly [from: RegExp, to: string][] = [
  [/ph/g, 'f'],
  [/ch(?=[bcdfgjklmnpqrstvwxz])/g, 'k'],
  [/ch|tx/g, 'C'],
  [/h/g, ''],
  [new RegExp(`(?<=[^${vowel}y])y|y(?![${vowel}])`, 'g'), 'i'],
  [/c(?=[ei])|z/g, 's'],
  [/^x/, 's'],
  [/x/g, 'ks'],
  [/qu(?=[ei])/g, 'k'],
  [/[cq]/g, 'k'],
  [/g(?=[ei])/g, 'j'],
  [/gu(?=[ei])/g, 'g'],
  [new RegExp(`ll(?=[${vowel}])`, 'g'), 'y'],
  [new RegExp(`(?<=^|[${vowel}])i(?=[${vowel}])`, 'g'), 'y'],
  [/[vw]/g, 'b'],
  [/n(?=[bp])/g, 'm'],
  [/(\p{L})\1+/gu, '$1'],
];

/**
 * How a word in small letters without marks sounds in American Spanish: b and v, s, z and soft c, ll and y, soft g and
 * j, k and qu, silent h, single and doubled letters become alike; letters of other alphabets stay. The same for whoever
 * spells it, and never a claim that two people are one.
 */
export function phoneticKey(word: string): string {
  return rules.reduce((left, [from, to]) => left.replace(from, to), word);
}
