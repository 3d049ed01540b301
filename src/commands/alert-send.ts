import { readFile } from 'node:fs/promises';
import { Refusal, refusalCodes } from '../../schemas/codes.ts';
import { listNotices, openNotice, type ShownAlert } from '../client/alerts/open-notice.ts';
import { sealedFile, sealForPeer, sendSealed } from '../client/alerts/seal.ts';
import { type Whereabouts, whereDelivery, whereDraft } from '../client/alerts/where.ts';
import { peerNamed } from '../client/peers/peers.ts';
import { refusalSentence } from '../platform/refusal.ts';
import { deskOf } from './alert-desk.ts';
import { alertText, dayOf, threeFacts } from './alert-text.ts';
import { type Context, type Options, saveNew, unreadable } from './context.ts';

/** Seals a draft for one collective into a file, after every check. The file is ciphertext and a header. */
export async function seal(
  context: Context,
  draft: string,
  options: Options & { to: string; out?: string },
): Promise<void> {
  const { i18n } = context;
  const { desk, keep } = await deskOf(context, options);
  const { peer, name } = await peerNamed(desk.api, options.to);
  const { sealed, keyring } = await sealForPeer(desk, draft, peer);
  await keep(keyring);
  const text = `${JSON.stringify(sealed)}\n`;
  if (options.out === undefined) context.print(text.trimEnd());
  else await saveNew(context, options.out, text);
  context.tell(
    i18n._('cli.alert-sealed-for', { name }, { message: 'Sealed for {name}. Hand it in with: convive alert send' }),
  );
}

/** Hands a sealed file in to the own node. */
export async function send(context: Context, file: string, options: Options): Promise<void> {
  const { i18n } = context;
  const sealed = sealedFile.safeParse(parsed(await readSealed(context, file)));
  if (!sealed.success) throw new Refusal('malformed', sealed.error.issues[0]?.path.join('.') || 'file');
  const { desk } = await deskOf(context, options);
  const { delivery, edition } = await sendSealed(desk.api, sealed.data);
  if (options.json) return context.print(JSON.stringify({ delivery, edition }));
  context.print(delivery);
  context.tell(i18n._('cli.alert-handed-in', {}, { message: 'Handed in. See where it is with: convive alert where' }));
}

/** Who holds it: one line per delivery, one per step. Reads no text. */
export async function where(context: Context, id: string, options: Options): Promise<void> {
  const { desk } = await deskOf(context, options);
  const found = await deliveriesOf(desk.api, id);
  if (options.json) return context.print(JSON.stringify({ deliveries: found }));
  if (found.length === 0)
    context.tell(context.i18n._('cli.where-none', {}, { message: 'It has not been handed in for anybody.' }));
  for (const one of found) for (const line of whereLines(context, one)) context.print(line);
}

async function deliveriesOf(api: Parameters<typeof whereDraft>[0], id: string): Promise<Whereabouts[]> {
  try {
    return await whereDraft(api, id);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not-found') return [await whereDelivery(api, id)];
    throw error;
  }
}

/** Where one delivery is, in sentences of the kind that the person with the words reads as well. */
export function whereLines({ i18n }: Context, one: Whereabouts): string[] {
  const name = one.name ?? i18n._('cli.where-somebody', {}, { message: 'a partner collective' });
  const until = one.until === null ? '' : dayOf(one.until);
  const last = one.steps.at(-1);
  const asked = one.steps.some(({ kind }) => kind === 'drop');
  const sentence = (): string => {
    if (last?.acknowledged === 'deleted')
      return i18n._('cli.where-deleted', { name }, { message: '{name} says that it is erased there.' });
    if (asked)
      return i18n._('cli.where-asked', { name }, { message: '{name} was asked to erase it and has not answered yet.' });
    if (one.state === 'withdrawn')
      return i18n._('cli.where-never', { name }, { message: 'It was taken back before {name} got it.' });
    if (one.state === 'expired')
      return i18n._('cli.where-over', { name }, { message: 'It ended; {name} keeps nothing.' });
    if (last?.acknowledged === 'opened')
      return i18n._('cli.where-opened', { name, until }, { message: '{name} has opened it. It ends by {until}.' });
    if (last?.acknowledged === 'unopenable')
      return i18n._('cli.where-unopenable', { name }, { message: '{name} could not open it. Seal it again.' });
    if (last?.state === 'sent')
      return i18n._(
        'cli.where-there',
        { name, until },
        { message: 'It is at {name}, not opened yet. It ends by {until}.' },
      );
    if (last?.state === 'failed')
      return i18n._('cli.where-failed', { name }, { message: 'It could not be sent to {name}.' });
    return i18n._('cli.where-waiting', { name }, { message: 'It waits to be sent to {name}.' });
  };
  const away = i18n._('cli.where-away', { name }, { message: '{name} cannot be reached now. Your node keeps trying.' });
  const because = last?.state === 'due' || last?.state === 'failed' ? last.answer : null;
  if (last?.state === 'due' && because === 'unreachable') return [sentence(), `  ${away}`];
  return [sentence(), ...(because ? [`  ${answerText(i18n, because)}`] : [])];
}

/** What a node answered, in a sentence when it gave one of the codes that we know. */
function answerText(i18n: Context['i18n'], answer: string): string {
  const code = refusalCodes.find((one) => one === answer.replace(/^\d{3} /, ''));
  return code ? refusalSentence(i18n, { code }) : `(${answer})`;
}

/** Opens what a peer sent, and shows the three facts with the text; the only command that prints an alert, `--json` included. */
export async function open(context: Context, delivery: string, options: Options): Promise<void> {
  const { i18n } = context;
  const { desk, keep } = await deskOf(context, options);
  const listed = (await listNotices(desk)).filter(({ header }) => header.delivery === delivery);
  // Several editions of one item are one; several senders under one id are not.
  if (new Set(listed.map(({ peer }) => peer)).size > 1) throw new Refusal('conflict', 'delivery');
  if (!listed[0]) throw new Refusal('not-found');
  const line = i18n._('cli.opening', {}, { message: 'Opening and checking…' });
  const shown = await context.progress(line, openNotice(desk, listed[0].peer, delivery));
  await keep(shown.keyring);
  if (shown.kind === 'withdrawal') {
    if (options.json)
      return context.print(JSON.stringify({ kind: shown.kind, delivery: shown.delivery, still: shown.still }));
    context.tell(
      i18n._(
        'cli.opened-withdrawal',
        {},
        { message: 'The person affected took an alert back. It is hidden or gone here; nothing else is asked of you.' },
      ),
    );
    return;
  }
  if (options.json) {
    const { alert, facts } = shown.opened;
    const { kind, name, later, stale } = shown;
    return context.print(JSON.stringify({ kind, from: name, facts, alert, stale, ...(later && { later }) }));
  }
  await context.showAndClear(openedText(context, shown));
}

function openedText({ i18n }: Context, { name, opened, later, stale }: ShownAlert): string {
  const sentence = later && refusalSentence(i18n, { code: later });
  const beside = i18n._(
    'cli.opened-before-later',
    { sentence },
    { message: 'A later edition came and did not pass. This is the one that was accepted before. ({sentence})' },
  );
  const silent = i18n._(
    'cli.opened-stale',
    { name },
    { message: 'Careful: {name} has not said for a long time that this still stands. Call them before you act on it.' },
  );
  return [
    ...(stale ? [silent, ''] : []),
    ...threeFacts(i18n, name, opened),
    ...(later ? ['', beside] : []),
    '',
    alertText(i18n, opened.alert),
    '',
    i18n._(
      'cli.opened-own-agreement',
      {},
      { message: 'What you do is decided by your own agreement. Do not pass this on.' },
    ),
  ].join('\n');
}

async function readSealed({ stdin }: Context, file: string): Promise<string> {
  if (file !== '-') return readFile(file, 'utf8').catch(() => unreadable(file));
  let text = '';
  for await (const chunk of stdin) {
    text += String(chunk);
    if (text.length > 262_144) throw new Refusal('too-large', 'stdin');
  }
  return text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('malformed', 'file');
  }
}
