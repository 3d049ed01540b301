import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { refusalCodes } from '../schemas/codes.ts';
import { jsonSchemas, published } from '../schemas/json-schemas.ts';
import { schemaOf, statementKinds } from '../schemas/statements.ts';

const folder = new URL('../schemas/', import.meta.url);
const files = (path: string) => readdirSync(new URL(path, folder)).sort();
const read = (path: string) => readFileSync(new URL(path, folder), 'utf8');

const ajv = new Ajv2020({ strict: true, allErrors: false });
const names = Object.keys(published).sort();
const judges = new Map(
  names.map((name) => [
    name,
    { zod: published[name]!, ajv: ajv.compile(JSON.parse(read(`json/${name}.schema.json`))) },
  ]),
);
const examples = names.flatMap((name) =>
  (['valid', 'invalid'] as const).flatMap((verdict) =>
    files(`examples/${name}/${verdict}`).map((file) => ({ name, verdict, file })),
  ),
);

describe('the published JSON Schemas', () => {
  it('are what the zod definitions say, file by file', () => {
    const written = jsonSchemas();
    expect(files('json')).toEqual([...written.keys()].sort());
    for (const [name, text] of written) expect(read(`json/${name}`), name).toBe(text);
  });

  it('come with examples for every one, at least two valid and five invalid', () => {
    expect(files('examples')).toEqual(names);
    for (const name of names) {
      expect(files(`examples/${name}/valid`).length, name).toBeGreaterThanOrEqual(2);
      expect(files(`examples/${name}/invalid`).length, name).toBeGreaterThanOrEqual(5);
    }
  });

  it.each(examples)('$name/$verdict/$file gets the same verdict from zod and from ajv', ({ name, verdict, file }) => {
    const value = JSON.parse(read(`examples/${name}/${verdict}/${file}`));
    const { zod, ajv: validate } = judges.get(name)!;
    expect({ zod: zod.safeParse(value).success, ajv: validate(value) }).toEqual({
      zod: verdict === 'valid',
      ajv: verdict === 'valid',
    });
  });

  it('close every object and bound every string, list and number', () => {
    for (const [name, text] of jsonSchemas()) expect(unbounded(JSON.parse(text)), name).toEqual([]);
  });

  it('carry shape only: what zod returns is what it was given', () => {
    for (const { name, file } of examples.filter((one) => one.verdict === 'valid')) {
      const value = JSON.parse(read(`examples/${name}/valid/${file}`));
      expect(published[name]!.parse(value)).toEqual(value);
    }
  });
});

/** Fields that came after statements were signed without them: what was signed then is still read. */
const laterFields: Partial<Record<string, string[]>> = { comparison: ['shown'] };

describe('the names of the contract', () => {
  it('list every kind of statement under its own type', () => {
    expect(statementKinds).toEqual(Object.keys(schemaOf));
    for (const kind of statementKinds) {
      const json = JSON.parse(read(`json/${kind}.schema.json`));
      expect(json.properties.type.const).toBe(kind);
      const needed = Object.keys(json.properties).filter((field) => !laterFields[kind]?.includes(field));
      expect(json.required).toEqual(needed);
    }
  });

  it('list each refusal code once', () => {
    expect(new Set(refusalCodes).size).toBe(refusalCodes.length);
    for (const code of refusalCodes) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });
});

/** Paths of parts that are open or without a bound; records are open by nature and bounded by their names' pattern. */
function unbounded(schema: Record<string, unknown>, path = ''): string[] {
  const found: string[] = [];
  const { type, properties, propertyNames, additionalProperties } = schema;
  if (type === 'object' && !propertyNames && additionalProperties !== false) found.push(path);
  if (type === 'string' && !schema.pattern && !schema.enum && schema.const === undefined) found.push(path);
  if (type === 'array' && schema.maxItems === undefined) found.push(path);
  if (type === 'integer' && (schema.minimum === undefined || schema.maximum === undefined)) found.push(path);
  const inner = { ...(properties as object), names: propertyNames, values: additionalProperties, items: schema.items };
  for (const [name, part] of Object.entries(inner)) found.push(...unboundedPart(part, `${path}/${name}`));
  for (const part of (schema.anyOf as unknown[] | undefined) ?? []) found.push(...unboundedPart(part, path));
  return found;
}

function unboundedPart(part: unknown, path: string): string[] {
  return typeof part === 'object' && part !== null ? unbounded(part as Record<string, unknown>, path) : [];
}
