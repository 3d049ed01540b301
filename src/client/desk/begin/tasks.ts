import type { I18n } from '@lingui/core';
import { Refusal } from '../../../../schemas/codes.ts';
import type { Role } from '../../../../schemas/manifest.ts';
import { collectiveContract, type Profile } from '../../../../schemas/routes/collective.ts';
import type { OpenSetUp } from '../../../../schemas/routes/members-set-up.ts';
import { canonical } from '../../../protocol/canonical.ts';
import { readUnverified } from '../../../protocol/envelope.ts';
import { ApiRefusal, connect } from '../../api/api.ts';
import { call } from '../../api/call.ts';
import { type Keyring, newMembersKeyring } from '../../keyring/keyring.ts';
import { foundersKept, sealedFor } from '../../keyring/under-code.ts';
import {
  draftManifest,
  draftsFor,
  enrol,
  keepProfile,
  listedAs,
  readSetUp,
  reviewDraft,
  type Shown,
  signManifest,
  validUntil,
} from '../../set-up/set-up.ts';
import { type Opening, showing } from '../showing.ts';
import type { Newcomer } from './newcomer.ts';
import { type SettingUp, settingUp } from './setting-up.ts';

/** What a founder drafts: of what was shown under that number, whom it lists. */
export type ToDraft = Opening & { people: string[] };

type Founding = { node: string; i18n: I18n; now: () => Date; founder: Newcomer };

/**
 * Founding a collective under the code that its node printed: each founder on their own device, in any order, stopping
 * wherever they like. `unlock` opens the desk with the words once the collective stands.
 */
export function beginTasks({ node, i18n, now, founder }: Founding, unlock: (words: string) => Promise<unknown>) {
  const { open, shown, shownOrStanding } = showingSetUp({ node, i18n, now, founder }, unlock);
  return {
    /** Where setting up stands, for whoever has the code. */
    async beginWith(code: string): Promise<SettingUp & Opening> {
      const api = connect(node, `Setup ${code.trim()}`);
      await readSetUp(api);
      founder.under(api, foundersKept);
      return shown();
    },
    /** Where it stands now. */
    settingUp: shownOrStanding,
    /** What the collective will call itself. */
    async sayProfile({ profile, before }: { profile: Profile; before: Profile | null }): Promise<SettingUp & Opening> {
      await keepProfile(founder.line(), profile, before);
      return shown();
    },
    ...keyringTasks(founder, now, shown),
    /**
     * Drafts the first manifest of exactly what was shown, with those of its people, and signs it. Where the very same
     * one of theirs lies there already, shows that.
     */
    async draftFirst({ opening, people }: ToDraft): Promise<SettingUp & Opening> {
      const { profile, ...state } = open.under(opening);
      if (!profile) throw new Refusal('set-up-draft');
      const shownOf = { ...state, members: state.members.filter(({ member }) => people.includes(member)) };
      const [keyring, api] = [own(founder), founder.line()];
      if (!alreadyDrafted(await readSetUp(api), keyring, profile, shownOf))
        await draftManifest(api, keyring, { profile, shown: shownOf, now: now() }, founder.save);
      return shown();
    },
    /** Signs the draft with that hash. Whoever asks again after the last signature finds that it stands. */
    async signFirst(id: string): Promise<(SettingUp & Opening) | null> {
      const keyring = own(founder);
      const state = await readSetUp(founder.line()).catch(unlessStanding);
      if (state)
        await signManifest(founder.line(), keyring, reviewDraft(state, keyring, id, now()), founder.save, now());
      return shownOrStanding();
    },
  };
}

/** Where setting up stands, and what of it was shown last. */
function showingSetUp({ node, i18n, now, founder }: Founding, unlock: (words: string) => Promise<unknown>) {
  const open = showing<OpenSetUp & Shown>();
  const shown = (): Promise<SettingUp & Opening> =>
    open.open(async () => {
      const api = founder.line();
      const state = { ...(await readSetUp(api)), expires: validUntil(now()) };
      const { contacts } = await call(api, collectiveContract.contacts);
      return [state, settingUp(i18n, node, state, contacts, founder.keyring(), now())];
    });
  /** Null once the collective stands: with the last signature the code is gone, and whoever has a keyring is in. */
  const shownOrStanding = async (): Promise<(SettingUp & Opening) | null> => {
    try {
      return await shown();
    } catch (error) {
      unlessStanding(error);
      const words = founder.words();
      if (words !== null && founder.keyring()) await unlock(words);
      return null;
    }
  };
  return { open, shown, shownOrStanding };
}

/** A founder's own keyring: made with words on paper, or opened with them again. */
function keyringTasks(founder: Newcomer, now: () => Date, shown: () => Promise<SettingUp & Opening>) {
  return {
    /** Twelve new words for a keyring that is made once three of them were asked back. */
    newWords: async (): Promise<string[]> => founder.newWords(),
    /**
     * Makes the keyring and gives its public half; `back` are the words at `askedBack`. Whoever was cut off has what
     * they made.
     */
    async makeKeyring({
      roles,
      back,
    }: {
      roles: readonly Role[];
      back: readonly string[];
    }): Promise<SettingUp & Opening> {
      const words = founder.wordsBack(back);
      const { members } = await readSetUp(founder.line());
      const keyring = await newMembersKeyring(roles, words, members);
      try {
        await enrol(founder.line(), keyring, now(), await sealedFor(keyring, words));
        founder.made(keyring, words);
      } catch (error) {
        if (!(error instanceof ApiRefusal && error.code === 'duplicate-key')) throw error;
        await founder.resume(words);
      }
      return shown();
    },
    /** Opens the keyring that this founder made before. */
    async resume(typed: string): Promise<SettingUp & Opening> {
      await founder.resume(typed);
      return shown();
    },
  };
}

/** Whether this founder's own draft of just that lies there: an answer was lost, or it was pressed twice. */
function alreadyDrafted(now: OpenSetUp, keyring: Keyring, profile: Profile, { members, node }: Shown): boolean {
  const wanted = canonical({ profile, node, members: members.map(listedAs) });
  return draftsFor(now, keyring).some(({ by, profile: called, envelope }) => {
    const { members: listed, node: at } = readUnverified('manifest', envelope).statement;
    return by === keyring.member && canonical({ profile: called, node: at, members: listed }) === wanted;
  });
}

function unlessStanding(error: unknown): null {
  if (error instanceof Refusal && error.code === 'already-set-up') return null;
  throw error;
}

function own(founder: Newcomer): Keyring {
  const keyring = founder.keyring();
  if (!keyring) throw new Refusal('sign-in-needed');
  return keyring;
}
