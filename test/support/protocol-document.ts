import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { statementKinds } from '../../schemas/statements.ts';
import { committedCases } from '../vectors/files.ts';
import { root } from './sources.ts';
import { table, withParts } from './written-parts.ts';

/* The parts of docs/protocol.md that are written from schemas, vectors and code. */

type Shape = {
  type?: string;
  anyOf?: Shape[];
  properties?: Record<string, Shape>;
  required?: string[];
  items?: Shape;
};

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** A field and what it holds: `[]` a list, `{…}` named fields, `|null` where it may be null, `?` where it may lack. */
function field(name: string, shape: Shape): string {
  const options = shape.anyOf ?? [shape];
  const kinds = options.filter(({ type }) => type !== 'null');
  const list = kinds.some(({ type }) => type === 'array');
  const inner = kinds.flatMap((one) => [one, one.items ?? {}]).find((one) => one.properties !== undefined);
  const other = kinds.length > 1 ? ' id or' : '';
  const fields = inner ? `${other} {${fieldList(inner)}}` : '';
  return `${name}${list ? '[]' : ''}${kinds.length < options.length ? '\\|null' : ''}${fields}`;
}

function fieldList({ properties = {}, required = [] }: Shape): string {
  const fields = Object.entries(properties).filter(([key]) => key !== 'type');
  return fields.map(([key, shape]) => field(required.includes(key) ? key : `${key}?`, shape)).join(', ');
}

/** The fields of each kind of statement, `type` left out, as its JSON Schema has them. */
function fieldsTable(): string {
  const rows = statementKinds.map((kind) => {
    const shape = JSON.parse(read(`schemas/json/${kind}.schema.json`)) as Shape;
    return [`\`${kind}\``, fieldList(shape)];
  });
  return table(['kind', 'fields'], rows);
}

/** How many cases each folder of vectors has. */
function vectorsTable(): string {
  const folders = Map.groupBy(committedCases(), ({ folder }) => folder);
  return table(
    ['folder', 'cases'],
    [...folders].map(([folder, cases]) => [`\`${folder}\``, String(cases.length)]),
  );
}

/** The rules by which a word is spelled as it sounds, in order, as the code has them. */
function soundRules(): string {
  const text = read('src/protocol/phonetic.ts');
  const vowel = /const vowel = '([a-z]+)'/.exec(text)?.[1] ?? '';
  const rules = text.matchAll(/^ {2}\[(?:new RegExp\(`(.+?)`, 'g'\)|\/(.+?)\/g?u?), '(.*)'\],$/gm);
  return [...rules]
    .map(([, made, written, to]) => {
      const from = (made ?? written ?? '').replaceAll(`\${vowel}`, vowel);
      return `    ${from} → ${to === '' ? 'nothing' : to}`;
    })
    .join('\n');
}

/** docs/protocol.md with these parts as they have to be. */
export function protocolDocument(text: string): string {
  return withParts(text, { fields: fieldsTable(), sounds: soundRules(), vectors: vectorsTable() });
}
