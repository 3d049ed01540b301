import { AgreementCards } from '../agreements/reading/agreement-cards.tsx';
import { feedPaths } from '../agreements/versions/addresses.ts';
import type { ListedAgreement } from '../agreements/versions/shown.ts';
import { aboutExitPath } from '../web/addresses.ts';
import { Columns, YouCanStopHere } from '../web/parts.tsx';
import type { View } from '../web/view.ts';
import { happenedPath } from './addresses.ts';
import { promiseOf } from './support.ts';

/** The first page of a collective's node. Holds only what the collective chose to publish. */
type Home = {
  name: string;
  summary: string | null;
  /** `@name@host`, to follow from any fediverse server. */
  handle: string;
  agreements: ListedAgreement[];
  /** Partner collectives that agreed to be listed. */
  partners: { name: string; href: string }[];
  /** The page where twelve words are taken. */
  myCode: string;
};

/** What `page()` puts above the body of the first page. */
export function homeHead({ name }: Home) {
  return { title: name, open: true };
}

/** What `page()` puts above {@link WaitingBody}. */
export function waitingHead({ i18n }: View) {
  return { title: i18n._('home.waiting', {}, { message: 'This node is not set up yet' }) };
}

/** Screen 3: support first, then agreements, partners, and how to follow. */
export function HomeBody({ view, home }: { view: View; home: Home }) {
  const { i18n } = view;
  const { name, agreements } = home;
  return (
    <>
      {home.summary === null ? null : (
        <p class="lead" dir="auto">
          {home.summary}
        </p>
      )}
      <Columns beside={<Others view={view} home={home} />}>
        <Support view={view} home={home} />
        <section aria-labelledby="agreements">
          <h2 id="agreements">{i18n._('home.agreements', {}, { message: 'What we live by' })}</h2>
          {agreements.length === 0 ? (
            <p>{i18n._('home.no-agreements', { name }, { message: '{name} has not published an agreement yet.' })}</p>
          ) : (
            <AgreementCards view={view} agreements={agreements} />
          )}
        </section>
      </Columns>
    </>
  );
}

/** Who else there is, and how to hear of changes. */
function Others({ view, home: { partners, handle } }: { view: View; home: Home }) {
  const { i18n } = view;
  return (
    <>
      {partners.length === 0 ? null : (
        <section aria-labelledby="partners">
          <h2 id="partners">{i18n._('home.partners', {}, { message: 'Partner collectives' })}</h2>
          <p class="quiet">
            {i18n._('home.partners-listed', {}, { message: 'Only those that agreed to be named here.' })}
          </p>
          <ul>
            {partners.map((partner) => (
              <li>
                <a class="tap" href={partner.href} rel="noreferrer" dir="auto">
                  {partner.name}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Follow view={view} handle={handle} />
    </>
  );
}

function Follow({ view, handle }: { view: View; handle: string }) {
  const { i18n } = view;
  return (
    <section aria-labelledby="follow">
      <h2 id="follow">{i18n._('home.follow', {}, { message: 'Follow our agreements' })}</h2>
      <p>
        {i18n._(
          'home.follow-how',
          {},
          { message: 'Search for this address from Mastodon or another fediverse server:' },
        )}
      </p>
      <p class="handle" dir="ltr">
        {handle}
      </p>
      <p>
        <a class="tap" href={view.link(`${feedPaths.atom}?lang=${view.language}`)} type="application/atom+xml">
          {i18n._('feed.follow', {}, { message: 'Follow changes in a feed reader (Atom)' })}
        </a>
      </p>
      <p class="quiet">
        {i18n._(
          'home.follow-what',
          {},
          {
            message: 'You will see agreements, and know when they change. Nothing about any person is published there.',
          },
        )}
      </p>
    </section>
  );
}

function Support({ view, home }: { view: View; home: Home }) {
  const { i18n } = view;
  const promise = promiseOf(home.agreements.map(({ agreement, href }) => ({ ...agreement, href })));
  return (
    <section class="first" id="support" aria-labelledby="support-title">
      <h2 id="support-title">{i18n._('home.support', {}, { message: 'If something happened to you' })}</h2>
      <p>
        {i18n._(
          'home.support-pace',
          {},
          {
            message: 'You can go at your own pace. Nothing here asks you to tell your story, and you need no account.',
          },
        )}
      </p>
      <ul class="doors">
        <li>
          <a class="tap" href={view.link(happenedPath)}>
            {i18n._('home.support-open', {}, { message: 'Whom to turn to, and what you can do' })}
          </a>
        </li>
        {promise === null ? null : (
          <li>
            <a class="tap" href={view.link(promise.href)}>
              {i18n._('home.support-promise', { name: home.name }, { message: 'Read what support {name} promises' })}
            </a>
          </li>
        )}
        <li>
          <a class="tap" href={view.link(aboutExitPath)}>
            {i18n._('home.support-watched', {}, { message: 'If someone may be watching this screen' })}
          </a>
        </li>
      </ul>
      <WhatYouCanDo view={view} home={home} />
      <YouCanStopHere view={view} />
    </section>
  );
}

function WhatYouCanDo({ view, home }: { view: View; home: Home }) {
  const { i18n } = view;
  return (
    <ul>
      <li>
        {i18n._(
          'home.support-talk',
          { name: home.name },
          {
            message:
              'You can talk to someone you trust in {name}. The care team listens first, where and when you choose.',
          },
        )}
      </li>
      <li>
        {i18n._(
          'home.support-consent',
          {},
          {
            message:
              'This node shares nothing about you with another collective unless you say yes to the exact words. ' +
              'It cannot hold back what people tell each other.',
          },
        )}
      </li>
      <li>
        <a href={view.link(home.myCode)}>
          {i18n._('home.support-code', {}, { message: 'I have twelve words: see where it is, or take it back' })}
        </a>
      </li>
    </ul>
  );
}

/** The first page before the collective exists on this node: what to do next, for whoever started it. */
export function WaitingBody({ view: { i18n } }: { view: View }) {
  return (
    <>
      <p class="lead">{i18n._('home.waiting-lead', {}, { message: 'It runs, and waits for its founders.' })}</p>
      <p>
        {i18n._(
          'home.waiting-link',
          {},
          {
            message:
              'Open the link that the terminal printed where this node started. There each of you makes keys, and ' +
              'you write the first page of your collective. You can also try it alone there.',
          },
        )}
      </p>
    </>
  );
}
