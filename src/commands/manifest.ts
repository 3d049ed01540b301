import type { Command } from 'commander';
import type { RefusalCode } from '../../schemas/codes.ts';
import type { RotationState } from '../../schemas/routes/members.ts';
import { type ReadNext, readNext, readRotation, signRotation } from '../client/keyring/rotation.ts';
import { draftRotation, type Wanted } from '../client/keyring/rotation-draft.ts';
import {
  acceptedText,
  draftManifestQuestion,
  manifestLines,
  nextManifestLines,
  signManifestQuestion,
} from '../client/say/manifest.ts';
import { progressText } from '../client/say/progress.ts';
import { wordsOfDraft } from '../client/set-up/set-up.ts';
import { refusalSentence } from '../platform/refusal.ts';
import { command, commandGroup } from './command.ts';
import { type Context, misused, type Options } from './context.ts';

type DraftOptions = Options & {
  replace?: string[];
  join?: string[];
  leave?: string[];
  because?: string;
  newBox?: boolean;
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
    options: [
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
      [
        '--leave <member>',
        i18n._('cli.manifest-leave', {}, { message: 'Who leaves; repeatable' }),
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
      ['--new-box', i18n._('cli.manifest-new-box', {}, { message: 'Make a new box, at the latest after 90 days' })],
    ],
    about: i18n._('cli.manifest-draft', {}, { message: 'Draft the next manifest and sign it' }),
    run: draft,
  });
  command(manifest, context, {
    name: 'sign',
    about: i18n._('cli.manifest-sign', {}, { message: 'Read the draft of the next manifest and sign it' }),
    run: sign,
  });
}

async function show(context: Context, options: Options): Promise<void> {
  const { i18n, print } = context;
  const { api, keyring, root } = await context.openSession(options);
  const { offers, draft } = await readRotation(api);
  const { version, id, statement } = root.chain.newest;
  if (options.json) {
    const waiting = draft && { signed: draft.signed, waiting: draft.waiting };
    const given = offers.map(({ member, roles }) => ({ member, roles }));
    return print(JSON.stringify({ version, id, members: statement.members, keysGiven: given, draft: waiting }));
  }
  for (const line of manifestLines(i18n, statement, offers)) print(line);
  if (!draft) return;
  tellDraft(context, await readNext(api, keyring));
  tellWaiting(context, draft.waiting);
}

async function draft(context: Context, options: DraftOptions): Promise<void> {
  const { i18n } = context;
  const { replace, join, leave, newBox } = options;
  const because = reasons.find((one) => one === options.because);
  if (options.because !== undefined && !because) misused('--because');
  if (!replace && !join && !leave && !newBox) misused('--replace, --join, --leave, --new-box');
  const wanted: Wanted = {
    ...(replace && { replace }),
    ...(join && { join }),
    ...(leave && { leave }),
    ...(because && { because }),
    ...(newBox && { newBox }),
  };
  const session = await context.openSession(options);
  await context.confirm(draftManifestQuestion(i18n), options);
  const drafting = draftRotation(session, wanted, session.save);
  const { read } = await context.progress(progressText(i18n, 'signing'), drafting);
  const { draft: drafted } = await readRotation(session.api);
  if (options.json)
    return context.print(JSON.stringify({ id: read.review.id, accepted: false, waiting: drafted?.waiting ?? null }));
  tellDraft(context, read);
  tellWaiting(context, drafted?.waiting ?? null);
}

async function sign(context: Context, options: Options): Promise<void> {
  const { i18n } = context;
  const { api, keyring, save } = await context.openSession(options);
  const read = await readNext(api, keyring);
  tellDraft(context, read);
  await context.confirm(signManifestQuestion(i18n), options);
  const signing = signRotation(api, keyring, read, save);
  const { accepted, state } = await context.progress(progressText(i18n, 'signing'), signing);
  reportSigned(context, options, read, accepted, state);
}

/** Says whether the draft is the new manifest now, or whose signature it waits for. */
export function reportSigned(
  context: Context,
  options: Options,
  { review }: ReadNext,
  accepted: boolean,
  { draft }: RotationState,
): void {
  const waiting = draft?.waiting ?? null;
  const { version } = review.next;
  if (options.json) context.print(JSON.stringify({ id: review.id, accepted, waiting }));
  else if (!accepted) tellWaiting(context, waiting);
  else context.print(acceptedText(context.i18n, version));
}

/** Shows everything that a signature would change, with the words that all who sign must see alike. */
export function tellDraft({ i18n, tell, wordLanguage }: Context, { review }: ReadNext): void {
  const words = wordsOfDraft(review.id, wordLanguage);
  for (const line of nextManifestLines(i18n, review, words)) tell(line);
}

function tellWaiting({ i18n, tell }: Context, waiting: RefusalCode | null): void {
  if (waiting === null) return;
  tell(i18n._('cli.manifest-waits', {}, { message: 'It waits for signatures, with: convive manifest sign' }));
  tell(`  ${refusalSentence(i18n, { code: waiting })}`);
}
