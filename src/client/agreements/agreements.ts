import type { Agreement } from '../../../schemas/agreement.ts';
import { Refusal } from '../../../schemas/codes.ts';
import type { Envelope } from '../../../schemas/envelope.ts';
import { agreementsContract, type FileProblem, type Published } from '../../../schemas/routes/agreements.ts';
import { type AgreementList, agreementsReadingContract } from '../../../schemas/routes/agreements-reading.ts';
import { checkAgreement } from '../../protocol/agreement.ts';
import { idOf, readUnverified, signEnvelope } from '../../protocol/envelope.ts';
import { type Chain, signersOf } from '../../protocol/manifest.ts';
import { type Api, ApiRefusal } from '../api/api.ts';
import { call } from '../api/call.ts';
import { everyPage } from '../api/every-page.ts';
import { type Keyring, signingSecret } from '../keyring/keyring.ts';

/** A draft whose words, hash and signers were worked out here, not taken from the node. */
export type CheckedDraft = {
  id: string;
  statement: Agreement;
  envelope: Envelope;
  /** Stewards of our newest manifest who signed it, and how many it takes. */
  signers: string[];
  needed: number;
};

/** A draft among several, with what the node says of it: who began it, when, and since when it counts no more. */
export type ListedDraft = CheckedDraft & { by: string; at: string; lapsed: string | null };

/** Our agreements that stand, what was published last first, and those of the collectives we follow. */
export async function listAgreements(api: Api): Promise<AgreementList> {
  const pages = await everyPage(
    (query) => call(api, agreementsReadingContract.list, { query }),
    (page) => [page],
  );
  const agreements = pages.flatMap((page) => page.agreements);
  return {
    agreements: agreements.sort((a, b) => (a.published === b.published ? 0 : a.published < b.published ? 1 : -1)),
    partners: pages.flatMap(({ partners }) => partners),
  };
}

/**
 * Makes a draft from an agreement file, or answers every problem in it, each with its line and what to write instead.
 * `series` names the agreement of ours that it is a new version of, null a new one.
 */
export async function importAgreement(
  { api, chain }: { api: Api; chain: Chain },
  file: { file: string; markdown: string; series: string | null; language: string },
): Promise<{ draft: CheckedDraft } | { problems: FileProblem[] }> {
  const { language, ...body } = file;
  try {
    const draft = await call(api, agreementsContract.importDraft, { body });
    return { draft: checkDraft(draft.envelope, chain) };
  } catch (error) {
    if (!(error instanceof ApiRefusal) || error.code !== 'agreement-form') throw error;
    const asked = { query: { lang: language }, body: { file: body.file, markdown: body.markdown } };
    const { problems } = await call(api, agreementsContract.problems, asked);
    if (problems.length === 0) throw error;
    return { problems };
  }
}

/**
 * A partner's agreement, or one clause of it, as a Markdown draft that names where it comes from; `into` is the series
 * of ours that the clause is added to.
 * @throws `not-found` for a version that is not the newest shown here, `conflict` when ours already comes from another
 * agreement.
 */
export async function adaptAgreement(
  api: Api,
  id: string,
  { clause, into }: { clause?: string | undefined; into?: string | undefined } = {},
): Promise<string> {
  const { partners } = await listAgreements(api);
  const found = partners.find((one) => one.id === id || one.url === id);
  if (!found) throw new Refusal('not-found', 'agreement');
  const { peer, series, version } = found;
  const query = { ...(clause && { clause }), ...(into && { into }) };
  const asked = { params: { peer, series, version }, query };
  return (await call(api, agreementsReadingContract.adaptedVersion, asked)).markdown;
}

/** Our own drafts, the first one first, each checked here; of those that lapsed no signature is looked at. */
export async function listDrafts({ api, chain }: { api: Api; chain: Chain }): Promise<ListedDraft[]> {
  const drafts = await everyPage(
    (query) => call(api, agreementsContract.drafts, { query }),
    (page) => page.drafts,
  );
  drafts.sort((a, b) => (a.created === b.created ? 0 : a.created < b.created ? -1 : 1));
  return drafts.map(({ envelope, by, created: at, lapsed }) => {
    const counting = lapsed === null ? envelope : { ...envelope, signatures: [] };
    return { ...checkDraft(counting, chain), by, at, lapsed };
  });
}

/**
 * Drafts under which somebody has signed and beside which a file would stand: of the series that it is a new version
 * of, or that it names itself. Their signatures stay on their words.
 */
export async function signedBeside(
  who: { api: Api; chain: Chain },
  { series, markdown }: { series: string | null; markdown: string },
): Promise<ListedDraft[]> {
  return (await listDrafts(who)).filter(
    ({ lapsed, signers, statement }) =>
      lapsed === null && signers.length > 0 && (statement.series === series || markdown.includes(statement.series)),
  );
}

/**
 * Signs exactly the words that were checked, with a steward's key.
 * @throws `not-allowed` for a key that is no steward's.
 */
export async function signAgreement(
  { api, chain, keyring }: { api: Api; chain: Chain; keyring: Keyring },
  draft: CheckedDraft,
): Promise<CheckedDraft> {
  const envelope = signEnvelope(draft.envelope, signingSecret(keyring));
  if (!signersOf(envelope, chain, 'steward').has(keyring.member)) throw new Refusal('not-allowed');
  const params = { id: draft.id };
  const answer = await call(api, agreementsContract.sign, { params, body: { envelope } });
  if (idOf(answer.envelope) !== draft.id) throw new Refusal('unexpected-answer');
  return checkDraft(answer.envelope, chain);
}

/** Publishes a draft for good, to everyone who follows. */
export function publishAgreement(api: Api, draft: string): Promise<Published> {
  return call(api, agreementsContract.publish, { params: { id: draft } });
}

/** An agreement of ours as the Markdown file that can be imported again. */
export async function exportAgreement(api: Api, series: string, version?: number): Promise<string> {
  const { ownFile, ownVersionFile } = agreementsReadingContract;
  const file =
    version === undefined
      ? call(api, ownFile, { params: { series } })
      : call(api, ownVersionFile, { params: { series, version } });
  return (await file).markdown;
}

/** A version as a JSON file: the words and the id of exactly these words. */
export async function exportJson(api: Api, series: string, version?: number): Promise<string> {
  const { ownWords, ownVersionWords } = agreementsReadingContract;
  const words =
    version === undefined
      ? call(api, ownWords, { params: { series } })
      : call(api, ownVersionWords, { params: { series, version } });
  return `${JSON.stringify(await words, null, 2)}\n`;
}

function checkDraft(envelope: Envelope, chain: Chain, now = new Date()): CheckedDraft {
  const { statement, id } = readUnverified('agreement', envelope);
  if (statement.issuer !== chain.collective) throw new Refusal('from-mismatch', 'issuer');
  checkAgreement(statement, now);
  const signers = envelope.signatures.length === 0 ? [] : [...signersOf(envelope, chain, 'steward')];
  return { id, statement, envelope, signers, needed: chain.newest.statement.policy.rotate };
}
