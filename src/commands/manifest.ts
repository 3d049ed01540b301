import type { Command } from 'commander';
import type { RefusalCode } from '../../schemas/codes.ts';
import { type ReadNext, type RotationState, readNext, readRotation, signRotation } from '../client/keyring/rotation.ts';
import { draftRotation, type Wanted } from '../client/keyring/rotation-draft.ts';
import type { Change } from '../client/keyring/rotation-review.ts';
import { wordsOfDraft } from '../client/set-up/set-up.ts';
import { refusalSentence } from '../platform/refusal.ts';
import { type Context, misused, type Options, optionsOf } from './context.ts';

type DraftOptions = Options & {
  replace?: string[];
  join?: string[];
  leave?: string[];
  because?: string;
  newBox?: boolean;
};

const reasons = ['left', 'rotated', 'compromised'] as const;

/** `manifest`: who belongs, and the next version of it: drafted by one, read and signed by as many as it takes, each on their own device. */
export function register(program: Command, context: Context): void {
  const { i18n } = context;
  const manifest = program
    .command('manifest')
    .helpCommand(false)
    .description(i18n._('cli.manifest', {}, { message: 'Who belongs to your collective, and changing it together' }));
  manifest
    .command('show')
    .description(i18n._('cli.manifest-show', {}, { message: 'Show who belongs, and what waits to be signed' }))
    .action(async (_options, command: Command) => show(context, optionsOf(command)));
  const several = (one: string, others: string[] = []) => [...others, one];
  manifest
    .command('draft')
    .option(
      '--replace <member>',
      i18n._(
        'cli.manifest-replace',
        {},
        { message: 'Whose new device gave a key with: convive keys replace; repeatable' },
      ),
      several,
    )
    .option(
      '--join <member>',
      i18n._('cli.manifest-join', {}, { message: 'Who joins and gave a key in the same way; repeatable' }),
      several,
    )
    .option('--leave <member>', i18n._('cli.manifest-leave', {}, { message: 'Who leaves; repeatable' }), several)
    .option(
      '--because <reason>',
      i18n._(
        'cli.manifest-because',
        {},
        { message: 'left, rotated, or compromised when somebody else may hold the old key' },
      ),
    )
    .option('--new-box', i18n._('cli.manifest-new-box', {}, { message: 'Make a new box, at the latest after 90 days' }))
    .description(i18n._('cli.manifest-draft', {}, { message: 'Draft the next manifest and sign it' }))
    .action(async (_options, command: Command) => draft(context, optionsOf<DraftOptions>(command)));
  manifest
    .command('sign')
    .description(i18n._('cli.manifest-sign', {}, { message: 'Read the draft of the next manifest and sign it' }))
    .action(async (_options, command: Command) => sign(context, optionsOf(command)));
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
  print(i18n._('cli.manifest-version', { version }, { message: 'Manifest, version {version}' }));
  for (const { member, roles } of statement.members) print(`  ${member}  ${roles.join(', ')}`);
  for (const { member } of offers)
    print(i18n._('cli.manifest-offer', { member }, { message: 'A new device of {member} has given its key.' }));
  if (!draft) return;
  const read = await readNext(api, keyring);
  tellDraft(context, read);
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
  const question = i18n._('cli.manifest-draft-question', {}, { message: 'Draft the next manifest with this change?' });
  await context.confirm(question, options);
  const line = i18n._('cli.setup-signing', {}, { message: 'Checking and signing…' });
  const { read } = await context.progress(line, draftRotation(session, wanted, session.save));
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
  await context.confirm(i18n._('cli.setup-sign', {}, { message: 'Sign exactly this?' }), options);
  const line = i18n._('cli.setup-signing', {}, { message: 'Checking and signing…' });
  const { accepted, state } = await context.progress(line, signRotation(api, keyring, read, save));
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
  else context.print(acceptedText(context, version));
}

function acceptedText({ i18n }: Context, version: number): string {
  return i18n._(
    'cli.manifest-accepted',
    { version },
    { message: 'Signed by enough of you: version {version} holds, and partners are told.' },
  );
}

/** Everything that a signature would change, and the words that must be the same for all who sign. */
export function tellDraft(context: Context, { review }: ReadNext): void {
  for (const change of review.changes) context.tell(`  ${changeText(context, change)}`);
  context.tell(
    context.i18n._(
      'cli.setup-words',
      { words: wordsOfDraft(review.id, context.wordLanguage) },
      { message: 'Read these words to each other; everybody who signs must see the same: {words}' },
    ),
  );
}

function tellWaiting({ i18n, tell }: Context, waiting: RefusalCode | null): void {
  if (waiting === null) return;
  tell(i18n._('cli.manifest-waits', {}, { message: 'It waits for signatures, with: convive manifest sign' }));
  tell(`  ${refusalSentence(i18n, { code: waiting })}`);
}

function changeText({ i18n }: Context, change: Change): string {
  switch (change.what) {
    case 'joined':
      return i18n._(
        'cli.change-joined',
        { member: change.member, roles: change.roles.join(', ') },
        { message: '{member} joins: {roles}' },
      );
    case 'left':
      return i18n._(
        'cli.change-left',
        { member: change.member, reason: change.reason ?? '–' },
        { message: '{member} leaves; their key is revoked: {reason}' },
      );
    case 'key':
      return i18n._(
        'cli.change-key',
        { member: change.member, reason: change.reason ?? '–' },
        { message: '{member} has a new key; the old one is revoked: {reason}' },
      );
    case 'roles':
      return i18n._(
        'cli.change-roles',
        { member: change.member, roles: change.roles.join(', ') },
        { message: '{member} has other roles: {roles}' },
      );
    case 'worse':
      return i18n._(
        'cli.change-worse',
        { keyid: change.keyid, reason: change.reason },
        { message: 'The revoked key {keyid} is marked: {reason}' },
      );
    case 'policy':
      return i18n._('cli.setup-policy', change.policy, {
        message:
          'It takes {rotate} stewards to change who belongs, {attest} accompaniers to attest an alert, and {consentWitnesses, plural, one {# witness} other {# witnesses}} for a consent.',
      });
    case 'box':
      return i18n._('cli.change-box', {}, { message: 'The care team gets a new box.' });
    case 'box-stays':
      return i18n._(
        'cli.change-box-stays',
        {},
        { message: 'The box stays although an accompanier’s key goes. Ask whoever drafted it why.' },
      );
    case 'node':
      return i18n._(
        'cli.change-node',
        {},
        { message: 'The node has another address or other keys. Ask who changed it.' },
      );
    case 'expires':
      return i18n._(
        'cli.change-expires',
        { day: change.expires.slice(0, 10) },
        { message: 'It is valid until {day}.' },
      );
  }
}
