import type { Agreement } from '../../../schemas/agreement.ts';
import { Refusal } from '../../../schemas/codes.ts';
import { type Acknowledged, agreementsContract } from '../../../schemas/routes/agreements.ts';
import { type AgreementList, agreementsReadingContract } from '../../../schemas/routes/agreements-reading.ts';
import type { StatementOf } from '../../../schemas/statements.ts';
import { timeOf } from '../../protocol/encoding.ts';
import { draftEnvelope, type Envelope, readUnverified, signEnvelope } from '../../protocol/envelope.ts';
import type { Chain } from '../../protocol/manifest.ts';
import type { Api } from '../api/api.ts';
import { call } from '../api/call.ts';
import { oneNamed } from '../api/named.ts';
import { type Keyring, signingSecret } from '../keyring/keyring.ts';
import { peerRoot } from '../keyring/peer-trust.ts';
import type { Called } from '../peers/called.ts';
import { listAgreements } from './agreements.ts';

type Statement = StatementOf<'acknowledgement'>;
type Listed = AgreementList['partners'][number];

/** What is to be signed, read here, and the partner's agreement that it is about. */
export type CheckedAcknowledgement = {
  envelope: Envelope;
  statement: Statement;
  /** What it is about, by its own words: those whose hash is signed. */
  about: Agreement;
  called: Called;
};

/**
 * What our collective would say of a partner's agreement, by its id or page: `clauses` are those on which we differ,
 * none means that it fits. Without them it is the draft that another steward began, by the first characters of its hash
 * where several stand. The agreement's words are read from its signed statement and must have that id.
 * @throws `several`, `not-found` for an agreement or a draft that is not there, `statement-rule` for a clause that is
 * not in it, `from-mismatch` for words of another collective.
 */
export async function acknowledgementOf(
  { api, keyring, chain }: { api: Api; keyring: Keyring; chain: Chain },
  named: string,
  differs: readonly string[] | null,
  draft = '',
): Promise<CheckedAcknowledgement> {
  const { partners } = await listAgreements(api);
  const partner = partners.find(({ id, url }) => id === named || url === named);
  if (!partner) throw new Refusal('not-found', 'agreement');
  const { drafts } = await call(api, agreementsContract.acknowledgementDrafts);
  const began = drafts.map(({ envelope }) => ({ envelope, ...readUnverified('acknowledgement', envelope) }));
  const ofIt = began.filter(({ statement }) => statement.agreement === partner.id);
  const same = differs === null ? oneNamed(ofIt, draft) : ofIt.find(({ statement }) => alike(statement, differs));
  if (!same && differs === null) throw new Refusal('not-found', 'draft');
  const statement: Statement = same?.statement ?? {
    type: 'acknowledgement',
    agreement: partner.id,
    issuer: chain.collective,
    stance: differs && differs.length > 0 ? 'differs' : 'compatible',
    clauses: [...new Set(differs ?? [])],
    at: timeOf(new Date()),
  };
  if (statement.issuer !== chain.collective) throw new Refusal('from-mismatch', 'issuer');
  const about = await wordsOf(api, partner);
  const ids = new Set([...about.clauses, ...about.belonging].map(({ id }) => id));
  if (statement.clauses.some((id) => !ids.has(id))) throw new Refusal('statement-rule', 'clauses');
  const { called } = await peerRoot({ api, keyring, own: chain, now: new Date() }, partner.peer);
  const envelope = same?.envelope ?? draftEnvelope('acknowledgement', statement);
  return { envelope, statement, about, called };
}

/** Signs exactly those words as a steward; published and announced once enough have. */
export function signAcknowledgement(
  { api, keyring }: { api: Api; keyring: Keyring },
  { envelope }: CheckedAcknowledgement,
): Promise<Acknowledged> {
  const body = { envelope: signEnvelope(envelope, signingSecret(keyring)) };
  return call(api, agreementsContract.acknowledge, { body });
}

function alike({ clauses }: Statement, differs: readonly string[]): boolean {
  return JSON.stringify([...clauses].sort()) === JSON.stringify([...new Set(differs)].sort());
}

/** Those words, by their hash; their issuer must be the collective under which the node lists them. */
async function wordsOf(api: Api, { id, peer, series, version }: Listed): Promise<Agreement> {
  const params = { peer, series, version };
  const envelope = await call(api, agreementsReadingContract.partnersVersionStatement, { params });
  const { statement, id: read } = readUnverified('agreement', envelope);
  if (read !== id) throw new Refusal('unexpected-answer');
  if (statement.issuer !== peer) throw new Refusal('from-mismatch', 'issuer');
  return statement;
}
