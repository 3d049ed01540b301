import * as z from 'zod';
import { bundle, delivery } from './delivery.ts';
import { envelope } from './envelope.ts';
import { schemaOf } from './statements.ts';

/** Everything that travels or is signed, by the name of its file. */
export const published: Record<string, z.ZodType> = { bundle, delivery, envelope, ...schemaOf };

/** The JSON Schema (2020-12) of each, as the exact text of its file; the same on every run. */
export function jsonSchemas(): Map<string, string> {
  const files = Object.entries(published).map(([name, schema]): [string, string] => {
    const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', unrepresentable: 'throw' });
    const json = { $schema, $id: `urn:convive:v1:${name}`, title: name, ...rest };
    return [`${name}.schema.json`, `${JSON.stringify(json, null, 2)}\n`];
  });
  return new Map(files);
}
