import { Refusal } from '../../../schemas/codes.ts';
import { mostPasskeys } from '../../../schemas/people.ts';
import { timeOf } from '../../protocol/encoding.ts';
import { type Keyring, monthOf, openedBy, passkeyOf } from '../keyring/keyring.ts';
import { dayOf } from '../say/day.ts';
import type { Saying } from './sign/signing.ts';

/**
 * Passkeys of the open keyring: what each is removed by, the day since when it opens it, and whether it opened this
 * desk; and whether there is room for one more.
 */
export type PasskeysSaid = { list: { recipient: string; since: string; used: boolean }[]; room: boolean };

const outputBytes = 32;

/** Passkeys that open this keyring beside its words (docs/decisions/0038), and the words once a year. */
export function passkeyTasks(at: () => Saying) {
  const said = (): PasskeysSaid => {
    const { keyring, by } = at().desk;
    const list = keyring.passkeys.map(({ recipient, signInKey, at: since }) => ({
      recipient,
      since: dayOf(since),
      used: signInKey === by,
    }));
    return { list, room: list.length < mostPasskeys };
  };
  const save = async (change: (passkeys: Keyring['passkeys']) => Keyring['passkeys']): Promise<PasskeysSaid> => {
    const { desk } = at();
    const { keyring } = desk;
    await desk.save(keyring, { ...keyring, passkeys: change(keyring.passkeys) });
    return said();
  };
  return {
    passkeys: async (): Promise<PasskeysSaid> => said(),
    /**
     * Has the keyring opened by a passkey that was asked twice.
     * @throws `passkey-differs` where it did not give the same 32 bytes both times, and as a save does
     */
    async addPasskey([first, again]: [Uint8Array, Uint8Array]): Promise<PasskeysSaid> {
      const same = first.length === outputBytes && `${first}` === `${again}`;
      if (!same) throw new Refusal('passkey-differs');
      const made = await passkeyOf(first, timeOf(at().now));
      return save((all) => [made, ...all.filter(({ recipient }) => recipient !== made.recipient)]);
    },
    /** Has it opened by that one no more; whoever came in with it is signed out. */
    removePasskey: (recipient: string): Promise<PasskeysSaid> =>
      save((all) => all.filter((one) => one.recipient !== recipient)),
    /**
     * Looks whether these words open it, as they did.
     * @throws `keyring-phrase`, `words`
     */
    async wordsStill(words: string): Promise<void> {
      const { desk, now } = at();
      if (!(await openedBy(desk.keyring, words))) throw new Refusal('keyring-phrase');
      desk.api.saw?.({ wordsTyped: monthOf(now) });
    },
  };
}
