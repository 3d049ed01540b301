import { Facts } from '../../web/parts.tsx';
import { dateWords, type View } from '../../web/view.ts';
import type { ShownAgreement } from '../versions/shown.ts';
import { adoptedWords } from './adopted.ts';

/** Three separate facts, never one tick: who signed, who adopted, and whether our people compared words with them. */
export function ThreeFacts({ view, shown }: { view: View; shown: ShownAgreement }) {
  const { i18n } = view;
  return (
    <Facts
      facts={[
        { name: i18n._('agreement.signed', {}, { message: 'Signed' }), says: signed(view, shown) },
        { name: i18n._('agreement.adopted', {}, { message: 'Adopted' }), says: adoptedWords(view, shown.agreement) },
        { name: i18n._('agreement.compared', {}, { message: 'Words compared' }), says: compared(view, shown) },
      ]}
    />
  );
}

function signed({ i18n }: View, { signers, needed, collective, agreement, versions }: ShownAgreement): string {
  const says = i18n._(
    'agreement.signed-by',
    { signers, name: collective.name },
    {
      message:
        '{signers, plural, =0 {No key of {name} that counts today has signed these words.} one {# person who ' +
        'holds a key of {name} signed exactly these words.} other {# people who hold keys of {name} signed exactly ' +
        'these words.}}',
    },
  );
  // What a newer one took the place of is signed by nobody any more.
  if (signers >= needed || versions.some(({ version }) => version > agreement.version)) return says;
  const why = i18n._('agreement.signed-again', { needed }, { message: 'It takes {needed}: stewards sign it again.' });
  return `${says} ${why}`;
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
