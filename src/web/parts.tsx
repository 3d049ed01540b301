import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { markdownHtml, markdownLine } from './markdown.ts';
import { directionOf, type View } from './view.ts';

/** Closes a sensitive page: the next step in plain words, and that stopping here is all right. */
export function WhatHappensNext({ view, children }: { view: View; children: Child }) {
  const { i18n } = view;
  return (
    <section aria-labelledby="next">
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

/**
 * Text of an agreement, in its own language and direction; ours and a partner's pass the same reduction. `line` gives
 * it without a paragraph around, for an entry of a list. `from` is a partner's address of it, to which its links are
 * relative.
 */
export function Prose({
  text,
  language,
  from,
  lead,
  line,
}: {
  text: string;
  language: string | undefined;
  from?: string | undefined;
  lead?: boolean | undefined;
  line?: boolean;
}) {
  if (line) return <>{raw(markdownLine(text, from))}</>;
  return (
    <div
      class={lead ? 'prose lead' : 'prose'}
      lang={language}
      dir={language === undefined ? 'auto' : directionOf(language)}
    >
      {raw(markdownHtml(text, from))}
    </div>
  );
}

/** One row of a `dl`. */
export function Row({ name, children }: { name: string; children?: Child }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
