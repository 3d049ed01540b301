import { Refusal } from '../../schemas/codes.ts';
import {
  type ConsentReading,
  grantConsent,
  readConsent,
  readForWitness,
  type Terms,
  witnessConsent,
} from '../client/alerts/consent.ts';
import { eraseDraft } from '../client/alerts/drafts.ts';
import { peerNamed } from '../client/peers/peers.ts';
import { deskOf } from './alert-desk.ts';
import { alertText, dayOf } from './alert-text.ts';
import { type Context, type Options, readSecret } from './context.ts';

export type ConsentOptions = Options & {
  to: string;
  days: string;
  assembly?: boolean;
  askAgain?: boolean;
  delegate?: string;
  wordsFile?: string;
};

/** The text is read together, then one of three answers of equal weight; "no" erases the draft and leaves nothing. `--yes` never answers for her. */
export async function askConsent(context: Context, draft: string, options: ConsentOptions): Promise<void> {
  const { i18n } = context;
  const { desk, keep } = await deskOf(context, options);
  const { peer } = await peerNamed(desk.api, options.to);
  const terms = termsFrom(options);
  const reading = await readConsent(desk, draft, peer, terms);
  await keep(reading.peer.keyring);
  await context.showAndClear(readingText(context, reading, terms));
  const answer = await askThree(context);
  if (answer === 'later') {
    context.tell(i18n._('cli.consent-later', {}, { message: 'Nothing was shared and nothing was noted.' }));
    return;
  }
  if (answer === 'no') {
    await eraseDraft(desk, draft);
    context.tell(i18n._('cli.consent-no', {}, { message: 'Nothing was shared. The draft is gone, too.' }));
    return;
  }
  const question = i18n._('cli.consent-words', {}, { message: 'The twelve words that the person already has' });
  const asked = reading.wordsNeeded || options.wordsFile !== undefined;
  const words = asked ? await readSecret(context, options.wordsFile, question) : null;
  const granted = await grantConsent(desk, reading, terms, words, i18n.locale === 'es' ? 'es' : 'en');
  if (options.json) {
    context.print(
      JSON.stringify({ draft, delivery: granted.delivery, ...(granted.isNew && { words: granted.words }) }),
    );
    return;
  }
  if (granted.isNew) await context.showAndClear(wordsText(context, granted.words));
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
export async function witness(context: Context, draft: string, options: Options & { to: string }): Promise<void> {
  const { i18n } = context;
  const { desk } = await deskOf(context, options);
  const { peer, name } = await peerNamed(desk.api, options.to);
  const reading = await readForWitness(desk, draft, peer);
  const { alert, consent } = reading;
  await context.showAndClear(
    [alertText(i18n, alert), '', sharedWith(context, name), untilText(context, consent.notAfter)].join('\n'),
  );
  await context.confirm(
    i18n._(
      'cli.witness-question',
      {},
      { message: 'Do you sign as witness that the person affected agreed to exactly this?' },
    ),
    options,
  );
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

async function askThree({ i18n, prompts }: Context): Promise<'yes' | 'later' | 'no'> {
  const question = i18n._(
    'cli.consent-question',
    {},
    { message: 'Yes, on these terms · Not now · I don’t want it shared (yes / later / no)' },
  );
  const answer = (await prompts.text(question)).trim().toLowerCase();
  if (['yes', 'sí', 'si'].includes(answer)) return 'yes';
  if (['no', 'n'].includes(answer)) return 'no';
  return 'later';
}

function readingText(context: Context, { alert, name, until }: ConsentReading, terms: Terms): string {
  const { i18n } = context;
  return [
    i18n._('cli.consent-exact', {}, { message: 'This text, exactly. Any change needs a new yes.' }),
    '',
    alertText(i18n, alert),
    '',
    sharedWith(context, name),
    untilText(context, until),
    terms.handling === 'assembly'
      ? i18n._(
          'cli.consent-assembly',
          {},
          { message: 'Their accompaniers read it, and their assembly may know of it.' },
        )
      : i18n._('cli.consent-accompaniers', {}, { message: 'Only their accompaniers read it.' }),
    i18n._(
      'cli.consent-limits',
      {},
      {
        message:
          'You can take it back any day, without a reason. They then erase it and say so; nobody can prove it, and nobody can make people forget.',
      },
    ),
  ].join('\n');
}

const sharedWith = ({ i18n }: Context, name: string): string =>
  i18n._('cli.consent-to', { name }, { message: 'It goes to {name}, and to nobody else.' });

const untilText = ({ i18n }: Context, until: string): string =>
  i18n._('cli.consent-until', { day: dayOf(until) }, { message: 'It ends on {day} at the latest.' });

function wordsText({ i18n }: Context, words: string): string {
  const about = i18n._(
    'cli.consent-words-shown',
    {},
    {
      message:
        'These twelve words are the person’s own. Write them on paper, in this order, for them to keep. With the words they see where the alert is, and take it back. They are shown this once; nobody can find them again.',
    },
  );
  return `${about}\n\n${words}\n`;
}
