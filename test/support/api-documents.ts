import * as z from 'zod';
import { acknowledgement } from '../../schemas/acknowledgement.ts';
import { agreement } from '../../schemas/agreement.ts';
import { type Contract, type Form, type OthersWork, refusal, type Who } from '../../schemas/contract.ts';
import { header } from '../../schemas/delivery.ts';
import { b64u16, b64u32, date, recipient, time } from '../../schemas/encodings.ts';
import { envelope } from '../../schemas/envelope.ts';
import { textChange } from '../../schemas/routes/agreements-differences.ts';
import { violence } from '../../schemas/terms.ts';
import type { NamedContract } from './contracts.ts';

/* docs/openapi.json and docs/api.md, from the contracts in schemas/routes/. */

type Json = { [key: string]: unknown };

/** Shapes that many routes share, by the name under which the documents speak of them. */
const shared = z.registry<{ id: string }>();
const named = { acknowledgement, agreement, textChange, envelope, header, violence, b64u16, b64u32, date };
for (const [id, schema] of Object.entries(named)) shared.add(schema, { id });
shared.add(time, { id: 'time' });
const { contacts, clauses, ladder, belonging, procedures } = agreement.shape;
for (const [id, group] of Object.entries({
  contact: contacts,
  clause: clauses,
  step: ladder,
  belonging,
  procedure: procedures,
}))
  shared.add(group.element, { id });
shared.add(recipient, { id: 'recipient' });

const usualBytes = 64 * 1024;

/** The JSON Schema of one shape; what it shares with others is put into `components`. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', components: Json): Json {
  const made = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'throw', metadata: shared });
  const { $schema: _, $defs = {}, id: __, ...rest } = made;
  for (const [name, value] of Object.entries($defs)) components[name] ??= elsewhere(value);
  return elsewhere(rest) as Json;
}

/** References of a JSON Schema as OpenAPI keeps them; ids are names there, not addresses. */
function elsewhere(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(elsewhere);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      if (key === 'id' && typeof inner === 'string') return [];
      if (key === '$ref') return [[key, String(inner).replace('#/$defs/', '#/components/schemas/')]];
      return [[key, elsewhere(inner)]];
    }),
  );
}

const member = [{ bearer: [] }, { cookie: [] }];
const securityOf: Record<Who, Json[]> = {
  anybody: [{}],
  'set-up-code': [{ setUpCode: [] }],
  'invite-code': [{ inviteCode: [] }],
  member,
  listed: member,
  steward: member,
  accompanier: member,
};

/** OpenAPI 3.1 of every JSON route, as the exact text of docs/openapi.json. */
export function openApi(all: readonly NamedContract[]): string {
  const schemas: Json = { refusal: schemaOf(refusal, 'output', {}) };
  const paths: Record<string, Json> = {};
  for (const one of all) {
    const path = one.contract.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [one.contract.method.toLowerCase()]: operation(one, schemas) };
  }
  const document = {
    openapi: '3.1.1',
    info: {
      title: 'Convive',
      version: '1',
      description: 'The JSON routes of a node. Codes, tokens and signatures: docs/api.md.',
      license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(all.map(({ room }) => room))].map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'The token of POST /sign-in.' },
        cookie: { type: 'apiKey', in: 'cookie', name: '__Host-convive', description: 'A browser that came in.' },
        setUpCode: { type: 'apiKey', in: 'header', name: 'authorization', description: 'Setup <code>' },
        inviteCode: { type: 'apiKey', in: 'header', name: 'authorization', description: 'Invite <code>' },
      },
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function operation({ room, name, about, contract }: NamedContract, schemas: Json): Json {
  const { who, othersWork, body, bytes = usualBytes, answer, type = 'application/json', also = [] } = contract;
  const json = (schema: Json, of = 'application/json') => ({ [of]: { schema } });
  return {
    operationId: `${room}.${name}`,
    tags: [room],
    summary: about,
    'x-who': who,
    'x-others-work': othersWork,
    security: who.flatMap((one) => securityOf[one]),
    parameters: parametersOf(contract, schemas),
    ...(body && {
      requestBody: { required: true, content: json(schemaOf(body, 'input', schemas)), 'x-bytes': bytes },
    }),
    responses: {
      [statusOf(contract)]: answer
        ? { description: 'Done.', content: json(schemaOf(answer, 'output', schemas), type) }
        : { description: 'Done.' },
      ...Object.fromEntries(
        also.map((one) => [
          one.status,
          { description: 'Not done.', content: json(schemaOf(one.answer, 'output', schemas)) },
        ]),
      ),
      default: { description: 'Refused.', content: json({ $ref: '#/components/schemas/refusal' }) },
    },
  };
}

const statusOf = ({ answer, status }: Contract): number => status ?? (answer === null ? 204 : 200);

function parametersOf({ params = {}, query, ifMatch }: Contract, schemas: Json): Json[] {
  const asked = query ? (schemaOf(query, 'input', schemas) as { properties?: Json; required?: string[] }) : {};
  return [
    ...Object.entries(params).map(([name, form]) => ({
      name,
      in: 'path',
      required: true,
      schema: schemaOf(form, 'input', schemas),
    })),
    ...Object.entries(asked.properties ?? {}).map(([name, schema]) => ({
      name,
      in: 'query',
      required: asked.required?.includes(name) ?? false,
      schema,
    })),
    ...(ifMatch ? [{ name: 'if-match', in: 'header', required: true, schema: { type: 'string' } }] : []),
  ];
}

const whoInWords: Record<Who, string> = {
  anybody: 'anybody, without an account',
  'set-up-code': 'whoever has the set-up code',
  'invite-code': 'whoever has the code of an invitation',
  member: 'any member',
  listed: 'a member whom the manifest lists',
  steward: 'a steward',
  accompanier: 'an accompanier; for everybody else it does not exist',
};

const workInWords: Record<OthersWork, string> = {
  untouched: 'nothing of it',
  lost: 'may be lost',
  confirmed: 'may be confirmed',
  'lost-or-confirmed': 'may be lost or confirmed',
};

const opening = `# The JSON routes of a node

Written by \`npm run schemas\` from \`schemas/routes/\`; \`openapi.json\` says the same for machines, with every limit.

**Asking.** Send \`accept: application/json\`; bodies are JSON. \`:name\` is a part of the path, and what stands behind
\`?\` may be asked in the query, \`lang\` for the language of sentences. Nothing may be kept by a cache unless it says
so.

**Who asks.** A member's client signs the nonce of \`POST /sign-in/challenge\` (a \`sign-in\` statement, section 4 of
\`protocol.md\`), and \`POST /sign-in\` gives it a token for \`authorization: Bearer <token>\`. A browser that came in
sends its cookie instead. A set-up code is sent as \`authorization: Setup <code>\`, the code of an invitation as
\`authorization: Invite <code>\`.

**Refusals** are \`{ code, where? }\` with the status of their code; \`where\` names a field and never a value.

**Shapes.** \`b64u16\` and \`b64u32\` are 16 and 32 bytes in base64url without padding, \`time\` is
\`2026-11-22T12:00:00Z\`, \`date\` a day, \`recipient\` an age recipient. \`code\` is the code of a refusal,
\`violence\` a type of violence (\`psychological\`). An \`envelope\` holds a signed statement and a \`header\` is that
of a delivery (sections 3 and 5 of \`protocol.md\`). \`agreement\` and its parts (\`contact\`, \`clause\`, \`step\`,
\`belonging\`, \`procedure\`) have the fields of its section 4; \`textChange\` is in \`openapi.json\`.

**Work of others** is what somebody else has not settled yet: a text, a draft, a proposal, signatures under it, what
they share or hold.
`;

/** The routes for people, and what forms send beside them, as the exact text of docs/api.md. */
export function apiPage(all: readonly NamedContract[], forms: readonly Form[]): string {
  const rooms = [...new Set(all.map(({ room }) => room))];
  const parts = rooms.map((room) => {
    const routes = all.filter((one) => one.room === room).map(section);
    return `## ${room}\n\n${routes.join('\n')}`;
  });
  const sent = forms.map(({ path, who, othersWork }) => {
    const whom = who.map((one) => whoInWords[one]).join('; or ');
    return `| \`${path}\` | ${whom} | ${workInWords[othersWork]} |`;
  });
  return `${opening}\n${parts.join('\n')}\n${onForms}${sent.join('\n')}\n`;
}

const onForms = `## What forms of pages send

Beside routes above that are also a page. A page answers, or leads to one.

| POST | Who | Work of others |
|---|---|---|
`;

function section({ about, contract }: NamedContract): string {
  const { method, path, who, othersWork, query, body, bytes, answer, type, also = [], ifMatch } = contract;
  const { page, file, kept } = contract;
  const asked = query ? `?${Object.keys(query.shape).join('&')}` : '';
  const lines = [
    `- Who: ${who.map((one) => whoInWords[one]).join('; or ')}.`,
    ...(method === 'GET' ? [] : [`- Work of others: ${workInWords[othersWork]}.`]),
    ...(ifMatch ? ['- The revision that is changed: `if-match: "<revision>"`.'] : []),
    ...(body ? [`- Body${bytes ? `, at most ${bytes / 1024} KiB` : ''}: \`${inShort(body, 'input')}\``] : []),
    `- Answer: ${answer === null ? '204' : `${statusOf(contract)} \`${inShort(answer, 'output')}\``}`,
    ...(type ? [`- As \`${type}\`.`] : []),
    ...also.map((one) => `- Or: ${one.status} \`${inShort(one.answer, 'output')}\``),
    ...(kept ? ['- May be kept and asked about again.'] : []),
    ...(file ? [`- Also a file, \`${file}\`, for whoever does not name JSON.`] : []),
    ...(page ? [`- Also a page, for whoever ${page === 'first' ? 'does not name JSON' : 'names `text/html`'}.`] : []),
  ];
  return `### ${method} ${path}${asked}\n\n${about}\n\n${lines.join('\n')}\n`;
}

/** A shape in one line, as TypeScript writes types; shared shapes by their name, without limits. */
function inShort(schema: z.ZodType, io: 'input' | 'output'): string {
  const components: Json = {};
  return typeOf(schemaOf(schema, io, components));
}

function typeOf(schema: Json): string {
  if (typeof schema.$ref === 'string') return schema.$ref.split('/').at(-1) ?? '';
  if ('const' in schema) return JSON.stringify(schema.const).replaceAll('"', "'");
  const either = (schema.anyOf ?? schema.oneOf) as Json[] | undefined;
  if (either) return either.map(typeOf).join(' | ');
  const values = schema.enum as unknown[] | undefined;
  if (values) return values.length > 12 ? 'code' : values.map((one) => `'${one}'`).join(' | ');
  if (schema.type === 'array') {
    const items = schema.items as Json;
    return items.anyOf || items.oneOf || items.enum ? `(${typeOf(items)})[]` : `${typeOf(items)}[]`;
  }
  if (schema.type !== 'object') return String(schema.type ?? 'anything');
  if (!schema.properties) return `{ [${typeOf((schema.propertyNames as Json) ?? {})}]: ${typeOf(extra(schema))} }`;
  const required = (schema.required ?? []) as string[];
  const fields = Object.entries(schema.properties as Record<string, Json>).map(
    ([name, inner]) => `${name}${required.includes(name) ? '' : '?'}: ${typeOf(inner)}`,
  );
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

const extra = (schema: Json): Json =>
  typeof schema.additionalProperties === 'object' ? (schema.additionalProperties as Json) : {};
