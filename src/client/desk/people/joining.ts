import type { I18n } from '@lingui/core';
import { Refusal, type RefusalCode } from '../../../../schemas/codes.ts';
import { calledBy } from '../../../protocol/two-word-name.ts';
import { ApiRefusal, connect } from '../../api/api.ts';
import { type Keyring, signingKey } from '../../keyring/keyring.ts';
import { giveKeys, isPlain, readRotation } from '../../keyring/rotation.ts';
import { invitedKept } from '../../keyring/under-code.ts';
import { rolesText } from '../../say/names.ts';
import { wordsOfDraft } from '../../set-up/set-up.ts';
import type { Newcomer } from '../begin/newcomer.ts';
import { type Opening, showing } from '../showing.ts';
import { manifestsToSign } from '../sign/manifest.ts';
import type { Line, ReadWhole, Whole } from '../sign/signing.ts';

/** Where an invitation stands, for whoever has its code. */
export type Joining = {
  /** Whose new keys it is for; null for somebody who joins. */
  anew: string | null;
  roles: string;
  /** It lets in somebody who signs nothing for the collective, without a manifest. */
  plain: boolean;
  /** And who keeps the node. */
  keeper: boolean;
  /** Whether somebody gave a key under it. */
  given: boolean;
  /** This person, once their keyring is open here: two words, and twelve of their key to compare with a steward. */
  me: { called: string; words: string } | null;
  /** Next manifests that list this key. */
  waits: Line[];
};

type At = { node: string; i18n: I18n; now: () => Date; guest: Newcomer };

/** What {@link manifestsToSign} asks for, of somebody who has a keyring and the code. */
function reader({ i18n, now, guest }: At) {
  const keyring = guest.keyring();
  if (!keyring) throw new Refusal('sign-in-needed');
  const save = (_: Keyring, made: Keyring) => guest.save(made);
  return { desk: { api: guest.line(), keyring, save }, i18n, now: now() };
}

async function shown(at: At): Promise<Joining> {
  const { i18n, guest } = at;
  const { invited, offers } = await readRotation(guest.line());
  if (!invited) throw new Refusal('invitation');
  const keyring = guest.keyring();
  return {
    anew: invited.member && calledBy(invited.member, i18n.locale),
    roles: rolesText(i18n, invited.roles),
    plain: isPlain(invited),
    keeper: invited.keeper,
    given: offers.length > 0,
    me: keyring && {
      called: calledBy(keyring.member, i18n.locale),
      words: wordsOfDraft(signingKey(keyring), i18n.locale === 'es' ? 'es' : 'en'),
    },
    waits: keyring ? await manifestsToSign.list(reader(at)) : [],
  };
}

/**
 * Coming in under a steward's code, on one's own device: a keyring with words on paper, its public half to the node,
 * and the signature that proves the key, stopping wherever one likes. `unlock` opens the desk once the manifest holds.
 */
export function joiningTasks(at: At, unlock: (words: string) => Promise<unknown>) {
  const { node, now, guest } = at;
  const reading = showing<ReadWhole>();
  /** Null once this person is in: the code is gone then, and the words open the desk. */
  const shownOrIn = async (): Promise<Joining | null> => {
    try {
      return await shown(at);
    } catch (error) {
      const words = guest.words();
      const over = error instanceof Refusal && error.code === 'invitation';
      if (!over || words === null) throw error;
      await unlock(words).catch(() => {
        throw error;
      });
      return null;
    }
  };
  return {
    /** Where the invitation stands, for whoever has the code. */
    async invitedWith(code: string): Promise<Joining> {
      guest.under(connect(node, `Invite ${code.trim()}`), invitedKept);
      return shown(at);
    },
    /** Where it stands now. */
    joining: shownOrIn,
    /** Makes the keyring and gives its public half, as a founder does; null for a plain member, who is in. */
    async makeInvited(back: readonly string[]): Promise<Joining | null> {
      try {
        await give(guest, guest.wordsBack(back), now());
      } catch (error) {
        // Of a plain member the answer was lost, unless somebody else used the code.
        if (!isRefused(error, 'invitation') || (await shownOrIn()) !== null) throw error;
        return null;
      }
      return shownOrIn();
    },
    /** Opens the keyring that was made before. */
    async resumeInvited(typed: string): Promise<Joining> {
      await guest.resume(typed);
      return shown(at);
    },
    /** A next manifest that lists this key, read and checked. */
    readInvited: (id: string): Promise<Whole & Opening> =>
      reading.open(async () => {
        const read = await manifestsToSign.read(reader(at), id);
        return [read, read.shown];
      }),
    /** Signs exactly what was read. */
    async signInvited(opening: number): Promise<Joining | null> {
      await reading.under(opening).sign();
      return shownOrIn();
    },
  };
}

const isRefused = (error: unknown, ...codes: RefusalCode[]): boolean =>
  error instanceof ApiRefusal && codes.includes(error.code);

/** Makes a keyring with these words and gives its public half. Whoever was cut off has what they made. */
async function give(guest: Newcomer, words: string, now: Date): Promise<void> {
  try {
    guest.made(await giveKeys(guest.line(), words, now), words);
  } catch (error) {
    if (!isRefused(error, 'invitation', 'duplicate-key')) throw error;
    await guest.resume(words).catch(() => {
      throw error;
    });
  }
}
