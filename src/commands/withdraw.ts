import type { Command } from 'commander';
import { connect } from '../client/api.ts';
import { lookUp, withdrawAll } from '../client/withdraw.ts';
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
  const withdrawn = await withdrawAll(api, code, new Date());
  if (options.json) return context.print(JSON.stringify({ withdrawn }));
  context.print(
    i18n._(
      'cli.withdrawn',
      { count: withdrawn.length },
      {
        message:
          '{count, plural, one {# alert is taken back, and erased here.} other {# alerts are taken back, and erased here.}}',
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
const shownDeliveries = (deliveries: Awaited<ReturnType<typeof lookUp>>['deliveries']) =>
  deliveries.map(({ chain: _, ...rest }) => rest);
