import type { View } from '../../web/view.ts';
import { compareStyle } from '../sheet/assets.ts';
import type { ShownChanges } from './changes.ts';
import type { VersionAt } from './shown-changes.ts';
import { WhatChanged } from './what-changed.tsx';

/** What `page()` puts above {@link ChangesBody}. */
export function changesHead({ i18n }: View, { before, after }: ShownChanges<VersionAt>) {
  return {
    title: i18n._('changes.title', {}, { message: 'What changed' }),
    kicker: i18n._(
      'changes.kicker',
      { name: after.collective.name, from: before.agreement.version, to: after.agreement.version },
      { message: '{name}, from version {from} to version {to}' },
    ),
    kickerMark: after.agreement.issuer,
    open: true,
    style: compareStyle,
  };
}

/** Screen 5: what changed between two versions. */
export function ChangesBody({ view, shown }: { view: View; shown: ShownChanges }) {
  return <WhatChanged view={view} shown={shown} />;
}
