import type { Command } from 'commander';
import { reviewAlert } from '../client/alerts/attest.ts';
import { shortenPause, stopInTime } from '../client/alerts/pause.ts';
import { waitingFor } from '../client/alerts/where.ts';
import { peerNamed } from '../client/peers/peers.ts';
import { alertText } from '../client/say/alert.ts';
import { hurriedText, hurryQuestion, stoppedText, stopQuestion } from '../client/say/pause.ts';
import { deskOf } from './alert-desk.ts';
import { command } from './command.ts';
import type { Context, Options } from './context.ts';

type To = Options & { to: string };

/** What can be done while an alert that was handed in waits: `alert hurry` and `alert stop`. */
export function registerPause(alert: Command, context: Context, said: { draft: string; peer: string }): void {
  const { i18n } = context;
  const shared = {
    arguments: [['<draft>', said.draft]] as [[string, string]],
    options: [['--to <peer>', said.peer, { required: true }]] as [[string, string, { required: true }]],
  };
  command(alert, context, {
    name: 'hurry',
    ...shared,
    about: i18n._('cli.alert-hurry', {}, { message: 'Sign, as one of two, that it cannot wait a day' }),
    run: hurry,
  });
  command(alert, context, {
    name: 'stop',
    ...shared,
    about: i18n._('cli.alert-stop', {}, { message: 'Take back what waits, before anything of it has left' }),
    run: stop,
  });
}

async function hurry(context: Context, options: To, draft: string): Promise<void> {
  const { i18n } = context;
  const { desk } = await deskOf(context, options);
  const { peer } = await peerNamed(desk.api, options.to);
  const waits = await waitingFor(desk.api, draft, peer);
  const review = await reviewAlert(desk, draft);
  await context.showAndClear(alertText(i18n, review.alert, review.clauses));
  await context.confirm(hurryQuestion(i18n), options);
  const goesOut = await shortenPause(desk, review.file, peer, waits);
  if (options.json) return context.print(JSON.stringify({ draft, goesOut }));
  context.tell(hurriedText(i18n, goesOut));
}

async function stop(context: Context, options: To, draft: string): Promise<void> {
  const { i18n } = context;
  const { desk } = await deskOf(context, options);
  const { peer } = await peerNamed(desk.api, options.to);
  const { delivery } = await waitingFor(desk.api, draft, peer);
  await context.confirm(stopQuestion(i18n), options);
  await stopInTime(desk, draft, delivery);
  if (options.json) return context.print(JSON.stringify({ draft, stopped: true }));
  context.tell(stoppedText(i18n));
}
