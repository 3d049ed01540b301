import type { Command } from 'commander';
import { Refusal } from '../../schemas/codes.ts';
import type { MyDelivery } from '../client/alerts/where.ts';
import { lookUp, withdrawAll } from '../client/alerts/withdraw.ts';
import { connect } from '../client/api/api.ts';
import { whereLines } from './alert-send.ts';
import { type Context, type Options, optionsOf, readSecret } from './context.ts';

type WithdrawOptions = Options & { wordsFile?: string; look?: boolean };

/**
 * `withdraw`: for the person with the twelve words, without an account or a keyring. Shows where everything is and takes it back after
 * one yes; the words stay on this device.
 */
export function register(program: Command, context: Context): void {
  const { i18n } = context;
  program
    .command('withdraw')
    .option(
      '--words-file <file>',
      i18n._(
        'cli.withdraw-words-file',
        {},
        { message: 'File with the twelve words; - reads a line of standard input' },
      ),
    )
    .option('--look', i18n._('cli.withdraw-look', {}, { message: 'Only show where it is' }))
    .description(
      i18n._('cli.withdraw', {}, { message: 'See where your alert is, and take it back, with twelve words' }),
    )
    .action(async (_options, command: Command) => withdraw(context, optionsOf(command)));
}

async function withdraw(context: Context, options: WithdrawOptions): Promise<void> {
  const { i18n } = context;
  const api = connect(await context.nodeAddress(options));
  const question = i18n._('cli.withdraw-words', {}, { message: 'Your twelve words' });
  const words = await readSecret(context, options.wordsFile, question);
  const code = await lookUp(api, words, new Date());
  if (!options.json)
    for (const one of code.deliveries) for (const line of whereLines(context, one)) context.print(line);
  if (options.look) {
    if (options.json) context.print(JSON.stringify({ deliveries: shownDeliveries(code.deliveries) }));
    return;
  }
  await context.confirm(
    i18n._(
      'cli.withdraw-question',
      {},
      { message: 'Take it back everywhere? It is erased here, and every collective that has it is asked to erase it.' },
    ),
    options,
  );
  const { withdrawn, left } = await withdrawAll(api, code, new Date());
  if (options.json) context.print(JSON.stringify({ withdrawn, left: shownDeliveries(left) }));
  else say(context, withdrawn.length, left);
  if (left.length > 0) throw new Refusal('unexpected-answer', 'withdrawn');
}

function say(context: Context, count: number, left: MyDelivery[]): void {
  const { i18n } = context;
  context.print(
    i18n._(
      'cli.withdrawn',
      { count },
      {
        message:
          '{count, plural, one {# alert is taken back, and erased here.} other {# alerts are taken back, and erased here.}}',
      },
    ),
  );
  for (const { name } of left)
    context.print(
      i18n._(
        'cli.withdrawn-left',
        { name: name ?? '' },
        {
          message:
            'Not taken back: what was shared with {name}. This node listed it and then did not say that it took it back. Tell your accompanier, or call {name}.',
        },
      ),
    );
  context.tell(
    i18n._(
      'cli.withdrawn-next',
      {},
      {
        message:
          'What each collective answers, you can see with: convive withdraw --look. Nobody can make people forget.',
      },
    ),
  );
}

/** Without the manifests, which only serve to seal. */
const shownDeliveries = (deliveries: readonly MyDelivery[]) => deliveries.map(({ chain: _, ...rest }) => rest);
