import { Refusal } from '../../schemas/codes.ts';
import { type Role, role } from '../../schemas/manifest.ts';
import type { Context } from './context.ts';

/** Roles of a comma list. Refuses (`malformed`) anything else and none at all. */
export function rolesOf(list: string): Role[] {
  return list.split(',').map((text) => {
    const read = role.safeParse(text.trim());
    if (!read.success) throw new Refusal('malformed', '--roles');
    return read.data;
  });
}

/** What people read above the twelve words of a keyring. */
export function phraseText({ i18n }: Context): string {
  return i18n._(
    'cli.phrase-shown',
    {},
    {
      message:
        'These twelve words open your keyring. Write them on paper, in this order. They are shown this once; nobody can find them again for you.',
    },
  );
}
