import type { Context } from 'hono';
import type { Refusal } from '../../schemas/codes.ts';
import { AreaField } from './fields.tsx';
import { isForm, readForm, typedBy } from './read-body.ts';
import { formsStyle } from './static.ts';
import type { View } from './view.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** How what is typed into the form that came is called; only forms of members are given back. */
    labels: Labels;
  }
}

/** What came in a form, by the names of its fields. */
export type Typed = Readonly<Record<string, string | readonly string[]>>;
type Label = { label: string; language?: string };
/** Names a field of what came; null for what was pressed or chosen, and comes along unseen. */
export type Labels = (view: View, typed: Typed) => (name: string, value: string) => Label | null;

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
    <p>
      {i18n._(
        'form.ended-next',
        { press },
        { message: 'Come in again from your desk, in another tab. Then press “{press}” here.' },
      )}
    </p>
  );
}

/**
 * What somebody sent from a page of ours and nothing could take in, so that they lose nothing of it: whole, in a form
 * that sends it to the same place.
 */
export function GivenBack({
  view,
  typed,
  action,
  press,
  labels = labelFree([]),
}: {
  view: View;
  typed: Typed;
  action: string;
  /** What stands on the button; null where it can be sent no more. */
  press: string | null;
  labels?: Labels | undefined;
}) {
  const labelOf = labels(view, typed);
  return (
    <form method="post" action={action} autocomplete="off">
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
          <button class="main" type="submit">
            {press}
          </button>
        </div>
      )}
    </form>
  );
}

/** Of a form of which nothing is known, what is longer or has a line break was typed. */
const longest = 80;

/** Shows the fields of those names, and whatever else is long. */
export function labelFree(free: readonly string[]): Labels {
  return ({ i18n }) =>
    (name, value) =>
      (free.includes(name) && value !== '') || value.length > longest || value.includes('\n')
        ? { label: i18n._('form.typed', {}, { message: 'What you typed' }) }
        : null;
}

/**
 * What a member or a page of ours sent as a form and is refused; null for anything else, and for what is too large to
 * be given back. Without words in it, only a session that ended is a reason to give it back.
 */
export async function typedIn(c: Context, view: View, refusal: Refusal): Promise<Typed | null> {
  const signedIn = (c.get('signedIn') ?? null) !== null;
  if (!(signedIn || c.get('ownPage') === true) || !isForm(c)) return null;
  const labels = c.get('labels');
  // It is no form of members, or another member's.
  if (labels === undefined || refusal.where === typedBy) return null;
  const most = signedIn ? mostOfMember : mostOfAnybody;
  const unread = () => (c.req.raw.bodyUsed ? null : readForm(c, most).catch(() => null));
  const typed = c.get('typed') ?? (await unread());
  if (typed === null || refusal.code === 'sign-in-needed') return typed;
  const labelOf = labels(view, typed);
  const words = Object.entries(typed).some(([name, value]) =>
    [value].flat().some((one) => one.trim() !== '' && labelOf(name, one) !== null),
  );
  return words ? typed : null;
}

/** As much as the largest form takes, in bytes; of a member also what is more than that, for them to make shorter. */
const mostOfAnybody = 1024 * 1024;
const mostOfMember = 4 * mostOfAnybody;
