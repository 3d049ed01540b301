import { Refusal } from '../../../schemas/codes.ts';
import { adaptWhole } from '../../agreement-file/adapt.ts';
import { emptyText, type OpenText } from '../../agreement-file/parts.ts';
import type { Problem } from '../../agreement-file/problems.ts';
import { importOpen } from '../../agreement-file/read.ts';
import { transaction } from '../../database/database.ts';
import { agreementTemplates } from '../../platform/agreement-templates.ts';
import { randomId } from '../../protocol/encoding.ts';
import { record } from '../../record/append.ts';
import type { Runtime } from '../../runtime.ts';
import { shownById } from '../versions/received-store.ts';
import { statementOf, storedAgreement } from '../versions/statements.ts';
import { publishedVersion } from '../versions/store.ts';
import { insertText, textsBegunBy } from './store.ts';
import { asks } from './templates.ts';
import { emptyFront, type Part, partsOf } from './text.ts';

/** What a text begins with. */
export type Beginning =
  | { from: 'template'; language: 'es' | 'en' }
  | { from: 'series'; series: string }
  | { from: 'partner'; statement: string }
  | { from: 'markdown'; markdown: string }
  | { from: 'empty'; language: string };

/** Of one person at once: nobody keeps others from writing. */
const mostTexts = 100;

/**
 * Begins a text that members write together. Answers every problem of a pasted file instead, and stores nothing.
 * @throws `not-found` (no such agreement of ours that stands, or of a partner that is shown here) and `too-many`.
 */
export async function startText(
  runtime: Runtime,
  member: string,
  beginning: Beginning,
): Promise<{ id: string } | { problems: Problem[] }> {
  const read = await readBeginning(runtime, beginning);
  if ('problems' in read) return read;
  const now = runtime.clock.now();
  const id = randomId();
  const { written } = read;
  const parts = partsOf(written).map(({ part, content }, place): Part => {
    return { part, kind: content.kind, revision: 1, place, content, member, at: now };
  });
  await transaction(runtime.db, async (tx) => {
    if ((await textsBegunBy(tx, member)) >= mostTexts) throw new Refusal('too-many', 'texts');
    await insertText(tx, { id, series: written.series, created: now, created_by: member }, parts);
    await record(tx, { actor: member, action: 'texts.started', subject: id }, now);
  });
  return { id };
}

async function readBeginning(
  { db }: Pick<Runtime, 'db'>,
  beginning: Beginning,
): Promise<{ written: OpenText } | { problems: Problem[] }> {
  if (beginning.from === 'series') {
    const { type: _, ...words } = await standing(db, beginning.series);
    // A new decision sets a new day.
    return { written: { ...words, reviewBy: '' } };
  }
  if (beginning.from === 'empty') {
    const { languages, licence } = emptyFront([beginning.language]);
    return { written: emptyText(languages, licence) };
  }
  if (beginning.from === 'template') return opened(agreementTemplates[beginning.language]);
  if (beginning.from === 'partner') {
    const row = await shownById(db, beginning.statement);
    if (!row) throw new Refusal('not-found', 'statement');
    const agreement = statementOf({ id: row.statement, envelope: row.envelope });
    return opened(adaptWhole({ agreement, id: row.statement }));
  }
  const first = importOpen(beginning.markdown, { newId: randomId, asks });
  if (!first.ok) return { problems: first.problems };
  const { series } = first.agreement;
  return series === null ? { written: first.agreement } : opened(beginning.markdown, await standing(db, series));
}

async function standing(db: Runtime['db'], series: string) {
  const row = await publishedVersion(db, series);
  if (!row) throw new Refusal('not-found', 'series');
  return storedAgreement(row.envelope);
}

function opened(
  markdown: string,
  previous?: Awaited<ReturnType<typeof standing>>,
): { written: OpenText } | { problems: Problem[] } {
  const read = importOpen(markdown, { newId: randomId, asks, previous });
  return read.ok ? { written: read.agreement } : { problems: read.problems };
}
