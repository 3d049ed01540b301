import { Refusal } from '../../schemas/codes.ts';
import { type Profile, profile as profileSchema } from '../client/api/answers.ts';
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
  together?: string;
  founders: string;
};

/** The public profile from the options, asking for what is missing. Refuses `malformed` with the option's name. */
export async function askProfile(context: Context, options: SetUpOptions): Promise<Profile> {
  const { i18n, prompts } = context;
  const answers = {
    name:
      options.name ?? (await prompts.text(i18n._('cli.setup-name', {}, { message: 'Public name of the collective' }))),
    handle:
      options.handle ??
      (await prompts.text(i18n._('cli.setup-handle', {}, { message: 'Name before the @, in small letters' }))),
    summary:
      options.summary ??
      (await prompts.text(i18n._('cli.setup-summary', {}, { message: 'One public line about the collective' }))),
    language: options.language ?? i18n.locale,
  };
  const read = profileSchema.safeParse(answers);
  if (!read.success) throw new Refusal('malformed', `--${String(read.error.issues[0]?.path[0])}`);
  return read.data;
}

/** Thresholds from the options. Refuses (`malformed`) what the protocol does not allow. */
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

type Described = {
  profile: Profile;
  policy: Policy;
  members: readonly { member: string; roles: readonly string[] }[];
  origin: string;
  self: string;
};

/** Says everything that a signature under the manifest would say: address, name, people with their roles, thresholds. */
export function describe({ i18n, tell }: Context, { profile, policy, members, origin, self }: Described): void {
  const address = `@${profile.handle}@${new URL(origin).host}`;
  tell(`${profile.name}  ${address}`);
  tell(profile.summary);
  for (const { member, roles } of members) {
    const you = member === self ? i18n._('cli.you', {}, { message: '(you)' }) : '';
    tell(`  ${member}  ${roles.join(', ')} ${you}`.trimEnd());
  }
  tell(
    i18n._('cli.setup-policy', policy, {
      message:
        'It takes {rotate} stewards to change who belongs, {attest} accompaniers to attest an alert, and {consentWitnesses, plural, one {# witness} other {# witnesses}} for a consent.',
    }),
  );
}

/** Says who still has to sign, or that the collective stands. */
export function report(context: Context, options: Options, collective: string, missing: readonly string[]): void {
  const { i18n, print } = context;
  if (options.json) {
    print(JSON.stringify({ collective, missing, standing: missing.length === 0 }));
    return;
  }
  if (missing.length === 0) {
    print(
      i18n._(
        'cli.setup-stands',
        { collective },
        { message: 'Everybody has signed. Your collective stands; its id is {collective}' },
      ),
    );
    return;
  }
  print(
    i18n._(
      'cli.setup-missing',
      { count: missing.length, members: missing.join(', ') },
      {
        message:
          'Signed. {count, plural, one {# person} other {# people}} still to sign, each on their own device with convive setup: {members}',
      },
    ),
  );
  print(
    i18n._(
      'cli.setup-words',
      { words: wordsOfDraft(collective, context.wordLanguage) },
      { message: 'Read these words to each other; everybody who signs must see the same: {words}' },
    ),
  );
}
