import { Refusal } from '../../schemas/codes.ts';
import { type Role, role } from '../../schemas/manifest.ts';

/**
 * Roles of a comma list.
 * @throws `malformed` for anything else and none at all.
 */
export function rolesOf(list: string): Role[] {
  return list.split(',').map((text) => {
    const read = role.safeParse(text.trim());
    if (!read.success) throw new Refusal('malformed', '--roles');
    return read.data;
  });
}
