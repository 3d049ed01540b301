import type { Role } from '../../../../schemas/manifest.ts';
import type { Area } from './area.ts';
import { DraftsArea } from './care/drafts-area.tsx';
import { IncomingArea } from './care/incoming-area.tsx';
import { ResealArea } from './care/reseal-area.tsx';
import { WhereArea } from './care/where-area.tsx';
import { ContactsArea } from './contacts/contacts-area.tsx';
import { PartnersArea } from './partners/partners-area.tsx';
import { PasskeysArea } from './passkeys/passkeys-area.tsx';
import { PeopleArea } from './people/people-area.tsx';
import { SignArea } from './sign/sign-area.tsx';
import { StartArea, startText } from './sign/start-area.tsx';
import { i18n } from './words.ts';

/**
 * What is done at the desk, in order, under the heading of its group; `role`: only members with it see the door;
 * `listed`: all but plain ones.
 */
export const areas = {
  sign: {
    group: 'decide',
    role: null,
    title: () => i18n._('desk.to-sign', {}, { message: 'Waits for your signature' }),
    component: SignArea,
  },
  start: { group: 'decide', role: 'steward', title: startText, component: StartArea },
  partners: {
    group: 'decide',
    role: 'listed',
    title: () => i18n._('partners.title', {}, { message: 'Partner collectives' }),
    component: PartnersArea,
  },
  contacts: {
    group: 'decide',
    role: 'steward',
    title: () => i18n._('contacts.title', {}, { message: 'How people reach you' }),
    component: ContactsArea,
  },
  people: {
    group: 'people',
    role: null,
    title: () => i18n._('people.title', {}, { message: 'People and keys' }),
    component: PeopleArea,
  },
  passkeys: {
    group: 'people',
    role: null,
    title: () => i18n._('passkeys.title', {}, { message: 'Your passkeys' }),
    component: PasskeysArea,
  },
  incoming: {
    group: 'alerts',
    role: 'accompanier',
    title: () => i18n._('care.incoming', {}, { message: 'What partners sent you' }),
    component: IncomingArea,
  },
  drafts: {
    group: 'alerts',
    role: 'accompanier',
    title: () => i18n._('care.drafts', {}, { message: 'Alerts that you prepare' }),
    component: DraftsArea,
  },
  where: {
    group: 'alerts',
    role: 'accompanier',
    title: () => i18n._('care.where', {}, { message: 'Where it is' }),
    component: WhereArea,
  },
  reseal: {
    group: 'alerts',
    role: 'accompanier',
    title: () => i18n._('reseal.title', {}, { message: 'Seal anew' }),
    component: ResealArea,
  },
} satisfies Record<string, Door>;

/** Groups of doors, in order. */
export const groups = {
  decide: () => i18n._('home.decide', {}, { message: 'To sign and decide' }),
  alerts: () => i18n._('home.alerts', {}, { message: 'Alerts' }),
  people: () => i18n._('home.people', {}, { message: 'Your people, and you' }),
};

type Door = {
  group: keyof typeof groups;
  role: Role | 'listed' | null;
  title: () => string;
  component: (area: Area) => unknown;
};
