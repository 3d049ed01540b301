import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { markdownHtml, markdownLine } from './markdown.ts';
import { directionOf } from './view.ts';

// Drawn by the server and, where the page has a script of its own, by the browser.
export { Columns } from '../client/pages/parts/columns.tsx';
export { Mark, Named } from '../client/pages/parts/mark.tsx';
export { WhatHappensNext, YouCanStopHere } from '../client/pages/parts/next.tsx';
export { Facts, Note } from '../client/pages/parts/notes.tsx';
export { Stages } from '../client/pages/parts/stages.tsx';

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

/** A word with a shape before it, so that nobody has to tell it by its colour. The style sheet draws the shapes. */
export function Tag({ shape, children }: { shape: string; children: Child }) {
  return <span class={`tag ${shape}`}>{children}</span>;
}

/** What the shapes beside it mean. */
export function Legend({ title, rows }: { title: string; rows: readonly { name: Child; means: string }[] }) {
  return (
    <details class="legend">
      <summary>{title}</summary>
      <dl class="row">
        {rows.map(({ name, means }) => (
          <div>
            <dt>{name}</dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
    </details>
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
