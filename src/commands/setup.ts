import type { Command } from 'commander';
import { Refusal } from '../../schemas/codes.ts';
import type { Role } from '../../schemas/manifest.ts';
import type { OpenSetUp } from '../../schemas/routes/members-set-up.ts';
import { type Api, connect } from '../client/api/api.ts';
import { sameWordsText, signManifestQuestion } from '../client/say/manifest.ts';
import { progressText } from '../client/say/progress.ts';
import {
  type Founding,
  foundingDraftText,
  foundingLines,
  foundQuestion,
  profileQuestions,
} from '../client/say/set-up.ts';
import {
  draftManifest,
  draftsFor,
  enrol,
  type Policy,
  readSetUp,
  reviewDraft,
  signManifest,
  validUntil,
  wordsOfDraft,
} from '../client/set-up/set-up.ts';
import { command, type Option } from './command.ts';
import type { Context } from './context.ts';
import type { KeyringFile } from './keyring-file.ts';
import { askCode } from './keys.ts';
import { askProfile, policyOf, report, type SetUpOptions } from './setup-answers.ts';
import { together } from './setup-together.ts';

/**
 * `setup` drafts manifest v1 or signs the one that is drafted; `setup --together FOLDER` makes everybody's keyring
 * here.
 */
export function register(program: Command, context: Context): void {
  const { i18n } = context;
  const { name, handle, summary } = profileQuestions(i18n);
  command(program, context, {
    name: 'setup',
    about: i18n._('cli.setup', {}, { message: 'Found your collective: draft its first manifest, or sign the draft' }),
    options: [
      [
        '--code-file <file>',
        i18n._('cli.code-file', {}, { message: 'File with the set-up code; - reads a line of standard input' }),
      ],
      ['--name <text>', name],
      ['--handle <text>', handle],
      ['--summary <text>', summary],
      ['--language <tag>', i18n._('cli.setup-language', {}, { message: 'Language of the collective, like es or en' })],
      ...thresholds(context),
      [
        '--leave-out <member>',
        i18n._('cli.setup-leave-out', {}, { message: 'Leave out a keyring that was given twice; repeatable' }),
        { repeatable: true },
      ],
      [
        '--draft <hash>',
        i18n._(
          'cli.setup-which',
          {},
          { message: 'Which draft to sign: where its hash begins; needed only with several' },
        ),
      ],
      ['--new', i18n._('cli.setup-new', {}, { message: 'Another draft beside those that stand' })],
      ['--together <folder>', i18n._('cli.setup-together', {}, { message: 'Make all keyrings here, to try it out' })],
      [
        '--founders <list>',
        i18n._(
          'cli.setup-founders',
          {},
          { message: 'With --together: the roles of each person, joined with + and commas' },
        ),
        { otherwise: 'steward+accompanier,steward+accompanier,steward' },
      ],
    ],
    run: setUp,
  });
}

function thresholds({ i18n }: Context): Option[] {
  return [
    [
      '--rotate <n>',
      i18n._('cli.setup-rotate', {}, { message: 'How many stewards change the manifest together' }),
      { otherwise: '2' },
    ],
    [
      '--attest <n>',
      i18n._('cli.setup-attest', {}, { message: 'How many accompaniers attest an alert' }),
      { otherwise: '2' },
    ],
    [
      '--witnesses <n>',
      i18n._('cli.setup-witnesses', {}, { message: 'How many people witness a consent' }),
      { otherwise: '1' },
    ],
  ];
}

async function setUp(context: Context, options: SetUpOptions): Promise<void> {
  if (options.together !== undefined) return together(context, options, options.together);
  const { i18n } = context;
  const address = await context.nodeAddress(options);
  const file = await context.openKeyring(options);
  const api = connect(address, `Setup ${await askCode(context, options.codeFile)}`);
  const reading = progressText(i18n, 'set-up');
  let state = await context.progress(reading, readSetUp(api));
  if (!state.members.some((one) => one.member === file.keyring.member)) {
    state = await context.progress(reading, enrol(api, file.keyring));
  }
  const begins = options.new === true || state.drafts.length === 0;
  return begins ? draft(context, options, api, file, state) : signDraft(context, options, api, file, state);
}

async function draft(
  context: Context,
  options: SetUpOptions,
  api: Api,
  file: KeyringFile,
  state: OpenSetUp,
): Promise<void> {
  const { i18n } = context;
  const { leaveOut = [] } = options;
  const policy = policyOf(options);
  const members = state.members.filter((one) => !leaveOut.includes(one.member));
  checkFounders(context, policy, members);
  const profile = await askProfile(context, options);
  const shown = { node: state.node, members, expires: validUntil(new Date()) };
  tellFounding(context, { ...shown, profile, policy, origin: api.origin, self: file.keyring.member });
  await context.confirm(foundQuestion(i18n), options);
  const line = progressText(i18n, 'signing');
  const drafting = { profile, policy, shown };
  const { keyring, state: after } = await context.progress(line, draftManifest(api, file.keyring, drafting, file.save));
  const review = reviewDraft(after, keyring, keyring.collective ?? '');
  report(context, options, review.id, review.missing);
}

/**
 * Refuses (`set-up-members`), before anything is asked, fewer people than the thresholds need: one steward may always
 * be missing.
 */
function checkFounders({ i18n, tell }: Context, policy: Policy, members: OpenSetUp['members']): void {
  const count = (role: Role) => members.filter(({ roles }) => roles.includes(role)).length;
  const values = {
    stewards: count('steward'),
    neededStewards: policy.rotate + 1,
    accompaniers: count('accompanier'),
    neededAccompaniers: policy.attest,
  };
  if (values.stewards >= values.neededStewards && values.accompaniers >= values.neededAccompaniers) return;
  tell(
    i18n._('cli.setup-too-few', values, {
      message:
        'It takes {neededStewards} stewards and {neededAccompaniers} accompaniers; until now {stewards} and ' +
        '{accompaniers} gave their keys. The others run: convive keys new',
    }),
  );
  throw new Refusal('set-up-members', 'policy');
}

async function signDraft(
  context: Context,
  options: SetUpOptions,
  api: Api,
  file: KeyringFile,
  state: OpenSetUp,
): Promise<void> {
  const { i18n } = context;
  const drafts = draftsFor(state, file.keyring).filter((one) => one.id.startsWith(options.draft ?? ''));
  if (drafts.length > 1) for (const one of drafts) context.tell(foundingDraftText(i18n, one));
  const review = reviewDraft(state, file.keyring, options.draft);
  const { profile, manifest, id, missing } = review;
  if (!missing.includes(file.keyring.member)) return report(context, options, id, missing);
  const { policy, members, expires } = manifest;
  tellFounding(context, { profile, policy, expires, members, origin: api.origin, self: file.keyring.member });
  context.tell(sameWordsText(i18n, wordsOfDraft(id, context.wordLanguage)));
  await context.confirm(signManifestQuestion(i18n), options);
  const line = progressText(i18n, 'signing');
  const signed = await context.progress(line, signManifest(api, file.keyring, review, file.save));
  report(context, options, id, signed.missing);
}

function tellFounding({ i18n, tell }: Context, founding: Founding): void {
  for (const line of foundingLines(i18n, founding)) tell(line);
}
