import { dateWords, languageList, type View } from '../../web/view.ts';
import { inLanguage } from '../versions/in-language.ts';
import type { ListedAgreement } from '../versions/shown.ts';

/** Agreements as a list of cards; nothing when there are none. */
export function AgreementCards({ view, agreements }: { view: View; agreements: ListedAgreement[] }) {
  return (
    <ul class="cards">
      {agreements.map(({ agreement, href, takenDown }) => {
        const title = inLanguage(agreement.title, view.textLanguage, agreement.languages);
        return (
          <li>
            <a class="tap title" href={view.link(href)} lang={title?.language} dir="auto">
              {title?.value}
            </a>
            <p>{about(view, agreement)}</p>
            {takenDown ? (
              <p>
                <strong>
                  {view.i18n._('agreement.taken-down', {}, { message: 'Taken down by its server, not signed.' })}
                </strong>
              </p>
            ) : null}
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
