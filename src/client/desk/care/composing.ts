import type { Alert } from '../../../../schemas/alert.ts';
import { canonical } from '../../../protocol/canonical.ts';
import { randomId } from '../../../protocol/encoding.ts';
import { boxToSealTo } from '../../../protocol/root.ts';
import { ownAgreements } from '../../alerts/clauses.ts';
import { signAlert } from '../../alerts/compose.ts';
import type { BegunFile } from '../../alerts/draft-file.ts';
import { addDraft, eraseDraft, loadEither, type OpenDraft, storeDraft, unlessGone } from '../../alerts/drafts.ts';
import { ApiRefusal } from '../../api/api.ts';
import { type Desk, refusedHere } from '../../api/desk.ts';
import { ownId } from '../../keyring/keyring.ts';
import { peerRoot, unlessRefused } from '../../keyring/peer-trust.ts';
import type { Called } from '../../peers/called.ts';
import { listPeers } from '../../peers/peers.ts';
import { fallenText } from '../../say/agreements.ts';
import { type AskedField, alertForm } from '../../say/alert-form.ts';
import { calledText } from '../../say/called.ts';
import { givesText } from '../../say/drafts.ts';
import { type Answers, meantFrom } from './answers.ts';
import type { Caring } from './caring.ts';
import { type Gives, givenAway } from './hints.ts';

/* What somebody types becomes a sealed draft while they type, and an alert once they sign. */

export type Begun = OpenDraft<BegunFile>;

/** After so many revisions a draft begins anew, so that none is refused for want of room, and what signs has some. */
const mostKept = 40;

/**
 * Keeps what was typed, sealed to the own box, the first time under that id; what is the same as before is not stored
 * again.
 */
export async function keepBegun(
  desk: Desk,
  before: Begun | null,
  answers: Answers,
  first = randomId(),
): Promise<Begun> {
  if (before && same(before.file.answers, answers)) return before;
  const file = (draft: string): BegunFile => ({ type: 'alert-begun', v: 1, draft, answers });
  if (!before) return addDraft(desk, file(first));
  if (before.revision < mostKept) {
    return storeDraft(desk, { file: file(before.file.draft), revision: before.revision });
  }
  const anew = await addDraft(desk, file(anewOf(desk, before.file.draft)));
  await letGo(desk, before);
  return anew;
}

/** One text while somebody types it: what is known to lie at the node, and what was sent there without an answer. */
export function typingBegun(begun: Begun | null) {
  const first = begun?.file.draft ?? randomId();
  let kept = begun;
  let sent: Answers | null = null;
  return {
    kept: () => kept,
    /** Keeps it; whatever answer was lost before, it stays one draft. */
    async keep(desk: Desk, answers: Answers): Promise<void> {
      if (sent) kept = (await arrived(desk, kept, first, sent)) ?? kept;
      sent = answers;
      kept = await keepBegun(desk, kept, answers, first);
      sent = null;
    },
  };
}

/** What was sent without an answer, where it arrived. */
async function arrived(desk: Desk, before: Begun | null, first: string, sent: Answers): Promise<Begun | null> {
  for (const draft of before ? [before.file.draft, anewOf(desk, before.file.draft)] : [first]) {
    const found = await loadEither(desk, draft).catch(unlessGone);
    if (found?.file.type !== 'alert-begun' || !same(found.file.answers, sent)) continue;
    if (before && before.file.draft !== draft) await letGo(desk, before);
    return { file: found.file, revision: found.revision };
  }
  return null;
}

/**
 * Signs that alert, which was made of what was typed, and lets go of what was kept while it was typed. Asked again,
 * after an answer that did not come back, it finds the alert that it signed.
 */
export async function signBegun(desk: Desk, before: Begun, alert: Alert): Promise<string> {
  const draft = signedOf(desk, before.file.draft, before.revision);
  await signAlert(desk, alert, meantFrom(before.file.answers), draft).catch((error: unknown) => {
    if (!(error instanceof ApiRefusal && error.code === 'conflict' && error.where === 'draft')) throw error;
  });
  await letGo(desk, before);
  return draft;
}

type Own = Pick<Desk, 'keyring'>;

/**
 * The id of the alert that this person signs out of what was typed, as it stood at that revision. A colleague, who
 * cannot foresee it, puts nothing else in its place.
 */
export const signedOf = ({ keyring }: Own, draft: string, revision: number): string =>
  ownId(keyring, `${draft} signed at ${revision}`);

const anewOf = ({ keyring }: Own, draft: string): string => ownId(keyring, `${draft} anew`);

export const same = (some: Answers, others: Answers): boolean => canonical(some) === canonical(others);

/** Takes away what was typed, also where that was done already. */
async function letGo(desk: Desk, { file, revision }: Begun): Promise<void> {
  await eraseDraft(desk, file.draft, revision).catch(unlessGone);
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
export type Partner = { peer: string; name: string; called: Called };
/** Fields page by page; `notes` say which of our agreements cannot be cited. */
export type Form = { pages: AskedField[][]; partners: Partner[]; notes: string[] };

/** What is asked for an alert, and whom it can go to. */
export async function formFor({ desk, i18n }: Caring): Promise<Form> {
  const { published, fallen } = await ownAgreements(desk);
  const pages = alertForm(
    i18n,
    published.map(({ statement }) => statement),
    desk.now,
  );
  const notes = fallen.map((title) => fallenText(i18n, title));
  return { pages, partners: await partnersOf({ desk, i18n }), notes };
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
      found.push({ peer, name: calledText(i18n, read.called), called: read.called });
  }
  return found;
}
