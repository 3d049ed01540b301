import { exitPath } from './addresses.ts';
import { Mark } from './parts.tsx';
import type { View } from './view.ts';

/**
 * What stands at the top of every page: whose it is, which leads to its first page, and the quick exit. `mark` is the
 * id of a collective, null where none is shown.
 */
export function Bar({
  view,
  name,
  mark,
  home = '/',
}: {
  view: View;
  name: string;
  mark: string | null;
  home?: string;
}) {
  const { i18n } = view;
  return (
    <header class="bar">
      <a class="name" href={view.link(home)} dir="auto">
        <Mark of={mark} />
        <span>{name}</span>
      </a>
      <a class="exit" href={exitPath} rel="nofollow noreferrer" data-exit>
        {i18n._(
          'exit.leave',
          {},
          { message: 'Quick exit', comment: 'Button at the top of every page. Two words at most' },
        )}
      </a>
      <span
        class="unseen"
        role="status"
        data-exit-status
        data-two={i18n._('exit.two-more', {}, { message: 'Press Shift two more times to leave this page.' })}
        data-one={i18n._('exit.one-more', {}, { message: 'Press Shift once more to leave this page.' })}
      />
    </header>
  );
}
