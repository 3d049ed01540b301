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

/** What is done at the desk, in order; `role`: only members with it see the door; `listed`: all but plain ones. */
export const areas = {
  sign: {
    role: null,
    title: () => i18n._('desk.to-sign', {}, { message: 'Waits for your signature' }),
    component: SignArea,
  },
  start: { role: 'steward', title: startText, component: StartArea },
  partners: {
    role: 'listed',
    title: () => i18n._('partners.title', {}, { message: 'Partner collectives' }),
    component: PartnersArea,
  },
  contacts: {
    role: 'steward',
    title: () => i18n._('contacts.title', {}, { message: 'How people reach you' }),
    component: ContactsArea,
  },
  people: {
    role: null,
    title: () => i18n._('people.title', {}, { message: 'People and keys' }),
    component: PeopleArea,
  },
  passkeys: {
    role: null,
    title: () => i18n._('passkeys.title', {}, { message: 'Your passkeys' }),
    component: PasskeysArea,
  },
  incoming: {
    role: 'accompanier',
    title: () => i18n._('care.incoming', {}, { message: 'What partners sent you' }),
    component: IncomingArea,
  },
  drafts: {
    role: 'accompanier',
    title: () => i18n._('care.drafts', {}, { message: 'Alerts that you prepare' }),
    component: DraftsArea,
  },
  where: {
    role: 'accompanier',
    title: () => i18n._('care.where', {}, { message: 'Where it is' }),
    component: WhereArea,
  },
  reseal: {
    role: 'accompanier',
    title: () => i18n._('reseal.title', {}, { message: 'Seal anew' }),
    component: ResealArea,
  },
} satisfies Record<string, { role: Role | 'listed' | null; title: () => string; component: (area: Area) => unknown }>;
