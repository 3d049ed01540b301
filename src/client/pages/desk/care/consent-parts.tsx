/** @jsxImportSource hono/jsx/dom */
import type { Aloud } from '../../../desk/care/consenting.ts';
import { Columns } from '../../parts/columns.tsx';
import { Press } from '../parts.tsx';
import { Fields } from '../sign/reading.tsx';
import { i18n } from '../words.ts';

/* What the person affected reads and answers, at the desk and on her own phone alike. */

/** The exact text, and beside it what a yes would mean. */
export function ExactText({ aloud: { exact, fields, terms } }: { aloud: Pick<Aloud, 'exact' | 'fields' | 'terms'> }) {
  const meant = terms.map((term) => <p>{term}</p>);
  return (
    <Columns beside={meant}>
      <p>{exact}</p>
      <Fields fields={fields} />
    </Columns>
  );
}

/** Three answers that weigh the same. */
export function Answers({ busy, yes, no }: { busy: boolean; yes: () => void; no: () => void }) {
  return (
    <>
      <div class="answers">
        <Press text={i18n._('care.yes', {}, { message: 'Yes, on these terms' })} busy={busy} press={yes} />
        <Press text={i18n._('care.not-now', {}, { message: 'Not now' })} busy={busy} press={no} />
        <Press text={i18n._('care.no', {}, { message: 'I don’t want it shared' })} busy={busy} press={no} />
      </div>
      <p class="quiet">
        {i18n._(
          'care.no-how',
          {},
          { message: '“Not now” and “no” erase the draft at once, and nobody asks why. You can begin anew any day.' },
        )}
      </p>
    </>
  );
}
