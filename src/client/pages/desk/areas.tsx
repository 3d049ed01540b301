import type { Role } from '../../../../schemas/manifest.ts';
import type { Area } from './area.ts';
import { SignArea } from './sign/sign-area.tsx';
import { i18n } from './words.ts';

/** Everything that is done at the desk, in order; `role`: only members with it see the door. */
export const areas = {
  sign: {
    role: null,
    title: () => i18n._('desk.to-sign', {}, { message: 'Waits for your signature' }),
    component: SignArea,
  },
} satisfies Record<string, { role: Role | null; title: () => string; component: (area: Area) => unknown }>;
