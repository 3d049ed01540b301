import { Columns, Mark, Named } from '../../web/parts.tsx';
import type { View } from '../../web/view.ts';
import { SearchForm } from '../search/form.tsx';
import { searchStyle } from '../sheet/assets.ts';
import { agreementsPath, comparePath, feedPaths } from '../versions/addresses.ts';
import type { ListedAgreement, ListedPartner } from '../versions/shown.ts';
import { AgreementCards } from './agreement-cards.tsx';

/** What `page()` puts above {@link AgreementListBody}. */
export function agreementListHead({ i18n }: View, { after }: { after: string | null }) {
  const title = i18n._('agreement.list', {}, { message: 'Co-existence agreements' });
  return { title, open: true, style: searchStyle, ...(after !== null && { keep: { after } }) };
}

type List = {
  name: string;
  mark: string | null;
  ours: ListedAgreement[];
  partners: ListedPartner[];
  /** The places in the list where this page begins, null for the first, and where the next one does. */
  after: string | null;
  next: string | null;
};

/** The list of agreements: ours first, then those of the collectives we follow, with whether words were compared. */
export function AgreementListBody({ view, ...list }: List & { view: View }) {
  const { i18n } = view;
  return (
    <Columns
      lead={
        <>
          {' '}
          <p class="lead">
            {i18n._(
              'agreement.list-lead',
              {},
              { message: 'What collectives live by, kind of violence by kind of violence.' },
            )}
          </p>
          <SearchForm view={view} />
        </>
      }
      beside={
        <ul class="links">
          <li>
            <a class="tap" href={view.link(comparePath)}>
              {i18n._('matrix.title', {}, { message: 'Agreements side by side' })}
            </a>
          </li>
          {list.ours.length === 0 ? null : <Feeds view={view} />}
        </ul>
      }
    >
      {' '}
      {list.after !== null && list.ours.length === 0 ? null : <Ours view={view} {...list} />}
      {list.next !== null && list.partners.length === 0 ? null : <Partners view={view} partners={list.partners} />}
      <OtherPages view={view} after={list.after} next={list.next} />
    </Columns>
  );
}

function Ours({ view, name, mark, ours }: Pick<List, 'name' | 'mark' | 'ours'> & { view: View }) {
  const { i18n } = view;
  return (
    <section aria-labelledby="ours">
      <h2 id="ours">
        <Mark of={mark} /> {i18n._('agreement.list-ours', { name }, { message: 'From {name}' })}
      </h2>
      {ours.length === 0 ? (
        <p>{i18n._('agreement.list-none', {}, { message: 'There is no published agreement yet.' })}</p>
      ) : (
        <AgreementCards view={view} agreements={ours} />
      )}
    </section>
  );
}

function Partners({ view, partners }: Pick<List, 'partners'> & { view: View }) {
  const { i18n } = view;
  return (
    <section aria-labelledby="partners">
      <h2 id="partners">{i18n._('agreement.list-partners', {}, { message: 'From collectives that we follow' })}</h2>
      <p class="quiet">
        {i18n._(
          'agreement.list-following',
          {},
          { message: 'Following is reading. It does not say that we trust a collective, or agree with it.' },
        )}
      </p>
      {partners.length === 0 ? (
        <p>{i18n._('agreement.list-no-partners', {}, { message: 'Nothing has arrived from them yet.' })}</p>
      ) : (
        partners.map((partner) => <Partner view={view} partner={partner} />)
      )}
    </section>
  );
}

function OtherPages({ view, after, next }: Pick<List, 'after' | 'next'> & { view: View }) {
  const { i18n } = view;
  if (after === null && next === null) return null;
  return (
    <p class="press">
      {after !== null ? (
        <a class="tap" href={view.link(agreementsPath)}>
          {i18n._('agreement.list-first', {}, { message: 'The first agreements' })}
        </a>
      ) : null}
      {next !== null ? (
        <a class="tap" href={view.link(`${agreementsPath}?${new URLSearchParams({ after: next })}`)}>
          {i18n._('agreement.list-more', {}, { message: 'More agreements' })}
        </a>
      ) : null}
    </p>
  );
}

function Partner({ view, partner }: { view: View; partner: ListedPartner }) {
  const { i18n } = view;
  return (
    <article class="clause">
      <h3 dir="auto">
        <Named of={partner.peer} name={partner.name} />
      </h3>
      <p class="quiet">
        {partner.handle === null ? null : <bdi>{partner.handle} · </bdi>}
        {partner.compared
          ? i18n._('agreement.list-compared', {}, { message: 'We compared words with them.' })
          : i18n._('agreement.list-not-compared', {}, { message: 'We have not compared words with them yet.' })}
      </p>
      <AgreementCards view={view} agreements={partner.agreements} />
    </article>
  );
}

function Feeds({ view }: { view: View }) {
  const { i18n } = view;
  return (
    <>
      <li>
        <a class="tap" href={view.link(`${feedPaths.atom}?lang=${view.language}`)} type="application/atom+xml">
          {i18n._('feed.follow', {}, { message: 'Follow changes in a feed reader (Atom)' })}
        </a>
      </li>
      <li>
        <a class="tap" href={view.link(`${feedPaths.calendar}?lang=${view.language}`)} type="text/calendar">
          {i18n._('calendar.follow', {}, { message: 'Review days for your calendar' })}
        </a>
      </li>
    </>
  );
}
