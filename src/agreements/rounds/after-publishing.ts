import type { Transaction } from 'kysely';
import type { Database } from '../../database/schema.ts';
import { deleteText, isUnsaved, lockText, setSeries } from '../texts/store.ts';
import { contentOfText } from './proposal.ts';
import { forgetText, openRoundOn, roundOfDraft } from './store.ts';

/**
 * Erases the text that a draft came from, now that the draft is published: if it says what was adopted, nobody is
 * writing in it, and no round is open on it. Any other is kept, as what is to become the next version of that series.
 */
export async function settleText(tx: Transaction<Database>, draft: string): Promise<void> {
  const round = await roundOfDraft(tx, draft);
  if (!round?.text) return;
  const { text, series, content } = round;
  // What somebody is saving right now is seen, or finds the text gone and is given back.
  await lockText(tx, text);
  // Not by the clock: it can be set back, and moving a part leaves no time behind.
  const written = (await contentOfText(tx, text)) !== content || (await isUnsaved(tx, text));
  if (written || (await openRoundOn(tx, text)) !== null) return setSeries(tx, text, series);
  await forgetText(tx, text);
  await deleteText(tx, text);
}
