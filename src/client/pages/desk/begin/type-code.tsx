/** @jsxImportSource hono/jsx/dom */
import type { Child } from 'hono/jsx';
import { TextField } from '../../parts/fields.tsx';
import { Press, Screen, Send, Wrong } from '../parts.tsx';
import { typedIn } from '../typed-in.ts';
import { i18n } from '../words.ts';
import type { Working } from '../working.ts';

export type CodeProps = { begin: (code: string) => void; work: Pick<Working, 'busy' | 'wrong'> };

type Props = CodeProps & {
  title: string;
  lead: string;
  hint?: string;
  /** The code of a link that was opened: a press is still needed, so that looking at it uses nothing up. */
  given?: string;
  back: () => void;
};

/** Where a one-time code is typed: of a founding, or of an invitation. */
export function TypeCode({ title, lead, hint, given = '', begin, back, work }: Props) {
  return (
    <Screen title={title}>
      <p class="lead">{lead}</p>
      {hint === undefined ? null : <p class="hint">{hint}</p>}
      <CodeForm given={given} begin={begin} work={work}>
        <Press text={i18n._('begin.back', {}, { message: 'Back' })} busy={work.busy} press={back} />
      </CodeForm>
    </Screen>
  );
}

/** The code alone, also above a page that waits for it. */
export function CodeForm({
  given,
  begin,
  work: { busy, wrong },
  children,
}: CodeProps & { given: string; children?: Child }) {
  const submit = (event: Event) => {
    const code = typedIn(event)('code');
    if (!busy) begin(code);
  };
  return (
    <form autocomplete="off" onSubmit={submit}>
      <TextField
        plain
        required
        name="code"
        label={i18n._('begin.code-field', {}, { message: 'One-time code' })}
        value={given}
      />
      <Wrong text={wrong} />
      <div class="press">
        <Send text={i18n._('begin.go-on', {}, { message: 'Go on' })} busy={busy} />
        {children}
      </div>
    </form>
  );
}
