import { askedTitle } from '../../client/say/asked.ts';
import type { View } from '../../web/view.ts';
import { askedScripts, personStyle } from './assets.ts';

/** What `page()` puts above {@link AskedBody}. */
export function askedHead({ i18n, language }: View) {
  const script = askedScripts.get(language);
  return { sensitive: true, style: personStyle, title: askedTitle(i18n), ...(script && { script }) };
}

/** What stands here until a script draws the question, and stays where none runs. */
export function AskedBody({ view: { i18n } }: { view: View }) {
  return (
    <p class="lead" data-asked>
      {i18n._(
        'asked.no-script',
        {},
        {
          message:
            'To answer on this phone, its browser has to run JavaScript. Without it, answer at the desk of the ' +
            'person who accompanies you.',
        },
      )}
    </p>
  );
}
