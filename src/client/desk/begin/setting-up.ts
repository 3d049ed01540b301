import type { I18n } from '@lingui/core';
import type { Contact } from '../../../../schemas/agreement.ts';
import { Refusal } from '../../../../schemas/codes.ts';
import type { Role } from '../../../../schemas/manifest.ts';
import type { Profile } from '../../../../schemas/routes/collective.ts';
import type { OpenSetUp } from '../../../../schemas/routes/members-set-up.ts';
import { refusalSentence } from '../../../platform/refusal.ts';
import { calledBy } from '../../../protocol/two-word-name.ts';
import type { Keyring } from '../../keyring/keyring.ts';
import { contactParts } from '../../say/agreement-words.ts';
import { minuteOf } from '../../say/day.ts';
import { rolesText } from '../../say/names.ts';
import { begunText } from '../../say/to-sign.ts';
import { draftsFor, leastPolicy, reviewDraft, wordsOfDraft } from '../../set-up/set-up.ts';

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
  /** Drafts of the first manifest that list this founder, the oldest first. */
  drafts: FirstDraft[];
  /** What else was drafted for this founder, which must not be signed: by whom, and why not. */
  refused: string[][];
};

/** Somebody who gave keys, as the page shows them. */
export type FirstPerson = { member: string; called: string; has: readonly Role[]; roles: string; me: boolean };

/** A draft of the first manifest as it is read before signing. */
export type FirstDraft = {
  id: string;
  title: string;
  by: string;
  when: string;
  people: FirstPerson[];
  policy: { rotate: number; attest: number; consentWitnesses: number };
  /** Words that all who sign read to each other. */
  words: string;
  signed: boolean;
  /** Who has not signed yet, by their two words. */
  waiting: string[];
};

/** What the node says, with what this founder's keyring knows; each draft is checked as before signing it. */
export function settingUp(
  i18n: I18n,
  origin: string,
  state: OpenSetUp,
  contacts: readonly Contact[],
  keyring: Keyring | null,
  now: Date,
): SettingUp {
  const shown = (one: { member: string; roles: readonly Role[] }) => firstPerson(i18n, keyring, one);
  return {
    origin,
    reach: reachOf(origin),
    profile: state.profile,
    alone: state.alone,
    people: state.members.map(shown),
    contacts: contactParts(i18n, { contacts: [...contacts] }).map(({ heading }) => heading),
    needed: { stewards: leastPolicy.rotate + 1, accompaniers: leastPolicy.attest },
    mine: keyring?.roles ?? null,
    ...(keyring ? firstDrafts(i18n, origin, state, keyring, now) : { drafts: [], refused: [] }),
  };
}

/** Somebody who gave keys, in words. */
export function firstPerson(
  i18n: I18n,
  keyring: Keyring | null,
  { member, roles }: { member: string; roles: readonly Role[] },
): FirstPerson {
  return {
    member,
    called: calledBy(member, i18n.locale),
    has: roles,
    roles: rolesText(i18n, roles),
    me: member === keyring?.member,
  };
}

/** What was drafted for this founder: what they can read and sign, and apart what their keyring refuses. */
function firstDrafts(i18n: I18n, origin: string, state: OpenSetUp, keyring: Keyring, now: Date) {
  const drafts: FirstDraft[] = [];
  const refused: string[][] = [];
  for (const { id, by, at } of draftsFor(state, keyring))
    try {
      const { profile, manifest, missing } = reviewDraft(state, keyring, id, now);
      drafts.push({
        id,
        title: `${profile.name} · @${profile.handle}@${new URL(origin).host}`,
        by: calledBy(by, i18n.locale),
        when: minuteOf(at),
        people: manifest.members.map((one) => firstPerson(i18n, keyring, one)),
        policy: manifest.policy,
        words: wordsOfDraft(id, i18n.locale === 'es' ? 'es' : 'en'),
        signed: !missing.includes(keyring.member),
        waiting: missing.map((member) => calledBy(member, i18n.locale)),
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push([begunText(i18n, calledBy(by, i18n.locale), minuteOf(at)), refusalSentence(i18n, error)]);
    }
  return { drafts, refused };
}

function reachOf(origin: string): Reach {
  const { hostname } = new URL(origin);
  if (hostname.endsWith('.onion')) return 'onion';
  return /(^|\.)localhost$|^127\.|^\[::1\]$/.test(hostname) ? 'machine' : 'domain';
}
