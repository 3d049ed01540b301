import type { I18n } from '@lingui/core';
import type { Child } from 'hono/jsx';
import { typedBy } from './read-body.ts';
import { dateWords, type View } from './view.ts';

/**
 * A form in which somebody types. It names who: what was typed by one member is never sent by another who came in since
 * with the same browser. `typed.js` sends it, and keeps what is typed at `keep`; `status` is where it says so.
 */
export function TypedForm({
  view,
  action,
  id,
  keep,
  had,
  status,
  press,
  children,
}: {
  view: View;
  action: string;
  id?: string;
  /** Where what is typed is kept until it is sent. */
  keep?: string;
  /** When somebody typed what is in it and did not send it, and how that is dropped. */
  had?: Had | undefined;
  /** An element with the role of a status, above the fields; without it there is one above the buttons. */
  status?: Child;
  /** The buttons. */
  press: Child;
  children?: Child;
}) {
  return (
    <>
      {had === undefined ? null : <HadTyped view={view} had={had} />}
      <form method="post" action={action} id={id} autocomplete="off" data-keep={keep}>
        {view.me === undefined ? null : <input type="hidden" name={typedBy} value={view.me} />}
        {status}
        {children}
        {status === undefined ? <p class="hint" role="status" /> : null}
        <div class="press">{press}</div>
      </form>
    </>
  );
}

/** What was typed before and not sent: since when, and the form that drops it. */
export type Had = { at: Date; drop: string; place: string };

/** Says that somebody typed something before and did not send it. */
export function HadTyped({ view, had: { at, drop, place } }: { view: View; had: Had }) {
  const { i18n } = view;
  return (
    <form class="note" method="post" action={view.link(drop)}>
      <p>
        {i18n._(
          'form.had-typed',
          { date: dateWords(view, at) },
          { message: 'You had typed this and not sent it ({date}). Only you see it: send it, or drop it.' },
        )}
      </p>
      <input type="hidden" name="place" value={place} />
      <button type="submit">{i18n._('form.drop', {}, { message: 'Drop what I typed' })}</button>
    </form>
  );
}

/** What `typed.js` says, once on each of its pages. */
export function TypedWords({ view: { i18n } }: { view: View }) {
  return (
    <div
      hidden
      data-typed-words
      data-kept={i18n._('form.kept', {}, { message: 'Kept for you. Others see it once you send it.' })}
      data-not-kept={i18n._(
        'form.not-kept',
        {},
        { message: 'This could not be kept just now. Keep the page open, or send it.' },
      )}
      data-not-sent={i18n._(
        'form.not-sent',
        {},
        {
          message:
            'The node does not answer: this may not have arrived. What you typed is still here. Press again later.',
        },
      )}
      data-not-taken={i18n._(
        'form.not-taken',
        {},
        { message: 'The node could not take this. What you typed is still here: press again later, or shorten it.' },
      )}
      data-ended={i18n._(
        'form.ended-here',
        {},
        {
          message:
            'Your session has ended. What you typed is still here: come in again from your desk, in another tab, ' +
            'then press again here.',
        },
      )}
      data-other={otherMemberSentence(i18n)}
    />
  );
}

export function otherMemberSentence(i18n: I18n): string {
  return i18n._(
    'form.other-member',
    {},
    {
      message:
        'Another member has come in with this browser since this was typed. It was not sent: whoever typed it comes ' +
        'in again first.',
    },
  );
}
