/** @jsxImportSource hono/jsx/dom */
import type { FirstPerson, SettingUp } from '../../../desk/begin/setting-up.ts';
import { personText } from '../../../say/names.ts';
import { i18n } from '../words.ts';

/** The people of a founding, each by two words and what they do. */
export function People({ people }: Pick<SettingUp, 'people'>) {
  return (
    <ul>
      {people.map((one) => (
        <li>{founderText(one)}</li>
      ))}
    </ul>
  );
}

/** One of them, and whether it is oneself. */
export const founderText = ({ called, roles, me }: FirstPerson): string =>
  me
    ? i18n._('begin.person-me', { called, roles }, { message: '{called} (you): {roles}' })
    : personText(i18n, { called, roles });
