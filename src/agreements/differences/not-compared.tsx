import type { View } from '../../web/view.ts';
import type { Compared } from '../versions/shown.ts';
/** Marks a collective whose words nobody of ours compared. */
export function NotCompared({ view, collective }: { view: View; collective: Compared }) {
  if (collective.compared || collective.peer === null) return null;
  return (
    <span class="quiet">{view.i18n._('matrix.not-compared', {}, { message: 'words not compared with them yet' })}</span>
  );
}
