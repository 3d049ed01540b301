import type { Context } from 'hono';
import { AreaField, unsavedSentence } from './fields.tsx';
import { isForm, readForm } from './read-body.ts';
import { formsStyle } from './static.ts';
import type { View } from './view.ts';

/** What came in a form, by the names of its fields. */
export type Typed = Readonly<Record<string, string | readonly string[]>>;

/** What `page()` puts above what is given back after a session that ended. */
export function endedHead({ i18n }: View) {
  return {
    title: i18n._('form.ended', {}, { message: 'Your session has ended' }),
    sensitive: true,
    style: formsStyle,
    status: 401 as const,
  };
}

/** What to do next: they come in again in another tab and press that button here. */
export function EndedLead({ view: { i18n }, press }: { view: View; press: string }) {
  return (
    <>
      <p class="lead">{unsavedSentence(i18n)}</p>
      <p>
        {i18n._(
          'form.ended-next',
          { command: 'convive enter', press },
          { message: 'Ask for a link again ({command}) and open it in another tab. Then press “{press}” here.' },
        )}
      </p>
    </>
  );
}

/** What is short or has no line break was pressed or chosen, and comes along unseen. */
const longest = 80;

/**
 * What somebody sent from a page of ours and nothing could take in, so that they lose nothing of it: whole, in a form
 * that sends it to the same place. `labelOf` names fields; null for what is not shown.
 */
export function GivenBack({
  view,
  typed,
  action,
  press,
  labelOf = labelByLength(view),
}: {
  view: View;
  typed: Typed;
  action: string;
  /** What stands on the button and is sent with it; null where it can be sent no more. */
  press: { text: string; name?: string; value?: string } | null;
  labelOf?: (name: string, value: string) => { label: string; language?: string } | null;
}) {
  return (
    <form method="post" action={action}>
      {Object.entries(typed).flatMap(([name, value]) =>
        [value].flat().map((one) => {
          const shown = labelOf(name, one);
          return shown === null ? (
            <input type="hidden" name={name} value={one} />
          ) : (
            <AreaField name={name} value={one} {...shown} />
          );
        }),
      )}
      {press === null ? null : (
        <div class="press">
          <button class="main" type="submit" name={press.name} value={press.value}>
            {press.text}
          </button>
        </div>
      )}
    </form>
  );
}

function labelByLength({ i18n }: View) {
  return (_name: string, value: string) =>
    value.length > longest || value.includes('\n')
      ? { label: i18n._('form.typed', {}, { message: 'What you typed' }) }
      : null;
}

/** What a page of ours sent as a form; null for anything else, and for what is too large to be given back. */
export async function typedIn(c: Context): Promise<Typed | null> {
  return isForm(c) && c.get('ownPage') === true ? readForm(c, mostBytes).catch(() => null) : null;
}

/** As much as the largest form holds. */
const mostBytes = 768 * 1024;
