import { randomId } from '../../../protocol/encoding.ts';
import { boxToSealTo } from '../../../protocol/root.ts';
import { publishedAgreements } from '../../alerts/clauses.ts';
import { alertFrom, composeAlert } from '../../alerts/compose.ts';
import type { BegunFile } from '../../alerts/draft-file.ts';
import { addDraft, eraseDraft, type OpenDraft, storeDraft } from '../../alerts/drafts.ts';
import { type Desk, refusedHere } from '../../api/desk.ts';
import { peerRoot, unlessRefused } from '../../keyring/peer-trust.ts';
import { listPeers } from '../../peers/peers.ts';
import type { SaidField } from '../../say/agreement-words.ts';
import { alertFields } from '../../say/alert.ts';
import { type AskedField, alertForm } from '../../say/alert-form.ts';
import { calledText } from '../../say/called.ts';
import { givesText } from '../../say/drafts.ts';
import { type Answers, meantFrom, wordsFrom } from './answers.ts';
import type { Caring } from './caring.ts';
import { type Gives, givenAway } from './hints.ts';

/* What somebody types becomes a sealed draft while they type, and an alert once they sign. */

export type Begun = OpenDraft<BegunFile>;

/** After so many revisions a draft begins anew, so that none is refused for want of room, and what signs has some. */
const mostKept = 40;

/** Keeps what was typed, sealed to the own box; what is the same as before is not stored again. */
export async function keepBegun(desk: Desk, before: Begun | null, answers: Answers): Promise<Begun> {
  if (before && JSON.stringify(before.file.answers) === JSON.stringify(answers)) return before;
  const file = (draft: string): BegunFile => ({ type: 'alert-begun', v: 1, draft, answers });
  if (before && before.revision < mostKept) {
    return storeDraft(desk, { file: file(before.file.draft), revision: before.revision });
  }
  const anew = await addDraft(desk, file(randomId()));
  if (before) await eraseDraft(desk, before.file.draft, before.revision);
  return anew;
}

/** Signs what was typed as a new alert, and lets go of what was kept while it was typed. */
export async function signBegun(desk: Desk, before: Begun): Promise<string> {
  const { answers, draft } = before.file;
  const { file } = await composeAlert(desk, wordsFrom(answers), meantFrom(answers));
  await eraseDraft(desk, draft, before.revision);
  return file.draft;
}

/** What the texts of a form seem to give away, by field. */
export function hintsFor({ i18n }: Pick<Caring, 'i18n'>, answers: Answers): Record<string, string[]> {
  const said = (name: string, expected: Gives[] = []) =>
    givenAway(answers[name]?.[0] ?? '')
      .filter((gives) => !expected.includes(gives))
      .map((gives) => givesText(i18n, gives));
  return { conduct: said('conduct'), region: said('region', ['name']) };
}

/** A partner to whom we may send alerts. */
export type Partner = { peer: string; name: string };
export type Form = { fields: AskedField[]; partners: Partner[] };

/** What is asked for an alert, and whom it can go to. */
export async function formFor({ desk, i18n }: Caring): Promise<Form> {
  const agreements = await publishedAgreements(desk);
  const fields = alertForm(
    i18n,
    agreements.map(({ statement }) => statement),
    desk.now,
  );
  return { fields, partners: await partnersOf({ desk, i18n }) };
}

/** Partners that our own people compared and decided to send alerts to. */
export async function partnersOf({ desk, i18n }: Pick<Caring, 'desk' | 'i18n'>): Promise<Partner[]> {
  const found: Partner[] = [];
  for (const { peer } of await listPeers(desk.api)) {
    const read = await peerRoot(desk, peer).catch((error: unknown) => {
      if (refusedHere(error)) return null;
      throw error;
    });
    if (read && unlessRefused(() => boxToSealTo(read.root, 'alert', peer, desk.now)) !== null)
      found.push({ peer, name: calledText(i18n, read.called) });
  }
  return found;
}

/** The words of the alert exactly as a partner will read them. */
export async function previewOf({ desk, i18n }: Caring, answers: Answers): Promise<SaidField[]> {
  return alertFields(i18n, await alertFrom(desk, wordsFrom(answers)));
}
