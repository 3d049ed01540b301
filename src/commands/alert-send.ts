import { readFile } from 'node:fs/promises';
import { Refusal } from '../../schemas/codes.ts';
import type { Whereabouts } from '../../schemas/notice-answers.ts';
import { noticesContract } from '../../schemas/routes/notices.ts';
import { listNotices, openNotice } from '../client/alerts/open-notice.ts';
import { sealForPeer, sendSealed } from '../client/alerts/seal.ts';
import { whereDelivery, whereDraft } from '../client/alerts/where.ts';
import { callingPeers, peerRoot } from '../client/keyring/peer-trust.ts';
import { requireMeant } from '../client/peers/called.ts';
import { peerNamed } from '../client/peers/peers.ts';
import { goesToText, openedText, openedWithdrawalText } from '../client/say/alert.ts';
import { calledOrSomebody, calledText } from '../client/say/called.ts';
import { yesLines } from '../client/say/consent.ts';
import { waitsText } from '../client/say/pause.ts';
import { progressText } from '../client/say/progress.ts';
import { nowhereText, whereLines } from '../client/say/where.ts';
import { deskOf } from './alert-desk.ts';
import { type Context, type Options, saveNew, unreadable } from './context.ts';

/** Seals a draft for one collective into a file, after every check. The file is ciphertext and a header. */
export async function seal(
  context: Context,
  options: Options & { to: string; out?: string },
  draft: string,
): Promise<void> {
  const { i18n } = context;
  const { desk, keep } = await deskOf(context, options);
  const { peer } = await peerNamed(desk.api, options.to);
  const { sealed, consent, keyring, called } = await sealForPeer(desk, draft, peer);
  requireMeant(options.to, called);
  await keep(keyring);
  const text = `${JSON.stringify(sealed)}\n`;
  if (options.out === undefined) context.print(text.trimEnd());
  else await saveNew(context, options.out, text);
  for (const line of yesLines(i18n, { consent, peer: { called } })) context.tell(line);
  const name = calledText(i18n, called);
  context.tell(
    i18n._('cli.alert-sealed-for', { name }, { message: 'Sealed for {name}. Hand it in with: convive alert send' }),
  );
}

/** Hands a sealed file in to the own node. */
export async function send(context: Context, options: Options, file: string): Promise<void> {
  const { i18n } = context;
  const sealed = noticesContract.handIn.body.safeParse(parsed(await readSealed(context, file)));
  if (!sealed.success) throw new Refusal('malformed', sealed.error.issues[0]?.path.join('.') || 'file');
  const { desk } = await deskOf(context, options);
  const { called } = await peerRoot(desk, sealed.data.header.to);
  if (!options.json) context.tell(goesToText(i18n, called));
  const { delivery, edition, goesOut } = await sendSealed(desk.api, sealed.data);
  if (options.json) return context.print(JSON.stringify({ delivery, edition, goesOut }));
  context.print(delivery);
  if (goesOut !== null) context.tell(waitsText(i18n, calledText(i18n, called), goesOut, { edition, hurries: null }));
  context.tell(i18n._('cli.alert-handed-in', {}, { message: 'Handed in. See where it is with: convive alert where' }));
}

/** Who holds it: one line per delivery, one per step. Reads no text. */
export async function where(context: Context, options: Options, id: string): Promise<void> {
  const { i18n } = context;
  const { desk } = await deskOf(context, options);
  const calling = callingPeers(desk);
  const found = [];
  for (const one of await deliveriesOf(desk.api, id))
    found.push({ ...one, called: one.peer === '' ? null : await calling(one) });
  if (options.json) {
    const deliveries = found.map((one) => ({ ...one, name: calledOrSomebody(i18n, one.called) }));
    return context.print(JSON.stringify({ deliveries }));
  }
  if (found.length === 0) context.tell(nowhereText(i18n));
  for (const one of found) for (const line of whereLines(i18n, one, one.called)) context.print(line);
}

async function deliveriesOf(api: Parameters<typeof whereDraft>[0], id: string): Promise<Whereabouts[]> {
  try {
    return await whereDraft(api, id);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not-found') return [await whereDelivery(api, id)];
    throw error;
  }
}

/**
 * Opens what a peer sent, and shows the three facts with the text; the only command that prints an alert, `--json`
 * included.
 */
export async function open(context: Context, options: Options, delivery: string): Promise<void> {
  const { i18n } = context;
  const { desk, keep } = await deskOf(context, options);
  const listed = (await listNotices(desk)).filter(({ header }) => header.delivery === delivery);
  // Several editions of one item are one; several senders under one id are not.
  if (new Set(listed.map(({ peer }) => peer)).size > 1) throw new Refusal('conflict', 'delivery');
  if (!listed[0]) throw new Refusal('not-found');
  const shown = await context.progress(progressText(i18n, 'opening'), openNotice(desk, listed[0].peer, delivery));
  await keep(shown.keyring);
  if (shown.kind === 'withdrawal') {
    if (options.json)
      return context.print(JSON.stringify({ kind: shown.kind, delivery: shown.delivery, still: shown.still }));
    return context.tell(openedWithdrawalText(i18n, shown));
  }
  if (options.json) {
    const { alert, facts } = shown.opened;
    const { kind, called, later, stale } = shown;
    const from = calledText(i18n, called);
    return context.print(JSON.stringify({ kind, from, facts, alert, stale, ...(later && { later }) }));
  }
  await context.showAndClear(openedText(i18n, shown));
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
