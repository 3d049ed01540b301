import { resealWaiting, type Waiting, waitingToReseal } from '../client/reseal.ts';
import { refusalSentence } from '../platform/refusal.ts';
import { deskOf } from './alert-desk.ts';
import type { Context, Options } from './context.ts';

/** Lists what waits to be sealed again, and seals all of it after a yes: what we sent to its receivers' boxes as they are now, our drafts to our own. */
export async function reseal(context: Context, options: Options): Promise<void> {
  const { i18n } = context;
  const { desk, keep } = await deskOf(context, options);
  const waiting = await waitingToReseal(desk);
  if (!options.json) for (const one of waiting) context.tell(`  ${waitingText(context, one)}`);
  await context.confirm(
    i18n._(
      'cli.reseal-question',
      { count: waiting.length },
      {
        message:
          'Seal {count, plural, one {# delivery} other {# deliveries}} and our drafts to the boxes that hold now? The texts and the consents stay the same.',
      },
    ),
    options,
  );
  const line = i18n._('cli.resealing', {}, { message: 'Checking and sealing again…' });
  const { done, keyring } = await context.progress(line, resealWaiting(desk));
  await keep(keyring);
  if (options.json) return context.print(JSON.stringify(done));
  for (const one of done.refused)
    context.tell(`  ${waitingText(context, one)} ${refusalSentence(i18n, { code: one.code })}`);
  context.print(
    i18n._(
      'cli.resealed',
      { sent: done.sent.length, drafts: done.drafts },
      {
        message:
          'Handed in again: {sent, plural, one {# delivery} other {# deliveries}}. Moved to our new box: {drafts, plural, one {# draft} other {# drafts}}.',
      },
    ),
  );
}

function waitingText({ i18n }: Context, { delivery, name, why }: Waiting): string {
  const values = { delivery, name: name ?? i18n._('cli.where-somebody', {}, { message: 'a partner collective' }) };
  if (why === 'box-changed')
    return i18n._('cli.reseal-box', values, { message: '{delivery}: {name} has a new box since it was sealed.' });
  return i18n._('cli.reseal-unopenable', values, { message: '{delivery}: {name} could not open it.' });
}
