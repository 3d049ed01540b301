import type { I18n } from '@lingui/core';
import type { Child } from 'hono/jsx';

/** The sentences of a page and their language. */
type View = { i18n: I18n };

/**
 * Closes a sensitive page: the next step in plain words, and that stopping here is all right. `stop` says so where
 * something was sent already.
 */
export function WhatHappensNext({ view, stop, children }: { view: View; stop?: string; children: Child }) {
  const { i18n } = view;
  return (
    <section aria-labelledby="next">
      <h2 id="next">{i18n._('web.next', {}, { message: 'What happens next' })}</h2>
      {children}
      {stop === undefined ? <YouCanStopHere view={view} /> : <p class="quiet">{stop}</p>}
    </section>
  );
}

/** Says that stopping here is a normal outcome. */
export function YouCanStopHere({ view }: { view: View }) {
  return (
    <p class="quiet">
      {view.i18n._('web.stop-here', {}, { message: 'You can stop here. Nothing was sent and nothing was saved.' })}
    </p>
  );
}
