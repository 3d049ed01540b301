import type { Agreement } from '../../../schemas/agreement.ts';
import { methodName } from '../../platform/terms.ts';
import { readable } from '../../web/markdown.ts';
import { sinceWords, type View } from '../../web/view.ts';

/**
 * Who adopted an agreement, when and how, as one sentence; says so where nobody did yet, and where it was not written
 * down.
 */
export function adoptedWords(view: View, { adopted }: Pick<Agreement, 'adopted'>): string {
  const { i18n } = view;
  if (adopted === null)
    return i18n._(
      'agreement.not-adopted',
      {},
      { message: 'Not yet. These words are a draft that is being talked over.' },
    );
  const date = sinceWords(view, adopted.at);
  if (adopted.body === null)
    return i18n._(
      'agreement.in-force',
      { date },
      { message: 'In force since {date}. Who decided it was not written down.' },
    );
  const values = { body: readable(adopted.body), date, method: methodName(i18n, adopted.method) };
  return adopted.at.length === 'yyyy-mm-dd'.length
    ? i18n._('agreement.adopted-by', values, { message: '{body}, on {date}, {method}.' })
    : i18n._('agreement.adopted-in', values, { message: '{body}, in {date}, {method}.' });
}
