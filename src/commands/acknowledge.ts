import type { Command } from 'commander';
import { Refusal } from '../../schemas/codes.ts';
import { acknowledgementOf, signAcknowledgement } from '../client/agreements/acknowledge.ts';
import { acknowledgedText, acknowledgementLines, acknowledgeQuestion } from '../client/say/acknowledge.ts';
import { command } from './command.ts';
import type { Context, Options } from './context.ts';

type SayOptions = Options & { compatible?: boolean; differs?: string[]; draft?: string };

/**
 * `acknowledge`: what our collective says of a partner's agreement. The first steward says it, the others sign with the
 * same command.
 */
export function registerAcknowledge(agreements: Command, context: Context): void {
  const { i18n } = context;
  command(agreements, context, {
    name: 'acknowledge',
    arguments: [
      ['<agreement>', i18n._('cli.agreements-partner', {}, { message: "A partner's agreement: its id or page" })],
    ],
    options: [
      ['--compatible', i18n._('cli.acknowledge-compatible', {}, { message: 'It fits what we live by' })],
      [
        '--draft <hash>',
        i18n._(
          'cli.acknowledge-draft',
          {},
          { message: 'First characters of what another steward said; needed only with several' },
        ),
      ],
      ['--differs <clause...>', i18n._('cli.acknowledge-differs', {}, { message: 'We differ on these clauses' })],
    ],
    about: i18n._(
      'cli.agreements-acknowledge',
      {},
      {
        message: "Say in public how a partner's agreement fits ours; without a choice, sign what another steward said",
      },
    ),
    run: acknowledge,
  });
}

async function acknowledge(context: Context, options: SayOptions, id: string): Promise<void> {
  const { i18n } = context;
  const { compatible = false, differs } = options;
  if (compatible && differs) throw new Refusal('malformed', '--differs');
  const session = await context.openSession(options);
  const who = { ...session, chain: session.root.chain };
  const said = await acknowledgementOf(who, id, compatible ? [] : (differs ?? null), options.draft);
  if (!options.json) for (const line of acknowledgementLines(i18n, said)) context.print(line);
  await context.confirm(acknowledgeQuestion(i18n), options);
  const answer = await signAcknowledgement(who, said);
  if (options.json) return context.print(JSON.stringify({ ...answer, signers: answer.signers.length }));
  const { needed, published } = answer;
  context.print(
    published
      ? acknowledgedText(i18n, said)
      : i18n._(
          'cli.acknowledge-signed',
          { signed: answer.signers.length, needed },
          { message: 'Signed: {signed} of {needed}. Another steward signs with the same command.' },
        ),
  );
}
