import { dateWords, type View } from '../../web/view.ts';
import type { Withdrawn } from '../versions/shown.ts';

/** What `page()` puts above {@link WithdrawnBody}. */
export function withdrawnHead({ i18n }: View) {
  return { title: i18n._('agreement.withdrawn', {}, { message: 'This agreement was withdrawn' }), open: true };
}

/** Says in place of an agreement that its collective withdrew it. */
export function WithdrawnBody({ view, withdrawn: { name, at } }: { view: View; withdrawn: Withdrawn }) {
  return (
    <p class="lead">
      {view.i18n._(
        'agreement.withdrawn-by',
        { name, date: dateWords(view, at) },
        {
          message:
            'Withdrawn by {name} on {date}: enough of those who hold their keys signed that. Its words are no longer ' +
            'here.',
        },
      )}
    </p>
  );
}
