import { Refusal } from '../../../schemas/codes.ts';
import { inLanguages, withOrigin } from '../../agreement-file/adapt.ts';
import { fieldsOf, isSpoken } from '../../agreement-file/fields.ts';
import { textsIn } from '../../agreement-file/parts.ts';
import type { Runtime } from '../../runtime.ts';
import { shownById } from '../versions/received-store.ts';
import { lineageOf } from '../versions/shown-versions.ts';
import { statementOf } from '../versions/statements.ts';
import { inText } from './add-move-remove.ts';
import { nextRevision } from './save-part.ts';
import { insertRevision, unsavedOf } from './store.ts';
import { asks } from './templates.ts';
import { type Content, frontOf, inOrder, type Part, requireRoom } from './text.ts';

/**
 * Takes a partner's clause over into a text, in place of a part in which nobody wrote anything, else after it, and
 * names the agreement among the text's origins. The clause keeps its id, by which the published page gives credit.
 * @returns that id.
 * @throws `not-found`, `conflict` where the text holds that clause, and `too-large` past the origins that one agreement
 * can name.
 */
export async function takeClause(
  runtime: Runtime,
  member: string,
  { text, part, statement, clause }: { text: string; part: string; statement: string; clause: string },
): Promise<string> {
  const at = runtime.clock.now();
  const theirs = await partnersClause(runtime, statement, clause);
  return inText(runtime, text, async (tx, _row, parts) => {
    const began = parts.find((one) => one.part === part && one.kind === 'clause');
    const front = parts.find(({ kind }) => kind === 'front');
    if (!began || front?.content?.kind !== 'front') throw new Refusal('not-found');
    const { adaptedFrom, languages } = frontOf(parts);
    const origins = withOrigin(adaptedFrom, { agreement: statement, issuer: theirs.agreement.issuer });
    const before = parts.find((one) => one.part === clause);
    if (before && before.content !== null) throw new Refusal('conflict', 'clause');
    const words = inLanguages(theirs.clause, languages, theirs.agreement.languages);
    const content: Content = { kind: 'clause', ...words };
    const typing = (await unsavedOf(tx, text, member)).some((one) => one.part === part);
    const replaced = began.content !== null && !typing && isUntouched(began.content);
    if (replaced) await nextRevision(tx, text, began, { content: null, member, at });
    else requireRoom(parts, 'clause');
    if (before) await nextRevision(tx, text, before, { content, member, at });
    else {
      const place = replaced ? began.place : placeAfter(parts, began);
      await insertRevision(tx, text, { part: clause, kind: 'clause', revision: 1, place, content, member, at });
    }
    await nextRevision(tx, text, front, { content: { ...front.content, adaptedFrom: origins }, member, at });
    return clause;
  });
}

/**
 * Lets go of an agreement that a text names as its origin.
 * @throws `not-found`, and `conflict` while a clause of it is in the text, or it is not shown here.
 */
export async function letGoOfOrigin(runtime: Runtime, member: string, text: string, statement: string): Promise<void> {
  const at = runtime.clock.now();
  await inText(runtime, text, async (tx, _row, parts) => {
    const front = parts.find(({ kind }) => kind === 'front');
    if (front?.content?.kind !== 'front') throw new Refusal('not-found');
    const { adaptedFrom } = front.content;
    if (adaptedFrom.every((one) => one.agreement !== statement)) throw new Refusal('not-found', 'statement');
    const [origin] = await lineageOf(
      tx,
      adaptedFrom.filter((one) => one.agreement === statement),
    );
    if (!origin || takenFrom(origin.clauses, parts)) throw new Refusal('conflict', 'adaptedFrom');
    const others = adaptedFrom.filter((one) => one.agreement !== statement);
    await nextRevision(tx, text, front, { content: { ...front.content, adaptedFrom: others }, member, at });
  });
}

/** Whether one of these clauses stands in a text. */
export function takenFrom(clauses: readonly string[], parts: readonly Part[]): boolean {
  return parts.some(({ part, content }) => content !== null && clauses.includes(part));
}

async function partnersClause({ db }: Runtime, statement: string, id: string) {
  const row = await shownById(db, statement);
  const agreement = row && statementOf({ id: row.statement, envelope: row.envelope });
  const clause = agreement?.clauses.find((one) => one.id === id);
  if (!agreement || !clause) throw new Refusal('not-found', 'clause');
  return { agreement, clause };
}

/** Whether nobody wrote anything into a clause yet: it is empty, or holds only the template's questions. */
function isUntouched(content: Content): boolean {
  if (content.kind !== 'clause' || Object.keys(content.ownName).length > 0) return false;
  const said = fieldsOf('clause').flatMap(([key, field]) =>
    isSpoken(field) ? Object.values(textsIn(content, key)).flat() : [],
  );
  return said.every((words) => words.split('\n').every((line) => line.trim() === '' || asks(line)));
}

function placeAfter(parts: readonly Part[], { place }: Part): number {
  const next = inOrder(parts).find((one) => one.place > place);
  return next ? (place + next.place) / 2 : place + 1;
}
