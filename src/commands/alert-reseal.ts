import { Refusal } from '../../schemas/codes.ts';
import { listNotices } from '../client/alerts/open-notice.ts';
import { resealWaiting, type Waiting, waitingToReseal } from '../client/alerts/reseal.ts';
import { recuseMember, recuseSelf } from '../client/alerts/reseal-incoming.ts';
import { refusalSentence } from '../platform/refusal.ts';
import { deskOf } from './alert-desk.ts';
import type { Context, Options } from './context.ts';

/** Lists what waits to be sealed again, and seals all of it after a yes: what we sent to its receivers' boxes as they are now, our drafts to our own. */
export async function reseal(context: Context, options: Options): Promise<void> {
  const { i18n } = context;
  const { desk, recipients, keep } = await deskOf(context, options);
  const waiting = await waitingToReseal(desk);
  if (!options.json) for (const one of waiting) context.tell(`  ${waitingText(context, one)}`);
  await context.confirm(
    i18n._(
      'cli.reseal-question',
      { count: waiting.length },
      {
        message:
          'Seal {count, plural, one {# delivery} other {# deliveries}}, our drafts and what we received to the boxes that hold now? The texts and the consents stay the same.',
      },
    ),
    options,
  );
  const line = i18n._('cli.resealing', {}, { message: 'Checking and sealing again…' });
  const { done, keyring } = await context.progress(line, resealWaiting(desk, recipients));
  await keep(keyring);
  if (options.json) return context.print(JSON.stringify(done));
  for (const one of done.refused)
    context.tell(`  ${waitingText(context, one)} ${refusalSentence(i18n, { code: one.code })}`);
  context.print(
    i18n._(
      'cli.resealed',
      { sent: done.sent.length, drafts: done.drafts, ...done.received },
      {
        message:
          'Handed in again: {sent}. Drafts in our new box: {drafts}. Received and sealed anew, for a colleague to confirm: {proposed}; confirmed: {confirmed}; left as it is: {left}.',
      },
    ),
  );
}

/** Takes this person out of one item; or, with a member, seals it anew without them, for another colleague to confirm with `alert reseal`. */
export async function recuse(
  context: Context,
  delivery: string,
  options: Options & { member?: string },
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
  const question =
    member === undefined
      ? i18n._(
          'cli.recuse-self',
          {},
          { message: 'You will not see this item any more, nor whether it is there. Go on?' },
        )
      : i18n._('cli.recuse-member', { member }, { message: 'Seal this item for everybody but {member}?' });
  await context.confirm(question, options);
  if (member === undefined || member === desk.keyring.member) await recuseSelf(desk, peer, delivery);
  else await recuseMember(desk, recipients, { peer, delivery, member });
  const done = member === undefined || member === desk.keyring.member;
  if (options.json) return context.print(JSON.stringify({ delivery, holds: done }));
  context.tell(i18n._('cli.recused', {}, { message: 'Now a colleague who takes part runs: convive alert reseal' }));
}

function waitingText({ i18n }: Context, { delivery, name, why }: Waiting): string {
  const values = { delivery, name: name ?? i18n._('cli.where-somebody', {}, { message: 'a partner collective' }) };
  if (why === 'box-changed')
    return i18n._('cli.reseal-box', values, { message: '{delivery}: {name} has a new box since it was sealed.' });
  return i18n._('cli.reseal-unopenable', values, { message: '{delivery}: {name} could not open it.' });
}
