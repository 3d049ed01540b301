import { directionOf, languageList, languageName, type View } from '../../web/view.ts';

/**
 * The languages that an agreement is written in, as links that keep the page's own language. Says so when it is not
 * written in the one that was wanted; nothing when there is nothing to choose.
 */
export function WordsIn({ view, languages }: { view: View; languages: readonly string[] }) {
  const { i18n } = view;
  const wanted = languages.includes(view.textLanguage);
  if (wanted && languages.length < 2) return null;
  return (
    <>
      {wanted ? null : (
        <p class="quiet">
          {i18n._(
            'agreement.written-in',
            { languages: languageList(view, languages) },
            { message: 'The collective wrote this in: {languages}.' },
          )}
        </p>
      )}
      {languages.length < 2 ? null : (
        <nav class="nav" aria-label={i18n._('agreement.read-in', {}, { message: 'Read the agreement in' })}>
          <ul>
            {languages.map((language) => (
              <li>
                <a
                  href={view.link(`?in=${language}`)}
                  hreflang={language}
                  lang={language}
                  dir={directionOf(language)}
                  aria-current={language === view.textLanguage ? 'true' : undefined}
                >
                  {languageName({ ...view, language }, language)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </>
  );
}
