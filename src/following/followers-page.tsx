import { readable } from '../web/markdown.ts';
import { Note } from '../web/parts.tsx';
import { formsStyle } from '../web/static.ts';
import { dateWords, type View } from '../web/view.ts';

/** What stewards see of who follows, one page of it; null for other members, who see how many there are. */
type FollowersShown = {
  count: number;
  listed: { actor: string; convive: boolean; followed: Date }[] | null;
  /** The places in the list where this page begins, null for the first, and where the next one does. */
  after: string | null;
  next: string | null;
  removed: boolean;
};

/** What `page()` puts above {@link FollowersBody}. */
export function followersHead({ i18n }: View, { after }: FollowersShown) {
  const title = i18n._('followers.title', {}, { message: 'Who follows our agreements' });
  return { title, sensitive: true, style: formsStyle, ...(after !== null && { keep: { after } }) } as const;
}

/** Who follows, as text that leads nowhere: opening an address would tell that server about the member who looks. */
export function FollowersBody({ view, shown }: { view: View; shown: FollowersShown }) {
  const { i18n } = view;
  const { count, listed } = shown;
  return (
    <>
      {shown.removed ? (
        <Note said>
          {i18n._('followers.removed', {}, { message: 'Removed here. Their server is being asked to do the same.' })}
        </Note>
      ) : null}
      <p class="lead">
        {count === 0
          ? i18n._('followers.none', {}, { message: 'Nobody follows us yet.' })
          : i18n._(
              'followers.count',
              { count },
              { message: '{count, plural, one {# address follows us.} other {# addresses follow us.}}' },
            )}
      </p>
      <p>
        {i18n._(
          'followers.what',
          {},
          {
            message: 'They receive what we publish, which everybody can read. In public we say only how many they are.',
          },
        )}
      </p>
      {listed === null ? (
        <p>{i18n._('followers.stewards', {}, { message: 'Stewards can see the addresses and remove one.' })}</p>
      ) : (
        <Listed view={view} shown={shown} listed={listed} />
      )}
    </>
  );
}

type Listing = { view: View; shown: FollowersShown; listed: NonNullable<FollowersShown['listed']> };

function Listed({ view, shown: { after, next }, listed }: Listing) {
  const { i18n } = view;
  if (listed.length === 0) return null;
  return (
    <section aria-labelledby="addresses">
      <h2 id="addresses">{i18n._('followers.addresses', {}, { message: 'Addresses' })}</h2>
      <p class="asks" id="consequence">
        {i18n._(
          'followers.consequence',
          {},
          {
            message:
              'When you remove an address, we send nothing new there and ask its server to end it. It is a request: ' +
              'it may keep what it has, and they may follow again. What we publish stays public.',
          },
        )}
      </p>
      <ul class="cards">
        {listed.map(({ actor, convive, followed }, at) => (
          <li>
            <p class="handle" dir="ltr" id={`actor-${at}`}>
              {readable(actor)}
            </p>
            <p>
              {i18n._('followers.since', { date: dateWords(view, followed) }, { message: 'Since {date}.' })}
              {convive
                ? ` ${i18n._('followers.convive', {}, { message: 'A collective with a node like ours.' })}`
                : null}
            </p>
            <form method="post" action={view.link('/followers/remove')}>
              <input type="hidden" name="actor" value={actor} />
              <button type="submit" class="small" aria-describedby={`actor-${at} consequence`}>
                {i18n._('followers.remove', {}, { message: 'Remove' })}
              </button>
            </form>
          </li>
        ))}
      </ul>
      <p class="press">
        {after !== null ? (
          <a class="tap" href={view.link('/followers')}>
            {i18n._('followers.first', {}, { message: 'The first addresses' })}
          </a>
        ) : null}
        {next !== null ? (
          <a class="tap" href={view.link(`/followers?${new URLSearchParams({ after: next })}`)}>
            {i18n._('followers.after', {}, { message: 'More addresses' })}
          </a>
        ) : null}
      </p>
    </section>
  );
}
