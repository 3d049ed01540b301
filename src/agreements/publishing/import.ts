import type { Agreement } from '../../../schemas/agreement.ts';
import { Refusal } from '../../../schemas/codes.ts';
import type { Problem } from '../../agreement-file/problems.ts';
import { importMarkdown } from '../../agreement-file/read.ts';
import { ownChain } from '../../collective/store.ts';
import { transaction } from '../../database/database.ts';
import { randomId } from '../../protocol/encoding.ts';
import type { Chain } from '../../protocol/manifest.ts';
import { record } from '../../record/append.ts';
import type { Runtime } from '../../runtime.ts';
import { asks } from '../texts/templates.ts';
import { keepDraft } from '../versions/keep-draft.ts';
import { nextVersion } from '../versions/rules.ts';
import { storedAgreement } from '../versions/statements.ts';
import { type DraftRow, publishedVersion } from '../versions/store.ts';

/** An agreement file; `series` is the agreement that it is a new version of, unless the file names it itself. */
export type AgreementFile = { markdown: string; series: string | null };
type Imported = { draft: DraftRow } | { problems: Problem[] };

/**
 * Makes a draft from a Markdown file: the first version of a new series, or the next one of a series of ours, whose
 * clauses keep their ids. Answers every problem of the file instead, and stores nothing.
 * @throws `not-set-up`, `not-found` (no such series of ours), `conflict` (withdrawn).
 */
export async function importFile(runtime: Runtime, member: string, file: AgreementFile): Promise<Imported> {
  const first = importMarkdown(file.markdown, { newId: randomId, asks });
  if (!first.ok) return { problems: first.problems };
  const named = first.agreement.series ?? file.series;
  const newest = named === null ? null : await publishedVersion(runtime.db, named);
  if (named !== null && newest === null) throw new Refusal('not-found', 'series');
  const previous = newest && storedAgreement(newest.envelope);
  const read = importMarkdown(file.markdown, { newId: randomId, asks, ...(previous && { previous }) });
  if (!read.ok) return { problems: read.problems };
  const own = await chainOf(runtime);
  const at = { issuer: own.collective, series: named ?? randomId(), newest };
  return { draft: await keep(runtime, member, own, nextVersion(read.agreement, at, runtime.clock.now())) };
}

/**
 * Keeps a whole statement as a draft. Refuses, beside what {@link importFile} refuses, one that is not the next of its
 * series.
 */
export async function importStatement(runtime: Runtime, member: string, statement: Agreement): Promise<DraftRow> {
  return keep(runtime, member, await chainOf(runtime), statement);
}

async function chainOf(runtime: Runtime): Promise<Chain> {
  const own = await ownChain(runtime.db);
  if (!own) throw new Refusal('not-set-up');
  return own;
}

async function keep(runtime: Runtime, member: string, own: Chain, statement: Agreement): Promise<DraftRow> {
  const now = runtime.clock.now();
  return transaction(runtime.db, async (tx) => {
    const draft = await keepDraft(tx, own, { member, statement }, now);
    await record(tx, { actor: member, action: 'agreements.drafted', subject: draft.id }, now);
    return draft;
  });
}
