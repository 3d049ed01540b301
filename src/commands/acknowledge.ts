import type { Command } from 'commander';
import { Refusal } from '../../schemas/codes.ts';
import { acknowledgementOf, signAcknowledgement } from '../client/agreements/acknowledge.ts';
import { type Context, type Options, optionsOf } from './context.ts';

type SayOptions = Options & { compatible?: boolean; differs?: string[] };

/** `acknowledge`: what our collective says of a partner's agreement. The first steward says it, the others sign with the same command. */
export function registerAcknowledge(agreements: Command, context: Context): void {
  const { i18n } = context;
  agreements
    .command('acknowledge')
    .argument('<agreement>', i18n._('cli.agreements-partner', {}, { message: "A partner's agreement: its id or page" }))
    .option('--compatible', i18n._('cli.acknowledge-compatible', {}, { message: 'It fits what we live by' }))
    .option('--differs <clause...>', i18n._('cli.acknowledge-differs', {}, { message: 'We differ on these clauses' }))
    .description(
      i18n._(
        'cli.agreements-acknowledge',
        {},
        {
          message:
            "Say in public how a partner's agreement fits ours; without a choice, sign what another steward said",
        },
      ),
    )
    .action(async (id: string, _options, command: Command) => acknowledge(context, id, optionsOf(command)));
}

async function acknowledge(context: Context, id: string, options: SayOptions): Promise<void> {
  const { i18n } = context;
  const { compatible = false, differs } = options;
  if (compatible && differs) throw new Refusal('malformed', '--differs');
  const session = await context.openSession(options);
  const who = { ...session, chain: session.root.chain };
  const said = await acknowledgementOf(who, id, compatible ? [] : (differs ?? null));
  const { partner, statement, clauses } = said;
  const about = { name: partner.name, title: partner.title[partner.languages[0] ?? ''] ?? '' };
  if (!options.json) {
    context.print(
      statement.stance === 'compatible'
        ? i18n._('cli.acknowledge-fits', about, { message: '{title}, of {name}: it fits what we live by.' })
        : i18n._('cli.acknowledge-differ', about, { message: '{title}, of {name}: we differ on these clauses.' }),
    );
    for (const one of clauses.filter(({ id: clause }) => statement.clauses.includes(clause)))
      context.print(`${one.violence}  ${one.id}`);
  }
  await context.confirm(
    i18n._(
      'cli.acknowledge-confirm',
      {},
      { message: 'Sign this? Once enough stewards have, everyone can read it, on both sides.' },
    ),
    options,
  );
  const answer = await signAcknowledgement(who, said);
  if (options.json) return context.print(JSON.stringify({ ...answer, signers: answer.signers.length }));
  const { needed, published } = answer;
  context.print(
    published
      ? i18n._('cli.acknowledge-published', about, { message: 'Published. {name} is told.' })
      : i18n._(
          'cli.acknowledge-signed',
          { signed: answer.signers.length, needed },
          { message: 'Signed: {signed} of {needed}. Another steward signs with the same command.' },
        ),
  );
}
