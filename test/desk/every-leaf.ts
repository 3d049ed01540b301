import type * as z from 'zod';
import { b64u, sha256, utf8 } from '../../src/protocol/encoding.ts';

/* A statement with something of its own in every field of its schema, and the same with another value in one field. */

/** Another value of the whole, and the path of the one field in which it differs. `text` is free text that it has. */
export type Other = { path: string; value: unknown; text: string | null };

/** A whole value, its free texts by path, and one other for each value that a field can have besides. */
export type Filled = { value: unknown; texts: ReadonlyMap<string, string>; others: Other[] };

/** Values by path in the place of those that are made up: where a field points to another one. */
export type Given = Readonly<Record<string, readonly unknown[]>>;

/** Fills a schema; a new field, or one of a shape that nobody knew, comes along by itself or fails. */
export function filled(schema: z.ZodType, given: Given = {}, path = ''): Filled {
  const own = given[path];
  if (own) return one(path, own);
  const def = schema.def as unknown as Def;
  switch (def.type) {
    case 'object':
      return objectOf(def.shape ?? {}, given, path);
    case 'array':
      return arrayOf(schema, def.element as z.ZodType, given, path);
    case 'record':
      return recordOf(def.valueType as z.ZodType, given, path);
    case 'nullable':
    case 'optional':
      return andOthers(filled(def.innerType as z.ZodType, given, path), path, [
        def.type === 'nullable' ? null : undefined,
      ]);
    case 'union':
      return unionOf(def.options ?? [], given, path);
    case 'literal':
      return one(path, def.values ?? []);
    case 'enum':
      return one(path, Object.values(def.entries ?? {}));
    case 'boolean':
      return one(path, [true, false]);
    default:
      return one(path, leavesOf(schema, path));
  }
}

type Def = {
  type: string;
  shape?: Record<string, z.ZodType>;
  element?: z.ZodType;
  valueType?: z.ZodType;
  innerType?: z.ZodType;
  options?: z.ZodType[];
  values?: unknown[];
  entries?: Record<string, string>;
};

const below = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

function one(path: string, [value, ...rest]: readonly unknown[]): Filled {
  const texts = new Map(isText(value) ? [[path, value]] : []);
  return { value, texts, others: rest.map((other) => ({ path, value: other, text: isText(other) ? other : null })) };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.startsWith('canary ');

function andOthers(inner: Filled, path: string, more: readonly unknown[]): Filled {
  return { ...inner, others: [...inner.others, ...more.map((value) => ({ path, value, text: null }))] };
}

function objectOf(shape: Record<string, z.ZodType>, given: Given, path: string): Filled {
  const fields = Object.entries(shape).map(([key, inner]) => [key, filled(inner, given, below(path, key))] as const);
  const value = Object.fromEntries(fields.map(([key, inner]) => [key, inner.value]));
  return {
    value,
    texts: new Map(fields.flatMap(([, { texts }]) => [...texts])),
    others: fields.flatMap(([key, { others }]) =>
      others.map((other) => ({ ...other, value: { ...value, [key]: other.value } })),
    ),
  };
}

/** One entry, and for its length: none where that is allowed, and two. */
function arrayOf(schema: z.ZodType, element: z.ZodType, given: Given, path: string): Filled {
  const inner = filled(element, given, `${path}[]`);
  const second = filled(element, given, `${path}[].second`);
  const others = inner.others.map((other) => ({ ...other, value: [other.value] }));
  const two = typeof inner.value === 'object' ? second.value : inner.others[0]?.value;
  const lengths = [[], [inner.value, two]].filter((value) => schema.safeParse(value).success);
  return andOthers({ value: [inner.value], texts: inner.texts, others }, path, lengths);
}

/** In two languages; the same in another one, and in one only, say another thing. */
function recordOf(valueType: z.ZodType, given: Given, path: string): Filled {
  const [first, second] = ['es', 'en'].map((language) => filled(valueType, given, below(path, language)));
  const { value: es, texts, others } = first as Filled;
  const { value: en, texts: texts2, others: others2 } = second as Filled;
  const changed = [
    ...others.map((other) => ({ ...other, value: { es: other.value, en } })),
    ...others2.map((other) => ({ ...other, value: { es, en: other.value } })),
  ];
  const inner = { value: { es, en }, texts: new Map([...texts, ...texts2]), others: changed };
  return andOthers(inner, path, [{ es }, { ca: es, en }, { es: en, en: es }]);
}

function unionOf(options: readonly z.ZodType[], given: Given, path: string): Filled {
  const [first, ...rest] = options.map((option) => filled(option, given, path));
  return andOthers(
    first as Filled,
    path,
    rest.map(({ value }) => value),
  );
}

/** Two values of a leaf: free text where it takes that, else of the first form that it takes. */
function leavesOf(schema: z.ZodType, path: string): unknown[] {
  const found = candidates(path).find((pair) => pair.every((value) => schema.safeParse(value).success));
  if (!found) throw new Error(`nothing is known that ${path} would take`);
  return [...found];
}

function candidates(path: string): (readonly [unknown, unknown])[] {
  const bytes = (what: string, length: number) => b64u(sha256(utf8(`${path} ${what}`)).subarray(0, length));
  return [
    [`canary 1 ${path}`, `canary 2 ${path}`],
    ['canary1.example', 'canary2.example'],
    ['2027-03-05T06:07:08Z', '2027-04-06T07:08:09Z'],
    ['2027-03-05', '2027-04-06'],
    ['2027-Q1', '2027-Q2'],
    [bytes('1', 32), bytes('2', 32)],
    [bytes('1', 16), bytes('2', 16)],
    ['https://canary1.example/one', 'https://canary2.example/one'],
    [`age1pq1${'q'.repeat(1952)}`, `age1pq1${'p'.repeat(1952)}`],
    [`z${'2'.repeat(44)}`, `z${'3'.repeat(44)}`],
    ['ca', 'eu'],
    [2, 3],
  ];
}
