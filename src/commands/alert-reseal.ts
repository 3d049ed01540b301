import { Refusal } from '../../schemas/codes.ts';
import { listNotices } from '../client/alerts/open-notice.ts';
import { resealWaiting, waitingToReseal } from '../client/alerts/reseal.ts';
import { proposedRecusals, recuseMember, recuseSelf, sameRecusal } from '../client/alerts/reseal-incoming.ts';
import type { Desk } from '../client/api/desk.ts';
import { oneNamed } from '../client/api/named.ts';
import { progressText } from '../client/say/progress.ts';
import { recusalQuestion, recuseQuestion } from '../client/say/recuse.ts';
import { recusalText, resealedLines, resealQuestion, waitingText } from '../client/say/reseal.ts';
import { refusalSentence } from '../platform/refusal.ts';
import { deskOf } from './alert-desk.ts';
import type { Context, Options } from './context.ts';

/**
 * Lists what waits to be sealed again, and seals all of it after a yes: what we sent to its receivers' boxes as they
 * are now, our drafts to our own.
 */
export async function reseal(context: Context, options: Options & { confirm?: string }): Promise<void> {
  const { i18n } = context;
  const { desk, recipients, keep } = await deskOf(context, options);
  const agreed = await askRecusal(context, options, desk);
  const waiting = await waitingToReseal(desk);
  if (!options.json) for (const one of waiting) context.tell(`  ${waitingText(i18n, one)}`);
  await context.confirm(resealQuestion(i18n, waiting.length), options);
  const { done, keyring } = await context.progress(
    progressText(i18n, 'resealing'),
    resealWaiting(desk, recipients, agreed),
  );
  await keep(keyring);
  if (options.json) return context.print(JSON.stringify(done));
  for (const one of done.refused)
    context.tell(`  ${waitingText(i18n, one)} ${refusalSentence(i18n, { code: one.code })}`);
  context.print(resealedLines(i18n, done).join('\n'));
}

/**
 * Names every proposal that takes somebody's part away, and confirms the one that `--confirm` names, after a yes.
 * @returns the hashes of all its editions.
 */
async function askRecusal(context: Context, options: Options & { confirm?: string }, desk: Desk): Promise<string[]> {
  const { i18n } = context;
  const proposed = await proposedRecusals(desk);
  const named = options.confirm;
  if (named === undefined) {
    if (!options.json) for (const one of proposed) context.tell(`  ${recusalText(i18n, one)}`);
    return [];
  }
  const chosen = oneNamed(proposed, named);
  if (!chosen) throw new Refusal('not-found', '--confirm');
  context.tell(`  ${recusalText(i18n, chosen)}`);
  await context.confirm(recusalQuestion(i18n), options);
  return proposed.filter((one) => sameRecusal(one, chosen)).map(({ id }) => id);
}

/**
 * Takes this person out of one item; or, with a member, seals it anew without them, for another colleague to confirm
 * with `alert reseal`.
 */
export async function recuse(
  context: Context,
  options: Options & { member?: string },
  delivery: string,
): Promise<void> {
  const { i18n } = context;
  const { desk, recipients } = await deskOf(context, options);
  const { member } = options;
  const peers = new Set(
    (await listNotices(desk)).filter(({ header }) => header.delivery === delivery).map(({ peer }) => peer),
  );
  const [peer, second] = peers;
  if (second !== undefined) throw new Refusal('conflict', 'delivery');
  if (peer === undefined) throw new Refusal('not-found');
  await context.confirm(recuseQuestion(i18n, member), options);
  if (member === undefined || member === desk.keyring.member) await recuseSelf(desk, peer, delivery);
  else await recuseMember(desk, recipients, { peer, delivery, member });
  const done = member === undefined || member === desk.keyring.member;
  if (options.json) return context.print(JSON.stringify({ delivery, holds: done }));
  context.tell(
    i18n._('cli.recused', {}, { message: 'Now a colleague who takes part looks with: convive alert reseal' }),
  );
}
