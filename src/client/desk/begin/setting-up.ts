import type { I18n } from '@lingui/core';
import type { Contact } from '../../../../schemas/agreement.ts';
import type { Manifest, Role } from '../../../../schemas/manifest.ts';
import type { Profile } from '../../../../schemas/routes/collective.ts';
import type { OpenSetUp } from '../../../../schemas/routes/members-set-up.ts';
import { calledBy } from '../../../protocol/two-word-name.ts';
import type { Keyring } from '../../keyring/keyring.ts';
import { contactParts } from '../../say/agreement-words.ts';
import { rolesText } from '../../say/names.ts';
import { begunText } from '../../say/to-sign.ts';
import { draftsFor, leastPolicy, reviewDraft, toFound, wordsOfDraft } from '../../set-up/set-up.ts';

/** Where the node can be reached: what every phone can, what Tor can, or this machine alone. */
export type Reach = 'domain' | 'onion' | 'machine';

/** Where setting up stands, in words, for whoever has the code. */
export type SettingUp = {
  origin: string;
  reach: Reach;
  profile: Profile | null;
  /** One person tries it out alone. */
  alone: boolean;
  people: Founded['people'];
  /** For what somebody can turn to whom, as it is said in public. */
  contacts: string[];
  /** Who still has to join before a first manifest can be drafted. */
  lacking: { stewards: number; accompaniers: number };
  /** This founder's roles; null while no keyring is open here. */
  mine: readonly Role[] | null;
  /** What would be drafted with all these people; null while nobody has said what they will be called. */
  founding: Founding | null;
  /** Drafts of the first manifest that list this founder, the oldest first. */
  drafts: FirstDraft[];
};

/** Who a first manifest says belongs, how many it takes for what, and until when it holds. */
export type Founded = {
  title: string;
  people: { called: string; roles: string; me: boolean }[];
  policy: Manifest['policy'];
  expires: string;
};

/** A first manifest before it is drafted; `print` names exactly this. */
export type Founding = Founded & { print: string };

/** A draft of the first manifest as it is read before signing. */
export type FirstDraft = Founded & {
  id: string;
  /** By whom, and when. */
  begun: string;
  /** Words that all who sign read to each other. */
  words: string;
  signed: boolean;
  /** Who has not signed yet, by their two words. */
  waiting: string[];
};

/** Says it at this node; `me` is who reads it. */
export function foundedOf(
  i18n: I18n,
  { profile, policy, expires, members }: Pick<Manifest, 'policy' | 'expires'> & { profile: Profile; members: People },
  { origin, me }: { origin: string; me: string | undefined },
): Founded {
  const title = `${profile.name} · @${profile.handle}@${new URL(origin).host}`;
  return { title, policy, expires, people: peopleOf(i18n, members, me) };
}

type People = readonly { member: string; roles: readonly Role[] }[];

const peopleOf = (i18n: I18n, members: People, me: string | undefined): Founded['people'] =>
  members.map(({ member, roles }) => ({
    called: calledBy(member, i18n.locale),
    roles: rolesText(i18n, roles),
    me: member === me,
  }));

/** What the node says, with what this founder's keyring knows; each draft is checked as before signing it. */
export function settingUp(
  i18n: I18n,
  origin: string,
  state: OpenSetUp,
  contacts: readonly Contact[],
  keyring: Keyring | null,
  now: Date,
): SettingUp {
  const here = { origin, me: keyring?.member };
  const count = (role: Role) => state.members.filter(({ roles }) => roles.includes(role)).length;
  const drafts = keyring === null ? [] : draftsFor(state, keyring);
  const { profile: called } = state;
  const all = called && { profile: called, ...toFound(state, { profile: called, now }) };
  return {
    origin,
    reach: reachOf(origin),
    profile: state.profile,
    alone: state.alone,
    people: peopleOf(i18n, state.members, here.me),
    contacts: contactParts(i18n, { contacts: [...contacts] }).map(({ heading }) => heading),
    lacking: {
      stewards: Math.max(0, leastPolicy.rotate + 1 - count('steward')),
      accompaniers: Math.max(0, leastPolicy.attest - count('accompanier')),
    },
    mine: keyring?.roles ?? null,
    founding: all && { ...foundedOf(i18n, all, here), print: all.print },
    drafts: drafts.map(({ id }) => {
      const { by, at, profile, manifest, missing } = reviewDraft(state, keyring!, id, now);
      return {
        ...foundedOf(i18n, { ...manifest, profile }, here),
        id,
        begun: begunText(i18n, calledBy(by, i18n.locale), at),
        words: wordsOfDraft(id, i18n.locale === 'es' ? 'es' : 'en'),
        signed: !missing.includes(keyring!.member),
        waiting: missing.map((member) => calledBy(member, i18n.locale)),
      };
    }),
  };
}

function reachOf(origin: string): Reach {
  const { hostname } = new URL(origin);
  if (hostname.endsWith('.onion')) return 'onion';
  return /(^|\.)localhost$|^127\.|^\[::1\]$/.test(hostname) ? 'machine' : 'domain';
}
