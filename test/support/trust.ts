import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { signWithdrawal, withdrawalOf } from '../../src/client/agreements/withdraw.ts';
import {
  attested,
  atWork,
  compareWords,
  consented,
  meet,
  type Party,
  sealed,
  stand,
} from '../../src/commands/scripted-steps.ts';
import { alertWords } from './alert-words.ts';
import { handedOver } from './past-pause.ts';
import { root } from './sources.ts';

/**
 * Two collectives get to know each other, compare their words, and decide that alerts go from the first to the second.
 * @returns the second's id.
 */
export async function trustForAlerts(from: Party, to: Party): Promise<string> {
  const peer = await meet(from, to);
  await meet(to, from);
  await compareWords(from, to, 'es');
  await compareWords(to, from, 'es');
  await stand(from, to, { accepts: [], sends: ['alerts'] });
  await stand(to, from, { accepts: ['alerts'], sends: [] });
  return peer;
}

/** An agreement of the cast, as its file stands. */
export function agreementText(name: string): string {
  return readFileSync(join(root, 'test/support/agreements', name), 'utf8');
}

/**
 * An alert that two accompaniers attested and the person affected consented to, sealed for one collective and not
 * handed in yet.
 */
export async function readyAlert(from: Party, peer: string) {
  const draft = await attested(from, alertWords());
  const words = await consented(from, draft, peer);
  const file = await sealed(from, draft, peer);
  return { draft, words, file, delivery: file.header.delivery };
}

/** An alert that is ready, handed in. */
export async function sharedAlert(from: Party, peer: string) {
  const alert = await readyAlert(from, peer);
  await handedOver(from, alert.file);
  return alert;
}

/** Both stewards sign that an agreement is taken back, the second what the first proposed. */
export async function takeBack(party: Party, series: string): Promise<void> {
  for (const who of [0, 1]) {
    const work = await atWork(party, who);
    await signWithdrawal(work, await withdrawalOf({ ...work, chain: work.root.chain }, series));
  }
}
