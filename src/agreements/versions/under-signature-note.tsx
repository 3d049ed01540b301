import { Note } from '../../web/parts.tsx';
import type { View } from '../../web/view.ts';
import type { UnderSignature } from './under-signature.ts';

/** Says, before anything is saved or decided anew, that signatures stand on other words and stay there. */
export function UnderSignatureNote({ view, drafts }: { view: View; drafts: readonly UnderSignature[] }) {
  const { i18n } = view;
  return (
    <>
      {drafts.map(({ id, signed, needed }) => (
        <Note>
          {i18n._(
            'writing.under-signature',
            { signed, needed, id: id.slice(0, 8) },
            {
              message:
                '{signed, plural, one {# signature stands} other {# signatures stand}} on the words that you decided ' +
                'on ({id}); it takes {needed}. They stay as they are and can be published. What you write or decide ' +
                'now stands beside them, without signatures.',
            },
          )}
        </Note>
      ))}
    </>
  );
}
