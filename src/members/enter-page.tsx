import { WhatHappensNext } from '../web/parts.tsx';
import { formsStyle } from '../web/static.ts';
import type { View } from '../web/view.ts';

/** What `page()` puts above {@link EnterBody}. */
export function enterHead({ i18n }: View) {
  const title = i18n._('enter.title', {}, { message: 'Come in with this browser' });
  return { title, sensitive: true, style: formsStyle, form: true } as const;
}

/**
 * One button, which sends the address of this page back; the page is the same for every link, also for one that is
 * over.
 */
export function EnterBody({ view }: { view: View }) {
  const { i18n } = view;
  return (
    <>
      <p class="lead">
        {i18n._(
          'enter.lead',
          {},
          { message: 'This link is good once, for one minute, for the member who asked for it.' },
        )}
      </p>
      <form method="post">
        <button type="submit" class="main">
          {i18n._('enter.button', {}, { message: 'Come in' })}
        </button>
      </form>
      <WhatHappensNext view={view}>
        <p>
          {i18n._(
            'enter.next',
            {},
            {
              message:
                'When you press it, this browser keeps one cookie and opens the agreements you write together. The ' +
                'cookie ends when you leave, after half an hour without use, and after eight hours at most.',
            },
          )}
        </p>
        <p>
          {i18n._(
            'enter.shared',
            {},
            { message: 'Whoever uses this browser until then is you here. On a borrowed device, leave before you go.' },
          )}
        </p>
      </WhatHappensNext>
    </>
  );
}
