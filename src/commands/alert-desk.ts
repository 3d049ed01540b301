import { renewLists } from '../client/alerts/lists.ts';
import { forgetOldBoxes } from '../client/alerts/reseal.ts';
import type { Desk } from '../client/api/desk.ts';
import type { Keyring } from '../client/keyring/keyring.ts';
import type { Context, Options } from './context.ts';

/**
 * An accompanier's desk at the terminal: old boxes forgotten and partners told what they may still hold first; and a
 * way to keep what the keyring learnt about a peer.
 */
export async function deskOf(
  context: Context,
  options: Options,
): Promise<{ desk: Desk; recipients: ReadonlyMap<string, string>; keep: (keyring: Keyring) => Promise<void> }> {
  const { api, keyring: opened, root, save } = await context.openSession(options);
  const unlocked: Desk = { api, keyring: opened, own: root.chain, now: new Date() };
  const keyring = await forgetOldBoxes(unlocked, root.recipients);
  if (keyring !== opened) await save(keyring);
  const desk = { ...unlocked, keyring };
  await renewLists(desk);
  return {
    desk,
    recipients: root.recipients,
    async keep(learnt) {
      if (JSON.stringify(learnt) !== JSON.stringify(keyring)) await save(learnt);
    },
  };
}
