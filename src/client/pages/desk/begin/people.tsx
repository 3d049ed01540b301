/** @jsxImportSource hono/jsx/dom */
import type { SettingUp } from '../../../desk/begin/setting-up.ts';
import { personText } from '../../../say/names.ts';
import { i18n } from '../words.ts';

/** The people of a founding, each by two words and what they do. */
export function People({ people }: Pick<SettingUp, 'people'>) {
  return (
    <ul>
      {people.map(({ called, roles, me }) => (
        <li>
          {me
            ? i18n._('begin.person-me', { called, roles }, { message: '{called} (you): {roles}' })
            : personText(i18n, { called, roles })}
        </li>
      ))}
    </ul>
  );
}
