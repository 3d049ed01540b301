/** @jsxImportSource hono/jsx/dom */
import { Field, typedIn } from '../fields.tsx';
import { Press, Screen, Wrong } from '../parts.tsx';
import { i18n } from '../words.ts';
import type { Working } from '../working.ts';

type Props = {
  title: string;
  lead: string;
  hint?: string;
  /** The code of a link that was opened: a press is still needed, so that looking at it uses nothing up. */
  given?: string;
  begin: (code: string) => void;
  back: () => void;
  work: Pick<Working, 'busy' | 'wrong'>;
};

/** Where a one-time code is typed: of a founding, or of an invitation. */
export function TypeCode({ title, lead, hint, given = '', begin, back, work: { busy, wrong } }: Props) {
  const submit = (event: Event) => {
    const code = typedIn(event)('code');
    if (!busy) begin(code);
  };
  return (
    <Screen title={title}>
      <p class="lead">{lead}</p>
      {hint === undefined ? null : <p class="hint">{hint}</p>}
      <form autocomplete="off" spellcheck={false} onSubmit={submit}>
        <Field name="code" label={i18n._('begin.code-field', {}, { message: 'One-time code' })} value={given} />
        <Wrong text={wrong} />
        <div class="press">
          <button type="submit" class="main" aria-disabled={busy ? 'true' : undefined}>
            {i18n._('begin.go-on', {}, { message: 'Go on' })}
          </button>
          <Press text={i18n._('begin.back', {}, { message: 'Back' })} busy={busy} press={back} />
        </div>
      </form>
    </Screen>
  );
}
