import { expect } from 'vitest';
import type { Agreement } from '../../../schemas/agreement.ts';
import { importStatement } from '../../../src/agreements/publishing/import.ts';
import { publishDraft } from '../../../src/agreements/publishing/publish.ts';
import { statementOf } from '../../../src/agreements/versions/statements.ts';
import type { PublishedRow } from '../../../src/agreements/versions/store.ts';
import { randomId, timeOf } from '../../../src/protocol/encoding.ts';
import type { Node } from '../../peers/nodes.ts';
import { agreementOf, signBy } from '../words.ts';

/* What the tests of looking up share. */

type Piece = { text: string; marked: boolean };

/** An agreement that was found, as the JSON answer gives it. */
export type Found = {
  peer: string | null;
  series: string;
  version: number;
  language: string;
  collective: string;
  title: Piece[];
  places: { kind: string; clause: string | null; url: string; excerpt: { pieces: Piece[] } | null }[];
  others: number;
  url: string;
};

export const ask = (node: Node, q: string, accept = 'application/json', more = ''): Promise<Response> =>
  node.get(`/agreements/search?q=${encodeURIComponent(q)}${more}`, accept);

export async function found(node: Node, q: string): Promise<Found[]> {
  const answer = await ask(node, q);
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { found: Found[] }).found;
}

export const plain = (pieces: readonly { text: string }[]): string => pieces.map(({ text }) => text).join('');
export const titles = async (node: Node, q: string): Promise<string[]> =>
  (await found(node, q)).map(({ title }) => plain(title));
export const htmlOf = async (node: Node, q: string, more = '&lang=en'): Promise<string> =>
  (await ask(node, q, 'text/html', more)).text();

export const clause = (changes: Partial<Agreement['clauses'][number]> = {}): Agreement['clauses'][number] => ({
  id: randomId(),
  violence: 'verbal',
  ownName: {},
  axes: [],
  severity: null,
  stance: 'not_tolerated',
  fromStep: null,
  text: { es: 'No gritamos.' },
  examples: {},
  responses: {},
  support: {},
  ...changes,
});

/** A Spanish agreement of one clause with this text. */
export const saying = (text: string): Partial<Agreement> => ({ clauses: [clause({ text: { es: text } })] });

/** The next version of one that is published. */
export const next = (row: PublishedRow, changes: Partial<Agreement>): Partial<Agreement> => ({
  ...statementOf(row),
  version: row.version + 1,
  prev: row.id,
  issuedAt: timeOf(new Date(Date.now() - 1000)),
  ...changes,
});

/** The node's people sign and publish it. */
export async function publish(node: Node, changes: Partial<Agreement>): Promise<PublishedRow> {
  const { rosa, lu } = node.people;
  const draft = await importStatement(node.runtime, rosa.member, agreementOf(node, changes));
  await signBy(node, draft, rosa, lu);
  return publishDraft(node.runtime, rosa.member, draft.id);
}
