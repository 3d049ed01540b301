import type { View } from '../../web/view.ts';
/** That stopping is all right, and what stays: something may have been said here before. */
export function StopHere({ view }: { view: View }) {
  return (
    <p class="quiet">
      {view.i18n._('round.stop-here', {}, { message: 'You can stop here. What you have not sent is not kept.' })}
    </p>
  );
}
