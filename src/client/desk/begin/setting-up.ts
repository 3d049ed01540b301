import type { I18n } from '@lingui/core';
import type { Contact } from '../../../../schemas/agreement.ts';
import { Refusal } from '../../../../schemas/codes.ts';
import type { Manifest, Role } from '../../../../schemas/manifest.ts';
import type { Profile } from '../../../../schemas/routes/collective.ts';
import type { OpenSetUp } from '../../../../schemas/routes/members-set-up.ts';
import { refusalSentence } from '../../../platform/refusal.ts';
import { calledBy } from '../../../protocol/two-word-name.ts';
import type { Keyring } from '../../keyring/keyring.ts';
import { contactParts } from '../../say/agreement-words.ts';
import { rolesText } from '../../say/names.ts';
import { begunText } from '../../say/to-sign.ts';
import { draftsFor, leastPolicy, reviewDraft, type Shown, wordsOfDraft } from '../../set-up/set-up.ts';

/** Where the node can be reached: what every phone can, what Tor can, or this machine alone. */
export type Reach = 'domain' | 'onion' | 'machine';

/** Where setting up stands, in words, for whoever has the code. */
export type SettingUp = {
  origin: string;
  reach: Reach;
  profile: Profile | null;
  /** One person tries it out alone. */
  alone: boolean;
  people: FirstPerson[];
  /** For what somebody can turn to whom, as it is said in public. */
  contacts: string[];
  /** How many a first manifest has to list. */
  needed: { stewards: number; accompaniers: number };
  /** This founder's roles; null while no keyring is open here. */
  mine: readonly Role[] | null;
  /** What would be drafted with all these people; null while nobody has said what they will be called. */
  founding: Founded | null;
  /** Drafts of the first manifest that list this founder, the oldest first. */
  drafts: FirstDraft[];
  /** What else was drafted for this founder, which must not be signed: by whom, and why not. */
  refused: string[][];
};

/** Somebody who gave keys, as the page shows them. */
export type FirstPerson = { member: string; called: string; has: readonly Role[]; roles: string; me: boolean };

/** Who a first manifest says belongs, how many it takes for what, and until when it holds. */
export type Founded = { title: string; people: FirstPerson[]; policy: Manifest['policy']; expires: string };

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

type Terms = Pick<Manifest, 'policy' | 'expires'> & {
  profile: Profile;
  members: People;
};

/** Says it at this node; `me` is who reads it. */
export function foundedOf(
  i18n: I18n,
  { profile, policy, expires, members }: Terms,
  { origin, me }: { origin: string; me: string | undefined },
): Founded {
  const title = `${profile.name} · @${profile.handle}@${new URL(origin).host}`;
  return { title, people: peopleOf(i18n, members, me), policy, expires };
}

type People = readonly { member: string; roles: readonly Role[] }[];

const peopleOf = (i18n: I18n, members: People, me: string | undefined): FirstPerson[] =>
  members.map(({ member, roles }) => ({
    member,
    called: calledBy(member, i18n.locale),
    has: roles,
    roles: rolesText(i18n, roles),
    me: member === me,
  }));

/** What the node says, with what this founder's keyring knows; each draft is checked as before signing it. */
export function settingUp(
  i18n: I18n,
  origin: string,
  state: OpenSetUp & Shown,
  contacts: readonly Contact[],
  keyring: Keyring | null,
  now: Date,
): SettingUp {
  const here = { origin, me: keyring?.member };
  const { profile } = state;
  const terms = { ...state, policy: leastPolicy };
  return {
    origin,
    reach: reachOf(origin),
    profile,
    alone: state.alone,
    people: peopleOf(i18n, state.members, here.me),
    contacts: contactParts(i18n, { contacts: [...contacts] }).map(({ heading }) => heading),
    needed: { stewards: leastPolicy.rotate + 1, accompaniers: leastPolicy.attest },
    mine: keyring?.roles ?? null,
    founding: profile && foundedOf(i18n, { ...terms, profile }, here),
    ...(keyring ? firstDrafts(i18n, origin, state, keyring, now) : { drafts: [], refused: [] }),
  };
}

/** What was drafted for this founder: what they can read and sign, and apart what their keyring refuses. */
function firstDrafts(i18n: I18n, origin: string, state: OpenSetUp, keyring: Keyring, now: Date) {
  const drafts: FirstDraft[] = [];
  const refused: string[][] = [];
  for (const { id, by, at } of draftsFor(state, keyring)) {
    const begun = begunText(i18n, calledBy(by, i18n.locale), at);
    try {
      const { profile, manifest, missing } = reviewDraft(state, keyring, id, now);
      drafts.push({
        ...foundedOf(i18n, { ...manifest, profile }, { origin, me: keyring.member }),
        id,
        begun,
        words: wordsOfDraft(id, i18n.locale === 'es' ? 'es' : 'en'),
        signed: !missing.includes(keyring.member),
        waiting: missing.map((member) => calledBy(member, i18n.locale)),
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push([begun, refusalSentence(i18n, error)]);
    }
  }
  return { drafts, refused };
}

function reachOf(origin: string): Reach {
  const { hostname } = new URL(origin);
  if (hostname.endsWith('.onion')) return 'onion';
  return /(^|\.)localhost$|^127\.|^\[::1\]$/.test(hostname) ? 'machine' : 'domain';
}
