import { Refusal } from '../../schemas/codes.ts';
import { keepYes, readConsent, readForWitness, sayYes, type Terms, witnessConsent } from '../client/alerts/consent.ts';
import { eraseForPerson } from '../client/alerts/drafts.ts';
import { requireMeant } from '../client/peers/called.ts';
import { peerNamed } from '../client/peers/peers.ts';
import {
  consentQuestion,
  knownWordsQuestion,
  notSharedText,
  readingText,
  witnessQuestion,
  witnessText,
  wordsText,
} from '../client/say/consent.ts';
import { deskOf } from './alert-desk.ts';
import { type Context, type Options, readSecret } from './context.ts';

export type ConsentOptions = Options & {
  to: string;
  days: string;
  assembly?: boolean;
  askAgain?: boolean;
  delegate?: string;
  wordsFile?: string;
};

/**
 * The text is read together, then one of three answers of equal weight; "no" and "not now" erase the draft with every
 * revision and leave nothing.
 * `--yes` never answers for her.
 */
export async function askConsent(context: Context, options: ConsentOptions, draft: string): Promise<void> {
  const { i18n } = context;
  const { desk, keep } = await deskOf(context, options);
  const { peer } = await peerNamed(desk.api, options.to);
  const terms = termsFrom(options);
  const reading = await readConsent(desk, draft, peer, terms);
  requireMeant(options.to, reading.peer.called);
  await keep(reading.peer.keyring);
  await context.showAndClear(readingText(i18n, reading, terms));
  if (!(await saidYes(context))) {
    return context.tell(notSharedText(i18n, await eraseForPerson(desk, draft)));
  }
  const asked = reading.under !== null || options.wordsFile !== undefined;
  const words = asked ? await readSecret(context, options.wordsFile, knownWordsQuestion(i18n)) : null;
  const yes = sayYes(desk, reading, terms, words, i18n.locale === 'es' ? 'es' : 'en');
  // On paper first: cut off after this, there is no yes whose words nobody has.
  if (yes.isNew && !options.json) await context.showAndClear(wordsText(i18n, yes.words, desk.api.origin));
  const delivery = await keepYes(desk, yes);
  if (options.json) {
    context.print(JSON.stringify({ draft, delivery, ...(yes.isNew && { words: yes.words }) }));
    return;
  }
  context.tell(
    i18n._(
      'cli.consent-given',
      {},
      {
        message:
          'The consent is signed. Now another accompanier signs as witness, at another device: convive alert witness',
      },
    ),
  );
}

/** A witness reads the same text and terms at another device, and signs. */
export async function witness(context: Context, options: Options & { to: string }, draft: string): Promise<void> {
  const { i18n } = context;
  const { desk, keep } = await deskOf(context, options);
  const { peer } = await peerNamed(desk.api, options.to);
  const reading = await readForWitness(desk, draft, peer);
  requireMeant(options.to, reading.peer.called);
  await keep(reading.peer.keyring);
  await context.showAndClear(witnessText(i18n, reading));
  await context.confirm(witnessQuestion(i18n), options);
  await witnessConsent(desk, reading);
  if (options.json) context.print(JSON.stringify({ draft, witnessed: true }));
  else
    context.tell(i18n._('cli.witnessed', {}, { message: 'Signed. The alert can be sealed now: convive alert seal' }));
}

function termsFrom({ days, assembly, askAgain, delegate }: ConsentOptions): Terms {
  const number = Number(days);
  if (number !== 30 && number !== 90 && number !== 365) throw new Refusal('malformed', '--days');
  return {
    days: number,
    handling: assembly ? 'assembly' : 'accompaniers',
    mayAskAgain: askAgain === true,
    delegate: delegate ?? null,
  };
}

/** Asks until it is one of the three: a slip of the finger neither shares nor erases anything. */
async function saidYes({ i18n, prompts }: Context): Promise<boolean> {
  for (;;) {
    const answer = (await prompts.text(consentQuestion(i18n))).trim().toLowerCase();
    if (['yes', 'sí', 'si'].includes(answer)) return true;
    if (['no', 'n', 'later', 'not now', 'después', 'despues', 'ahora no'].includes(answer)) return false;
  }
}
