/** A generator of numbers in 0..1 that gives the same ones for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Chance = () => number;
const pick = <T>(chance: Chance, from: readonly T[]): T => from[Math.floor(chance() * from.length)] as T;

/** Everything at a place in a document: whose member, and its name. */
function places(value: unknown, found: [Record<string, unknown>, string][] = []): [Record<string, unknown>, string][] {
  if (typeof value !== 'object' || value === null) return found;
  for (const name of Object.keys(value)) {
    found.push([value as Record<string, unknown>, name]);
    places((value as Record<string, unknown>)[name], found);
  }
  return found;
}

const nested = (depth: number, leaf: unknown): unknown => {
  let value = leaf;
  for (let n = 0; n < depth; n++) value = n % 2 === 0 ? [value] : { object: value };
  return value;
};

/** Values that software, or somebody who means harm, puts where another one belongs. */
const values: ((chance: Chance) => unknown)[] = [
  () => null,
  () => true,
  () => -0,
  () => 1e308,
  () => '',
  () => [],
  () => ({}),
  () => '\u0000',
  () => '\ud800',
  () => '\u202eoirartnoc',
  () => 'x'.repeat(20_000),
  (chance) => nested(Math.floor(chance() * 40), 'x'),
  (chance) => Array.from({ length: Math.floor(chance() * 4000) }, (_, n) => n),
  () => 'javascript:alert(1)',
  () => 'https://user:password@social.example/x',
  () => 'https://xn--a.example:99999/',
  () => 'http://[::1]/',
  () => 'as:Public',
  () => ({ '@id': 'https://social.example/x', '@type': '@id', '@container': '@set' }),
  () => ({ '@context': { '@import': 'https://evil.example/context' } }),
  () => ({ '@graph': [{ '@reverse': { a: 'b' } }] }),
  () => ({ type: 'DataIntegrityProof', cryptosuite: 'eddsa-jcs-2022', proofValue: 'z1' }),
  () => ({ type: ['Article', 'Note'], id: 7 }),
];
const names = [
  '@context',
  '@id',
  '@type',
  '@graph',
  'signature',
  'proof',
  '__proto__',
  'constructor',
  'id',
  'actor',
  'object',
  'to',
  'type',
  'é',
];
const types = [
  'Follow',
  'Undo',
  'Create',
  'Update',
  'Delete',
  'Accept',
  'Reject',
  'Move',
  'Flag',
  'Add',
  'Remove',
  'Like',
  'toString',
  '__proto__',
];

/** One to three changes to a copy of an activity: a member dropped, renamed, doubled, wrapped, swapped or replaced. */
export function mutated(activity: unknown, chance: Chance): unknown {
  const copy = structuredClone(activity);
  for (let n = 1 + Math.floor(chance() * 3); n > 0; n--) {
    const all = places(copy);
    if (all.length === 0) break;
    const [owner, name] = pick(chance, all);
    const value = owner[name];
    const change = Math.floor(chance() * 8);
    if (change === 0) delete owner[name];
    else if (change === 1)
      Object.defineProperty(owner, pick(chance, names), {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    else if (change === 2) owner[name] = [value, value];
    else if (change === 3) owner[name] = { id: value, '@context': 'https://www.w3.org/ns/activitystreams' };
    else if (change === 4) owner[name] = structuredClone(pick(chance, all)[0]);
    else if (change === 5 && typeof copy === 'object' && copy !== null)
      Object.assign(copy, { type: pick(chance, types) });
    else owner[name] = pick(chance, values)(chance);
  }
  return copy;
}

const headerValues = [
  '',
  ',',
  '0',
  '\t',
  'a'.repeat(9000),
  '"',
  'Thu, 01 Jan 1970 00:00:00 GMT',
  'sig1=();created=1',
  'sig1=:AAAA:',
  'SHA-256=',
  'sha-256=:AAAA:',
  'keyId="x"',
  'gzip',
  '9'.repeat(30),
  '-1',
];
const headerNames = [
  'signature',
  'signature-input',
  'digest',
  'content-digest',
  'date',
  'host',
  'content-type',
  'content-length',
  'content-encoding',
  'accept',
  'collection-synchronization',
  'x-forwarded-host',
];

/** One or two headers dropped, replaced, cut or mixed up. */
export function mutatedHeaders(headers: Record<string, string>, chance: Chance): Record<string, string> {
  const copy = { ...headers };
  for (let n = 1 + Math.floor(chance() * 2); n > 0; n--) {
    const name = pick(chance, [...Object.keys(copy), ...headerNames]);
    const value = copy[name] ?? '';
    const change = Math.floor(chance() * 5);
    if (change === 0) delete copy[name];
    else if (change === 1) copy[name] = pick(chance, headerValues);
    else if (change === 2) copy[name] = value.slice(0, Math.floor(chance() * value.length));
    else if (change === 3) copy[name] = `${value}, ${value}`;
    else copy[name] = value.replace(/[a-z]/, (letter) => letter.toUpperCase());
  }
  return copy;
}
