import { Refusal } from '../../schemas/codes.ts';
import { type Profile, profile as profileSchema } from '../../schemas/routes/collective.ts';
import { sameWordsText } from '../client/say/manifest.ts';
import { profileQuestions, standsText } from '../client/say/set-up.ts';
import { type Policy, wordsOfDraft } from '../client/set-up/set-up.ts';
import type { Context, Options } from './context.ts';

export type SetUpOptions = Options & {
  codeFile?: string;
  name?: string;
  handle?: string;
  summary?: string;
  language?: string;
  rotate: string;
  attest: string;
  witnesses: string;
  leaveOut?: string[];
  draft?: string;
  new?: boolean;
  together?: string;
  founders: string;
};

/**
 * The public profile from the options, asking for what is missing.
 * @throws `malformed` with the option's name.
 */
export async function askProfile(context: Context, options: SetUpOptions): Promise<Profile> {
  const { i18n, prompts } = context;
  const questions = profileQuestions(i18n);
  const answers = {
    name: options.name ?? (await prompts.text(questions.name)),
    handle: options.handle ?? (await prompts.text(questions.handle)),
    summary: options.summary ?? (await prompts.text(questions.summary)),
    language: options.language ?? i18n.locale,
  };
  const read = profileSchema.safeParse(answers);
  if (!read.success) throw new Refusal('malformed', `--${String(read.error.issues[0]?.path[0])}`);
  return read.data;
}

/**
 * Thresholds from the options.
 * @throws `malformed` for what the protocol does not allow.
 */
export function policyOf(options: SetUpOptions): Policy {
  const number = (name: 'rotate' | 'attest' | 'witnesses', least: number, most: number): number => {
    const value = Number(options[name]);
    if (!Number.isInteger(value) || value < least || value > most) throw new Refusal('malformed', `--${name}`);
    return value;
  };
  return {
    rotate: number('rotate', 2, 31),
    attest: number('attest', 2, 31),
    consentWitnesses: number('witnesses', 1, 8),
  };
}

/** Says who still has to sign, or that the collective stands. */
export function report(context: Context, options: Options, collective: string, missing: readonly string[]): void {
  const { i18n, print } = context;
  if (options.json) {
    print(JSON.stringify({ collective, missing, standing: missing.length === 0 }));
    return;
  }
  if (missing.length === 0) {
    print(standsText(i18n, collective));
    return;
  }
  print(
    i18n._(
      'cli.setup-missing',
      { count: missing.length, members: missing.join(', ') },
      {
        message:
          'Signed. {count, plural, one {# person} other {# people}} still to sign, each on their own device with ' +
          'convive setup: {members}',
      },
    ),
  );
  print(sameWordsText(i18n, wordsOfDraft(collective, context.wordLanguage)));
}
