import type { View } from '../../web/view.ts';
import { searchPath } from '../versions/addresses.ts';

/** Characters that can be looked for at once. */
export const longestQuery = 200;

/** A plain form that asks for words; keeps the languages that were chosen. */
export function SearchForm({ view, typed = '' }: { view: View; typed?: string }) {
  const { i18n } = view;
  const chosen = new URLSearchParams(view.link(searchPath).split('?', 2)[1]);
  return (
    <search>
      <form class="seek" action={searchPath} method="get">
        {[...chosen].map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <label for="q">{i18n._('search.label', {}, { message: 'Words to look for in all agreements here' })}</label>
        <div class="ask">
          <input
            id="q"
            type="search"
            name="q"
            value={typed}
            maxlength={longestQuery}
            dir="auto"
            autocomplete="off"
            aria-describedby="q-help"
          />
          <button type="submit">{i18n._('search.look', {}, { message: 'Search' })}</button>
        </div>
        <p class="quiet" id="q-help">
          {i18n._(
            'search.help',
            {},
            {
              message:
                'Accents make no difference. "Words in quotes" stay together. A minus before a word leaves it out; ' +
                'or between two takes either.',
            },
          )}
        </p>
      </form>
    </search>
  );
}
