import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { markdownHtml } from './markdown.ts';
import { directionOf, type View } from './view.ts';

/** Closes a sensitive page: the next step in plain words, and that stopping here is all right. */
export function WhatHappensNext({ view, children }: { view: View; children: Child }) {
  const { i18n } = view;
  return (
    <section class="after" aria-labelledby="next">
      <h2 id="next">{i18n._('web.next', {}, { message: 'What happens next' })}</h2>
      {children}
      <YouCanStopHere view={view} />
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

/** Text of an agreement, in its own language and direction. Ours or a partner's, it passes the same reduction. */
export function Prose({ text, language }: { text: string; language: string | undefined }) {
  return (
    <div class="prose" lang={language} dir={language === undefined ? 'auto' : directionOf(language)}>
      {raw(markdownHtml(text))}
    </div>
  );
}
