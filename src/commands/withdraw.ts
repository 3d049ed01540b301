import type { Command } from 'commander';
import { Refusal } from '../../schemas/codes.ts';
import { askNothingMore, lookUp, type Shared, withdrawAll } from '../client/alerts/withdraw.ts';
import { connect } from '../client/api/api.ts';
import { calledOrSomebody } from '../client/say/called.ts';
import { whereLines } from '../client/say/where.ts';
import { ownWordsQuestion, withdrawnLines, withdrawQuestion } from '../client/say/withdraw.ts';
import { command } from './command.ts';
import { type Context, type Options, readSecret } from './context.ts';

type WithdrawOptions = Options & { wordsFile?: string; look?: boolean; askNothingMore?: boolean };

/**
 * `withdraw`: for the person with the twelve words, without an account or a keyring. Shows where everything is and
 * takes it back after one yes; the words stay on this device.
 */
export function register(program: Command, context: Context): void {
  const { i18n } = context;
  command(program, context, {
    name: 'withdraw',
    options: [
      [
        '--words-file <file>',
        i18n._(
          'cli.withdraw-words-file',
          {},
          { message: 'File with the twelve words; - reads a line of standard input' },
        ),
      ],
      [
        '--ask-nothing-more',
        i18n._('cli.withdraw-quiet', {}, { message: 'Take nothing back; only say that you want no more questions' }),
      ],
      ['--look', i18n._('cli.withdraw-look', {}, { message: 'Only show where it is' })],
    ],
    about: i18n._('cli.withdraw', {}, { message: 'See where your alert is, and take it back, with twelve words' }),
    run: withdraw,
  });
}

async function withdraw(context: Context, options: WithdrawOptions): Promise<void> {
  const { i18n } = context;
  const api = connect(await context.nodeAddress(options));
  const words = await readSecret(context, options.wordsFile, ownWordsQuestion(i18n));
  let code = await lookUp(api, words, new Date());
  if (options.askNothingMore) {
    await askNothingMore(api, code);
    code = await lookUp(api, words, new Date());
  }
  if (!options.json)
    for (const one of code.deliveries) for (const line of whereLines(i18n, one, one.called)) context.print(line);
  if (options.look || options.askNothingMore) {
    if (options.json) context.print(JSON.stringify({ deliveries: shownDeliveries(i18n, code.deliveries) }));
    return;
  }
  await context.confirm(withdrawQuestion(i18n), options);
  const taken = await withdrawAll(api, code, new Date());
  const { withdrawn, goneBy, left } = taken;
  if (options.json) context.print(JSON.stringify({ withdrawn, goneBy, left: shownDeliveries(i18n, left) }));
  else {
    for (const line of withdrawnLines(i18n, taken)) context.print(line);
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
  if (left.length > 0) throw new Refusal('unexpected-answer', 'withdrawn');
}

/** Without what only serves to seal and to check. */
const shownDeliveries = (i18n: Context['i18n'], deliveries: readonly Shared[]) =>
  deliveries.map(({ chain: _, comparison: __, called, ...rest }) => ({
    ...rest,
    called,
    name: calledOrSomebody(i18n, called),
  }));
