import type { Agreement } from '../../../schemas/agreement.ts';
import { dateWords, languageList, type View } from '../../web/view.ts';
import { searchStyle } from '../assets.ts';
import { SearchForm } from '../search/form.tsx';
import { inLanguage } from '../versions/in-language.ts';
import { feedPaths } from './feed.ts';

/** One agreement in a list: its newest version. */
export type ListedAgreement = {
  agreement: Pick<Agreement, 'title' | 'languages' | 'version' | 'adopted' | 'reviewBy' | 'clauses'>;
  href: string;
};

/** A followed collective and what it published, as far as its signed statements were checked. */
export type ListedPartner = {
  peer: string;
  name: string;
  handle: string | null;
  /** Whether our people compared words with it and that still stands. */
  compared: boolean;
  agreements: ListedAgreement[];
};

/** Agreements as a list of cards; nothing when there are none. */
export function AgreementCards({ view, agreements }: { view: View; agreements: ListedAgreement[] }) {
  return (
    <ul class="cards">
      {agreements.map(({ agreement, href }) => {
        const title = inLanguage(agreement.title, view.words, agreement.languages);
        return (
          <li>
            <a class="tap title" href={view.link(href)} lang={title?.language} dir="auto">
              {title?.value}
            </a>
            <p>{about(view, agreement)}</p>
          </li>
        );
      })}
    </ul>
  );
}

function about(view: View, agreement: ListedAgreement['agreement']): string {
  const { i18n } = view;
  const open = agreement.clauses.filter(({ stance }) => stance === 'not_decided_yet').length;
  const parts = [
    agreement.adopted === null
      ? i18n._('agreement.draft', { version: agreement.version }, { message: 'Version {version}, still a draft' })
      : i18n._(
          'agreement.listed',
          { version: agreement.version, date: dateWords(view, agreement.adopted.at) },
          { message: 'Version {version}, adopted on {date}' },
        ),
    i18n._(
      'agreement.decided',
      { decided: agreement.clauses.length - open, open },
      {
        message: 'Points decided: {decided}, still open: {open}',
      },
    ),
    languageList(view, agreement.languages),
  ];
  return parts.join(' · ');
}

/** What `page()` puts above {@link AgreementListBody}. */
export function agreementListHead({ i18n }: View) {
  const title = i18n._('agreement.list', {}, { message: 'Co-existence agreements' });
  return { title, open: true, style: searchStyle };
}

/** The list of agreements: ours first, then those of the collectives we follow, with whether words were compared. */
export function AgreementListBody({
  view,
  name,
  ours,
  partners,
}: {
  view: View;
  name: string;
  ours: ListedAgreement[];
  partners: ListedPartner[];
}) {
  const { i18n } = view;
  return (
    <>
      <p class="lead">
        {i18n._(
          'agreement.list-lead',
          {},
          { message: 'What collectives live by, kind of violence by kind of violence.' },
        )}
      </p>
      <SearchForm view={view} />
      <ul>
        <li>
          <a class="tap" href={view.link('/agreements/compare')}>
            {i18n._('matrix.title', {}, { message: 'Agreements side by side' })}
          </a>
        </li>
        {ours.length === 0 ? null : <Feeds view={view} />}
      </ul>
      <section aria-labelledby="ours">
        <h2 id="ours">{i18n._('agreement.list-ours', { name }, { message: 'From {name}' })}</h2>
        {ours.length === 0 ? (
          <p>{i18n._('agreement.list-none', {}, { message: 'There is no published agreement yet.' })}</p>
        ) : (
          <AgreementCards view={view} agreements={ours} />
        )}
      </section>
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
    </>
  );
}

function Partner({ view, partner }: { view: View; partner: ListedPartner }) {
  const { i18n } = view;
  return (
    <article class="clause">
      <h3 dir="auto">{partner.name}</h3>
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
