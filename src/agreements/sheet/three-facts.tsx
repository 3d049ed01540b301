import { readable } from '../../web/markdown.ts';
import { dateWords, type View } from '../../web/view.ts';
import { methodName } from '../versions/in-language.ts';
import type { ShownAgreement } from '../versions/shown.ts';

/** Three separate facts, never one tick: who signed, who adopted, and whether our people compared words with them. */
export function Facts({ view, shown }: { view: View; shown: ShownAgreement }) {
  const { i18n } = view;
  return (
    <dl class="facts">
      <div>
        <dt>{i18n._('agreement.signed', {}, { message: 'Signed' })}</dt>
        <dd>{signed(view, shown)}</dd>
      </div>
      <div>
        <dt>{i18n._('agreement.adopted', {}, { message: 'Adopted' })}</dt>
        <dd>{adopted(view, shown)}</dd>
      </div>
      <div>
        <dt>{i18n._('agreement.compared', {}, { message: 'Words compared' })}</dt>
        <dd>{compared(view, shown)}</dd>
      </div>
    </dl>
  );
}

function signed({ i18n }: View, { signers, collective }: ShownAgreement): string {
  return i18n._(
    'agreement.signed-by',
    { signers, name: collective.name },
    {
      message:
        '{signers, plural, one {# person who holds a key of {name} signed exactly these words.} other {# people who hold keys of {name} signed exactly these words.}}',
    },
  );
}

function adopted(view: View, { agreement }: ShownAgreement): string {
  const { i18n } = view;
  const { adopted } = agreement;
  if (adopted === null) {
    return i18n._(
      'agreement.not-adopted',
      {},
      { message: 'Not yet. These words are a draft that is being talked over.' },
    );
  }
  const values = {
    body: readable(adopted.body),
    date: dateWords(view, adopted.at),
    method: methodName(i18n, adopted.method),
  };
  return i18n._('agreement.adopted-by', values, { message: '{body}, on {date}, {method}.' });
}

function compared(view: View, { ours, collective, compared }: ShownAgreement): string {
  const { i18n } = view;
  const { name } = collective;
  if (ours) {
    return i18n._('agreement.ours', { name }, { message: 'Not needed here: this is the own node of {name}.' });
  }
  if (compared === null) {
    return i18n._(
      'agreement.not-compared',
      { name },
      { message: 'Not yet. We have not checked with people of {name} that this comes from them.' },
    );
  }
  const values = { name, date: dateWords(view, compared.at) };
  return i18n._('agreement.compared-at', values, {
    message: 'Two of us compared words with people of {name} on {date}, over another channel.',
  });
}
