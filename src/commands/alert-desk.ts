import type { Desk } from '../client/desk.ts';
import type { Keyring } from '../client/keyring.ts';
import type { Context, Options } from './context.ts';

/** An accompanier's desk at the terminal, and a way to keep what the keyring learnt about a peer. */
export async function deskOf(
  context: Context,
  options: Options,
): Promise<{ desk: Desk; keep: (keyring: Keyring) => Promise<void> }> {
  const { api, keyring, root, save } = await context.openSession(options);
  return {
    desk: { api, keyring, own: root.chain, now: new Date() },
    async keep(learnt) {
      if (JSON.stringify(learnt) !== JSON.stringify(keyring)) await save(learnt);
    },
  };
}
