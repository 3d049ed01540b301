import type { RefusalCode } from '../../../../schemas/codes.ts';
import { readUnverified } from '../../../protocol/envelope.ts';
import { type AlertReview, reviewAlert } from '../../alerts/attest.ts';
import { canWitness, consentLacks } from '../../alerts/consent.ts';
import { type DraftFile, type Granted, grantFor, type Meant } from '../../alerts/draft-file.ts';
import { eraseDraft, listDrafts, loadDraft, loadEither, unlessGone } from '../../alerts/drafts.ts';
import { cannotWait } from '../../alerts/pause.ts';
import { type Waits, waitsOf, whereDraft } from '../../alerts/where.ts';
import { refusedHere } from '../../api/desk.ts';
import type { Called } from '../../peers/called.ts';
import type { SaidField } from '../../say/agreement-words.ts';
import { alertFields, attestedText } from '../../say/alert.ts';
import { yesLines } from '../../say/consent.ts';
import {
  draftLines,
  draftTitle,
  type Stage,
  type Step,
  stageText,
  stepText,
  unreadDraftText,
} from '../../say/drafts.ts';
import { waitsText } from '../../say/pause.ts';
import type { Caring } from './caring.ts';
import { partnersOf, signedOf } from './composing.ts';

/** One alert that is being prepared, as a list shows it. `stage` is null where it does not open here. */
export type DraftLine = { draft: string; revision: number; title: string; lines: string[]; stage: Stage | null };

/** Everything that is being prepared and was not thrown away, what was stored last first. */
export async function listPrepared(caring: Caring): Promise<DraftLine[]> {
  const { desk, i18n } = caring;
  const found: DraftLine[] = [];
  const all = await listDrafts(desk);
  const ids = new Set(all.map(({ draft }) => draft));
  for (const one of all) {
    const { draft, revision } = one;
    if (ids.has(signedOf(desk, draft, revision))) {
      // This person signed it, and was cut off before what they had typed was let go.
      await eraseDraft(desk, draft, revision).catch(unlessGone);
      continue;
    }
    const said = await stageOf(caring, draft);
    const text = said.stage ? stageText(i18n, said.stage, said.asked) : unreadDraftText(i18n, said.code);
    const lines = [...draftLines(i18n, one), text];
    found.push({ draft, revision, title: draftTitle(i18n, draft), lines, stage: said.stage });
  }
  return found;
}

type Found = { stage: Stage; asked: boolean } | { stage: null; code: RefusalCode };

async function stageOf({ desk }: Caring, draft: string): Promise<Found> {
  try {
    const { file } = await loadEither(desk, draft);
    if (file.type === 'alert-begun') return { stage: 'begun', asked: false };
    const { attesters, needed } = await reviewAlert(desk, draft);
    return { stage: stageBy(attesters, needed, desk.keyring.member), asked: file.consents.length > 0 };
  } catch (error) {
    if (refusedHere(error)) return { stage: null, code: error.code };
    throw error;
  }
}

function stageBy(attesters: readonly string[], needed: number, me: string): Stage {
  if (attesters.length >= needed) return 'consent';
  return attesters.includes(me) ? 'colleague' : 'attest';
}

/**
 * How far the consent for one partner is; once it can be sent, on which terms the person said yes; `waits` is what was
 * handed in and has not left.
 */
export type ForPartner = {
  peer: string;
  name: string;
  step: Step;
  says: string;
  terms: string[];
  waits: Waits | null;
};

/** A draft as accompaniers read it: the whole text, who signed, whom it is for. */
export type DraftView = {
  draft: string;
  title: string;
  fields: SaidField[];
  signed: string;
  stage: Stage;
  partners: ForPartner[];
  /** It is of the kind whose pause two may shorten. */
  cannotWait: boolean;
};

const usual: Meant = { to: [], days: 90, handling: 'accompaniers', mayAskAgain: false };

/** A draft that was opened and checked: what a signature under it would stand for is all in `fields`. */
export async function readPrepared(caring: Caring, review: AlertReview): Promise<DraftView> {
  const { desk, i18n } = caring;
  const { draft, alert, clauses, attesters, needed } = review;
  return {
    draft,
    title: draftTitle(i18n, draft),
    fields: alertFields(i18n, alert, clauses),
    signed: attestedText(i18n, attesters.length, needed),
    stage: stageBy(attesters, needed, desk.keyring.member),
    partners: await forPartners(caring, review),
    cannotWait: cannotWait(alert),
  };
}

async function forPartners({ desk, i18n }: Caring, { file, alert }: AlertReview): Promise<ForPartner[]> {
  const meant = new Set([...(file.meant?.to ?? []), ...file.consents.map(({ header }) => header.to)]);
  const partners = await partnersOf({ desk, i18n });
  const where = await whereDraft(desk.api, file.draft);
  const sent = new Set(where.map(({ delivery }) => delivery));
  return partners
    .filter(({ peer }) => meant.size === 0 || meant.has(peer))
    .map(({ peer, name, called }) => {
      const granted = grantFor(file, peer);
      // What waits can be taken back, whatever yes the draft holds by now.
      const there = where.find((one) => one.peer === peer && waitsOf(one));
      if (there?.goesOut) {
        const says = waitsText(i18n, name, there.goesOut, { edition: there.edition, hurries: cannotWait(alert) });
        return { peer, name, step: 'waits', says, terms: [], waits: waitsOf(there) };
      }
      const { step, lacks } = stepOf(desk, file, granted, sent);
      const terms = granted && step === 'send' ? grantedLines(i18n, called, granted) : [];
      return { peer, name, step, says: stepText(i18n, step, lacks), terms, waits: null };
    });
}

function stepOf(
  desk: Caring['desk'],
  file: DraftFile,
  granted: Granted | undefined,
  sent: ReadonlySet<string>,
): { step: Step; lacks: RefusalCode | null } {
  if (!granted) return { step: 'ask', lacks: null };
  if (sent.has(granted.header.delivery)) return { step: 'sent', lacks: null };
  const lacks = consentLacks(desk, file, granted);
  if (lacks === null) return { step: 'send', lacks };
  if (lacks !== 'consent-witnesses') return { step: 'lacks', lacks };
  return { step: canWitness(desk, granted) ? 'witness' : 'other-witness', lacks };
}

const grantedLines = (i18n: Caring['i18n'], called: Called, { consent }: Granted): string[] =>
  yesLines(i18n, { consent: readUnverified('consent', consent).statement, peer: { called } });

/** What was meant with a draft, for whoever reads it together with the person. */
export async function meantIn({ desk }: Caring, draft: string): Promise<Meant> {
  return (await loadDraft(desk, draft)).file.meant ?? usual;
}
