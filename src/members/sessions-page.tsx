import { formsStyle } from '../web/static.ts';
import { dateWords, type View } from '../web/view.ts';
import { endAllPath, endSessionPath } from './addresses.ts';
import type { ShownSession } from './session.ts';

/** What `page()` puts above {@link SessionsBody}. */
export function sessionsHead({ i18n }: View) {
  const title = i18n._('sessions.title', {}, { message: 'Where you are signed in' });
  return { title, sensitive: true, style: formsStyle } as const;
}

/** Each session of the member who looks, and how it is ended. */
export function SessionsBody({ view, sessions, here }: { view: View; sessions: ShownSession[]; here: string }) {
  const { i18n } = view;
  return (
    <>
      <p class="lead">
        {i18n._(
          'sessions.lead',
          {},
          { message: 'Something here that is not yours? End it. If it may have your words too, tell your stewards.' },
        )}
      </p>
      <ul class="cards">
        {sessions.map((one) => (
          <li>
            <p class="title">{whatText(view, one, here)}</p>
            <p>
              {i18n._(
                'sessions.since',
                { since: momentWords(view, one.began), until: momentWords(view, one.expires) },
                { message: 'Since {since}; until {until} if nobody uses it.' },
              )}
            </p>
            <form method="post" action={view.link(endSessionPath)} autocomplete="off">
              <input type="hidden" name="session" value={one.token_hash} />
              <button type="submit">
                {i18n._('sessions.end', {}, { message: 'End it' })}
                <span class="unseen"> {momentWords(view, one.began)}</span>
              </button>
            </form>
          </li>
        ))}
      </ul>
      <section aria-labelledby="all">
        <h2 id="all">{i18n._('sessions.all', {}, { message: 'All at once' })}</h2>
        <p>
          {i18n._(
            'sessions.all-what',
            {},
            { message: 'This one ends too. Whoever has your words can come in again: new words come with new keys.' },
          )}
        </p>
        <form method="post" action={view.link(endAllPath)} autocomplete="off">
          <button type="submit" class="main">
            {i18n._('sessions.end-all', {}, { message: 'End all of them' })}
          </button>
        </form>
      </section>
    </>
  );
}

function whatText({ i18n }: View, { token_hash, kind }: ShownSession, here: string): string {
  if (token_hash === here) return i18n._('sessions.here', {}, { message: 'This browser' });
  if (kind === 'browser') return i18n._('sessions.browser', {}, { message: 'Another browser' });
  return i18n._('sessions.program', {}, { message: 'A desk, or a terminal' });
}

function momentWords(view: View, at: Date): string {
  const time = at.toISOString().slice(11, 16);
  const { i18n } = view;
  return i18n._('sessions.moment', { day: dateWords(view, at), time }, { message: '{day}, {time} UTC' });
}
