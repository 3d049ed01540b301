import type { Command } from 'commander';
import { Refusal, type RefusalCode } from '../../schemas/codes.ts';
import type { Role } from '../../schemas/manifest.ts';
import type { ProposedManifest, RotationState } from '../../schemas/routes/members.ts';
import { type ReadNext, readNext, readRotation, signRotation } from '../client/keyring/rotation.ts';
import { prepareRotation, proposeRotation, type Wanted } from '../client/keyring/rotation-draft.ts';
import {
  acceptedText,
  draftManifestQuestion,
  lapsedText,
  manifestLines,
  manifestWaitsText,
  nextManifestLines,
  proposedText,
  signManifestQuestion,
} from '../client/say/manifest.ts';
import { progressText } from '../client/say/progress.ts';
import { wordsOfDraft } from '../client/set-up/set-up.ts';
import { refusalSentence } from '../platform/refusal.ts';
import { command, commandGroup, type Option, takeIds } from './command.ts';
import { type Context, misused, type Options, type Session } from './context.ts';
import { rolesOf } from './roles.ts';

type DraftOptions = Options & {
  replace?: string[];
  join?: string[];
  leave?: string[];
  roles?: string[];
  because?: string;
  newBox?: boolean;
  newNodeKeys?: boolean;
};

const reasons = ['left', 'rotated', 'compromised'] as const;

/**
 * `manifest`: who belongs, and the next version of it: drafted by one, read and signed by as many as it takes, each on
 * their own device.
 */
export function register(program: Command, context: Context): void {
  const { i18n } = context;
  const manifest = commandGroup(program, {
    name: 'manifest',
    about: i18n._('cli.manifest', {}, { message: 'Who belongs to your collective, and changing it together' }),
  });
  command(manifest, context, {
    name: 'show',
    about: i18n._('cli.manifest-show', {}, { message: 'Show who belongs, and what waits to be signed' }),
    run: show,
  });
  command(manifest, context, {
    name: 'draft',
    options: draftOptions(context),
    about: i18n._('cli.manifest-draft', {}, { message: 'Propose the next manifest and sign it' }),
    run: draft,
  });
  command(manifest, context, {
    name: 'sign',
    arguments: [
      [
        '[proposal]',
        i18n._('cli.manifest-which', {}, { message: 'First characters of its hash; needed only with several' }),
      ],
    ],
    about: i18n._('cli.manifest-sign', {}, { message: 'Read a proposed next manifest and sign it' }),
    run: sign,
  });
  takeIds(manifest);
}

function draftOptions({ i18n }: Context): readonly Option[] {
  return [
    [
      '--replace <member>',
      i18n._(
        'cli.manifest-replace',
        {},
        { message: 'Whose new device gave a key with: convive keys replace; repeatable' },
      ),
      { repeatable: true },
    ],
    [
      '--join <member>',
      i18n._('cli.manifest-join', {}, { message: 'Who joins and gave a key in the same way; repeatable' }),
      { repeatable: true },
    ],
    ['--leave <member>', i18n._('cli.manifest-leave', {}, { message: 'Who leaves; repeatable' }), { repeatable: true }],
    [
      '--roles <member=list>',
      i18n._(
        'cli.manifest-roles',
        {},
        { message: 'Who has which roles from then on, with commas: <member>=steward,accompanier; repeatable' },
      ),
      { repeatable: true },
    ],
    [
      '--because <reason>',
      i18n._(
        'cli.manifest-because',
        {},
        { message: 'left, rotated, or compromised when somebody else may hold the old key' },
      ),
    ],
    [
      '--new-node-keys',
      i18n._(
        'cli.manifest-new-node-keys',
        {},
        { message: 'Replace the keys of the node itself, when somebody else may hold its disk' },
      ),
    ],
    ['--new-box', i18n._('cli.manifest-new-box', {}, { message: 'Make a new box, at the latest after 90 days' })],
  ];
}

async function show(context: Context, options: Options): Promise<void> {
  const { i18n, print } = context;
  const { api, keyring, root } = await context.openSession(options);
  const { offers, proposals } = await readRotation(api);
  const { version, id, statement } = root.chain.newest;
  if (options.json) {
    const given = offers.map(({ member, roles, publicKey, invitedBy }) => ({ member, roles, publicKey, invitedBy }));
    const waiting = proposals.map(({ envelope: _, boxShares: __, ...one }) => one);
    return print(JSON.stringify({ version, id, members: statement.members, keysGiven: given, proposals: waiting }));
  }
  for (const line of manifestLines(i18n, statement, offers)) print(line);
  for (const one of proposals) await tellProposal(context, api, keyring, one);
}

/** One of several that stand side by side; one that this person cannot read is named all the same, and why. */
async function tellProposal(
  context: Context,
  api: Session['api'],
  keyring: Session['keyring'],
  { lapsed, ...one }: ProposedManifest,
): Promise<void> {
  const { i18n, tell } = context;
  if (lapsed !== null) return tell(lapsedText(i18n, { ...one, lapsed }));
  try {
    tellDraft(context, await readNext(api, keyring, { named: one.id }));
    tellWaiting(context, one.waiting, one.id);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    tell(proposedText(i18n, one));
    tell(`  ${refusalSentence(i18n, error)}`);
  }
}

async function draft(context: Context, options: DraftOptions): Promise<void> {
  const { i18n } = context;
  const { replace, join, leave, roles, newBox, newNodeKeys } = options;
  const because = reasons.find((one) => one === options.because);
  if (options.because !== undefined && !because) misused('--because');
  if (!replace && !join && !leave && !roles && !newBox && !newNodeKeys)
    misused('--replace, --join, --leave, --roles, --new-box, --new-node-keys');
  const wanted: Wanted = {
    ...(replace && { replace }),
    ...(join && { join }),
    ...(leave && { leave }),
    ...(roles && { roles: Object.fromEntries(roles.map(rolesFor)) }),
    ...(because && { because }),
    ...(newBox && { newBox }),
    ...(newNodeKeys && { newNodeKeys }),
  };
  const session = await context.openSession(options);
  const now = new Date();
  const line = progressText(i18n, 'signing');
  const prepared = await context.progress(line, prepareRotation(session, wanted, now));
  const { review } = prepared;
  const words = wordsOfDraft(review.id, context.wordLanguage);
  for (const one of nextManifestLines(i18n, review, words)) context.tell(one);
  await context.confirm(draftManifestQuestion(i18n), options);
  const { read } = await context.progress(line, proposeRotation(session.api, prepared, session.save, now));
  reportSigned(context, options, read, false, await readRotation(session.api));
}

/** Whose roles, and which, as `--roles` says them. */
function rolesFor(said: string): [member: string, roles: Role[]] {
  const [member = '', list = ''] = said.split('=', 2);
  return [member, rolesOf(list)];
}

async function sign(context: Context, options: Options, named?: string): Promise<void> {
  const { i18n } = context;
  const { api, keyring, save } = await context.openSession(options);
  const read = await readNext(api, keyring, { named });
  tellDraft(context, read);
  await context.confirm(signManifestQuestion(i18n), options);
  const signing = signRotation(api, keyring, read, save);
  const { accepted, state } = await context.progress(progressText(i18n, 'signing'), signing);
  reportSigned(context, options, read, accepted, state);
}

/** Says whether the proposal is the new manifest now, or whose signature it waits for. */
export function reportSigned(
  context: Context,
  options: Options,
  read: ReadNext,
  accepted: boolean,
  { proposals }: RotationState,
): void {
  const { id, next } = read.review;
  const waiting = proposals.find((one) => one.id === id)?.waiting ?? null;
  if (options.json) {
    context.print(JSON.stringify({ id, accepted, waiting }));
    return;
  }
  if (!accepted) tellWaiting(context, waiting, id);
  else context.print(acceptedText(context.i18n, next.version));
}

/** Shows everything that a signature would change, with the words that all who sign must see alike. */
export function tellDraft({ i18n, tell, wordLanguage }: Context, { review, by, at }: ReadNext): void {
  const words = wordsOfDraft(review.id, wordLanguage);
  tell(proposedText(i18n, { id: review.id, by, at }));
  for (const line of nextManifestLines(i18n, review, words)) tell(line);
}

function tellWaiting({ i18n, tell }: Context, waiting: RefusalCode | null, id: string): void {
  if (waiting === null) return;
  tell(manifestWaitsText(i18n, id));
  tell(`  ${refusalSentence(i18n, { code: waiting })}`);
}
