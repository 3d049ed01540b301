import { readFileSync } from 'node:fs';
import type { Agreement } from '../../schemas/agreement.ts';
import type { StatementOf } from '../../schemas/statements.ts';
import { importFile } from '../../src/agreements/publishing/import.ts';
import { publishDraft } from '../../src/agreements/publishing/publish.ts';
import { signDraft } from '../../src/agreements/publishing/sign.ts';
import { withdrawalsAsJson, withdrawSeries } from '../../src/agreements/publishing/withdraw.ts';
import { type DraftRow, type PublishedRow, versionsOf } from '../../src/agreements/versions/store.ts';
import { canonical } from '../../src/protocol/canonical.ts';
import { b64u, randomId, timeOf, utf8 } from '../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope, payloadTypeOf, readUnverified } from '../../src/protocol/envelope.ts';
import type { Node } from '../peers/nodes.ts';
import { type Person, signedBy } from '../protocol/cast.ts';

/** A whole agreement file of the cast. */
export const fileOf = (name: string): string =>
  readFileSync(new URL(`../support/agreements/${name}`, import.meta.url), 'utf8');

/** A short agreement of a node, version 1 unless said otherwise. */
export function agreementOf(node: Pick<Node, 'id'>, changes: Partial<Agreement> = {}): Agreement {
  return {
    type: 'agreement',
    issuer: node.id,
    series: randomId(),
    version: 1,
    prev: null,
    adaptedFrom: [],
    scope: {},
    contacts: [],
    ladder: [],
    procedures: [],
    title: { es: 'Cómo convivimos' },
    languages: ['es'],
    summary: { es: 'Lo que acordamos en la casa.' },
    clauses: [
      {
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
      },
    ],
    belonging: [],
    protects: {},
    adopted: { body: 'Asamblea', method: 'consent_round', at: '2026-03-14' },
    reviewBy: '2027-03-14',
    licence: 'CC-BY-SA-4.0',
    issuedAt: timeOf(new Date(Date.now() - 1000)),
    ...changes,
  };
}

/** The statement under these people's signatures. */
export function signedAgreement(statement: Agreement, ...people: Person[]): Envelope {
  return signedBy(draftEnvelope('agreement', statement), ...people);
}

/** Signed as somebody writes it who does not use our software, or an older one: ours refuses to. */
export function signedRaw(statement: object, people: Person[], change = (json: string) => json): Envelope {
  const payloadType = payloadTypeOf('agreement');
  return signedBy({ payloadType, payload: b64u(utf8(change(canonical(statement)))), signatures: [] }, ...people);
}

/** The node's own people import a file, sign and publish it. */
export async function publishFile(node: Node, markdown: string, series: string | null = null): Promise<PublishedRow> {
  const { rosa, lu } = node.people;
  const made = await importFile(node.runtime, rosa.member, { markdown, series });
  if ('problems' in made) throw new Error(JSON.stringify(made.problems));
  await signBy(node, made.draft, rosa, lu);
  return publishDraft(node.runtime, rosa.member, made.draft.id);
}

export async function signBy(node: Node, draft: DraftRow, ...people: Person[]): Promise<void> {
  for (const one of people) {
    const envelope = signedBy(JSON.parse(draft.envelope) as Envelope, one);
    await signDraft(node.runtime, one.member, draft.id, envelope);
  }
}

/** A withdrawal of the newest version of a series of the node, which nobody has signed. */
export async function withdrawalOf(
  { id, runtime }: Pick<Node, 'id' | 'runtime'>,
  series: string,
  changes: Partial<StatementOf<'agreement-withdrawal'>> = {},
): Promise<Envelope> {
  const [newest] = await versionsOf(runtime.db, series);
  return draftEnvelope('agreement-withdrawal', {
    type: 'agreement-withdrawal',
    issuer: id,
    series,
    version: newest?.version ?? 1,
    agreement: newest?.id ?? id,
    at: timeOf(runtime.clock.now()),
    ...changes,
  });
}

/**
 * The node's own people take a series back, Rosa and Lu unless said otherwise, under the withdrawal that waits, if one
 * does; what each of them was told.
 */
export async function takeBack(node: Pick<Node, 'id' | 'runtime' | 'people'>, series: string, ...people: Person[]) {
  const { rosa, lu } = node.people;
  const told = [];
  for (const one of people.length > 0 ? people : [rosa, lu]) {
    const { withdrawals } = await withdrawalsAsJson(node.runtime);
    const waiting = withdrawals.find(
      ({ lapsed, envelope }) => !lapsed && readUnverified('agreement-withdrawal', envelope).statement.series === series,
    );
    const envelope = signedBy(waiting?.envelope ?? (await withdrawalOf(node, series)), one);
    told.push(await withdrawSeries(node.runtime, one.member, series, envelope));
  }
  return told;
}
