type Looks = ReadonlySet<string>;

/**
 * The first of these whose name looks like this one: written with other letters of the same look (Unicode UTS #39), in
 * other case, with or without accents, spaces and punctuation.
 */
export async function firstAlike<T extends { name: string }>(
  name: string,
  others: readonly T[],
): Promise<T | undefined> {
  // A table of 100 kB that most runs never need.
  const { default: skeleton } = await import('unhomoglyph');
  const looksOf = (one: string): Looks => {
    const bare = letters(one);
    return new Set([fold(bare), fold(skeleton(bare))].map((each) => letters(skeleton(each))));
  };
  const looks = looksOf(name);
  return others.find((other) => !looks.isDisjointFrom(looksOf(other.name)));
}

/** What is left where no accent, space, sign, symbol or character without a look counts; of nothing else, all of it. */
function letters(name: string): string {
  const whole = name.normalize('NFKD');
  return whole.replace(/[\p{Script=Inherited}\p{P}\p{S}\p{Z}\p{C}]/gu, '') || whole.trim();
}

/** Without case; by upper case first, so that ß is ss. */
const fold = (name: string): string => name.toUpperCase().toLowerCase();
