/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import type { Answers } from '../../../desk/care/answers.ts';
import type { Form } from '../../../desk/care/composing.ts';
import type { Opening } from '../../../desk/showing.ts';
import type { Area } from '../area.ts';
import { Press, Screen, Wrong } from '../parts.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';
import { Eyes, Known, Moment, type StepProps, Until, Who } from './steps.tsx';
import { useTyping } from './typing.ts';

type Props = Area & { draft: string | null; signed: (draft: string) => void };

/** Steps of an alert up to the signature of whoever writes it; the sixth is the person’s, on the draft’s screen. */
export function Composer({ ask: asked, back, draft, signed }: Props) {
  const ask = useAsk(asked);
  const [form, setForm] = useState<Opened | null>(null);
  const work = useWorking();
  useEffect(() => void work.doing(async () => setForm(await ask('form', draft))), []);
  if (form) return <Steps ask={ask} back={back} form={form} begun={draft !== null} signed={signed} />;
  return (
    <Screen title={i18n._('care.compose', {}, { message: 'Prepare an alert' })}>
      <p>{i18n._('desk.looking', {}, { message: 'Looking…' })}</p>
      <Wrong text={work.wrong} />
      <div class="press">
        <Press text={i18n._('care.to-list', {}, { message: 'Back to the list' })} busy={false} press={back} />
      </div>
    </Screen>
  );
}

type Opened = Form & { answers: Answers } & Opening;
type StepsProps = Area & {
  form: Opened;
  begun: boolean;
  signed: (draft: string) => void;
};

function Steps({ ask, back, form, begun, signed }: StepsProps) {
  const [at, setAt] = useState(begun ? 1 : 0);
  const [steps] = useState(() => [
    Moment,
    ...form.pages.map((_, page) => (props: StepProps) => <Known at={page} {...props} />),
    Who,
    Until,
    Eyes,
  ]);
  const typing = useTyping(ask, form);
  const leave = async () => {
    // What could not be kept is still on the page, and the page says so.
    if (await typing.flush()) back();
  };
  const Step = steps[at] ?? Moment;
  return (
    <Step
      ask={ask}
      form={form}
      typing={typing}
      next={() => setAt(at + 1)}
      before={at === 0 ? null : () => setAt(at - 1)}
      toForm={(page) => setAt(1 + Math.max(0, page))}
      leave={() => void leave()}
      signed={signed}
    />
  );
}
