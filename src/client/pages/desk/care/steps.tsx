/** @jsxImportSource hono/jsx/dom */
import type { Child } from 'hono/jsx';
import { useEffect, useState } from 'hono/jsx/dom';
import { Refusal } from '../../../../../schemas/codes.ts';
import type { Answers } from '../../../desk/care/answers.ts';
import type { Form } from '../../../desk/care/composing.ts';
import type { Preview as Shown } from '../../../desk/care/drafts-tasks.ts';
import type { Opening } from '../../../desk/showing.ts';
import { Columns } from '../../parts/columns.tsx';
import { Note } from '../../parts/notes.tsx';
import type { Area } from '../area.ts';
import { Press, Screen, Wrong } from '../parts.tsx';
import { Fields } from '../sign/reading.tsx';
import { i18n, whyText } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';
import { AskedFieldset } from './fields.tsx';
import { answersIn, type Typing } from './typing.ts';

export type StepProps = Pick<Area, 'ask'> & {
  form: Form & Opening;
  typing: Typing;
  next: () => void;
  before: (() => void) | null;
  /** To a page of the fields, to mend what stands there. */
  toForm: (page: number) => void;
  /** Out of the composer, once everything is kept. */
  leave: () => void;
  signed: (draft: string) => void;
};

/** What every step has: where in the six it is, what stands beside it, and the ways out of it. */
function Step({ number, page, title, next, before, leave, beside, children }: Framed) {
  return (
    <Screen title={title}>
      <p class="quiet">
        {i18n._('care.step-of', { number }, { message: 'Step {number} of 6' })}
        {page}
      </p>
      {beside ? <Columns beside={beside}>{children}</Columns> : children}
      <div class="press">
        {next}
        {before === null ? null : (
          <Press text={i18n._('care.before', {}, { message: 'One step back' })} busy={false} press={before} />
        )}
        <Press text={i18n._('care.leave', {}, { message: 'Stop here, and go on later' })} busy={false} press={leave} />
      </div>
    </Screen>
  );
}

type Framed = Pick<StepProps, 'before' | 'leave'> & {
  number: number;
  page?: string;
  title: string;
  next: Child;
  beside?: Child;
  children?: Child;
};

const onward = (next: () => void) => (
  <Press text={i18n._('care.go-on', {}, { message: 'Go on' })} main busy={false} press={next} />
);

/** A form that is kept while somebody types; `typing` says whether it is. */
function KeptForm({ typing, children }: Pick<StepProps, 'typing'> & { children?: Child }) {
  const note = (event: Event) => typing.note(answersIn(event.currentTarget as HTMLFormElement));
  return (
    <form autocomplete="off" onInput={note} onSubmit={(event: Event) => event.preventDefault()}>
      {children}
      <p class="quiet" role="status">
        {typing.says}
      </p>
    </form>
  );
}

export function Moment({ next, before, leave }: StepProps) {
  const title = i18n._('care.moment', {}, { message: 'Is this the moment?' });
  return (
    <Step number={1} title={title} next={onward(next)} before={before} leave={leave}>
      <ul>
        <li>
          {i18n._('care.moment-person', {}, { message: 'The person affected decides. They can say no at every step.' })}
        </li>
        <li>{i18n._('care.moment-care', {}, { message: 'Is there somebody with them, today and tomorrow?' })}</li>
        <li>{i18n._('care.moment-safe', {}, { message: 'Could it make things worse if somebody learns of it?' })}</li>
        <li>{i18n._('care.moment-wait', {}, { message: 'It can wait. What you type is kept, sealed.' })}</li>
      </ul>
    </Step>
  );
}

/** One page of the fields; the last one cites our agreements. */
export function Known({ at, form: { pages, notes }, typing, next, before, leave }: StepProps & { at: number }) {
  const [answers] = useState<Answers>(typing.answers);
  const title = i18n._('care.known', {}, { message: 'What needs to be known?' });
  const of = { page: at + 1, pages: pages.length };
  const page = i18n._('care.page-of', of, { message: ', page {page} of {pages}' });
  return (
    <Step number={2} page={page} title={title} next={onward(next)} before={before} leave={leave}>
      <p>
        {i18n._(
          'care.known-how',
          {},
          { message: 'As little as protects. Nothing here is about who the person affected is.' },
        )}
      </p>
      {at + 1 < pages.length ? null : notes.map((note) => <Note>{note}</Note>)}
      <KeptForm typing={typing}>
        {pages[at]?.map((field) => (
          <AskedFieldset field={field} answers={answers} hints={typing.hints[field.name]} />
        ))}
      </KeptForm>
    </Step>
  );
}

export function Who({ ask, form, typing, next, before, leave }: StepProps) {
  const [answers] = useState<Answers>(typing.answers);
  const preview = usePreview(ask, form, typing);
  const options = form.partners.map(({ peer, name }) => ({ value: peer, text: name }));
  const label = i18n._('care.who-label', {}, { message: 'Collectives that you may send alerts to' });
  const title = i18n._('care.who', {}, { message: 'Who should know?' });
  return (
    <Step number={3} title={title} next={onward(next)} before={before} leave={leave} beside={<Preview {...preview} />}>
      {options.length > 0 ? null : (
        <Note>
          {i18n._(
            'care.who-none',
            {},
            { message: 'There is no partner yet whose words you compared and to whom you decided to send alerts.' },
          )}
        </Note>
      )}
      <KeptForm typing={typing}>
        <AskedFieldset
          field={{ name: 'to', label, hint: null, shape: 'choices', most: 16, options }}
          answers={answers}
        />
      </KeptForm>
    </Step>
  );
}

/** The alert of what is typed now, shown when it is asked for. */
function usePreview(asked: Area['ask'], form: StepProps['form'], typing: Typing) {
  const ask = useAsk(asked);
  const [shown, setShown] = useState<(Shown & Opening) | null>(null);
  const work = useChecking(form);
  const { opening } = form;
  const show = () =>
    void work.doing(async () => setShown(await ask('preview', { opening, answers: typing.answers() })));
  return { ask, shown, work, show };
}

/** The alert exactly as a partner will read it. */
function Preview({ shown, work, show }: Pick<ReturnType<typeof usePreview>, 'shown' | 'work' | 'show'>) {
  return (
    <section aria-labelledby="preview">
      <h2 id="preview">{i18n._('care.preview', {}, { message: 'As they will read it' })}</h2>
      {shown === null ? null : <Fields fields={shown.fields} />}
      <Wrong text={work.wrong?.says ?? null} />
      <div class="press">
        <Press text={i18n._('care.preview-press', {}, { message: 'Show it' })} busy={work.busy} press={show} />
      </div>
    </section>
  );
}

/** Says which field a refusal is about, by the words that stand above it. */
function useChecking({ pages }: Form) {
  const work = useWorking();
  const [wrong, setWrong] = useState<{ says: string; page: number } | null>(null);
  const [failed, setFailed] = useState(false);
  const doing = (task: () => Promise<unknown>): Promise<void> =>
    work.doing(async () => {
      setWrong(null);
      try {
        await task();
      } catch (error) {
        const name = error instanceof Refusal ? error.where?.split('.')[0] : undefined;
        const field = pages.flat().find((one) => one.name === name);
        const label = field?.label ?? '';
        const says = field
          ? i18n._('care.look-at', { label }, { message: 'Something is missing or too much here: {label}' })
          : whyText(error);
        setWrong({ says, page: pages.findIndex((page) => field && page.includes(field)) });
        setFailed(true);
      }
    });
  return { busy: work.busy, failed, wrong, doing };
}

export function Until({ typing, next, before, leave }: StepProps) {
  const [answers] = useState<Answers>({ days: ['90'], ...typing.answers() });
  const days = (count: number) =>
    i18n._('care.days', { count }, { message: '{count, plural, one {# day} other {# days}}' });
  const lengths = [30, 90, 365].map((count) => ({ value: String(count), text: days(count) }));
  const terms = [
    { value: 'assembly', text: i18n._('care.term-assembly', {}, { message: 'Their assembly may know of it too' }) },
    { value: 'again', text: i18n._('care.term-again', {}, { message: 'We may ask the person again' }) },
  ];
  const title = i18n._('care.until', {}, { message: 'Until when?' });
  return (
    <Step number={4} title={title} next={onward(next)} before={before} leave={leave}>
      <KeptForm typing={typing}>
        <AskedFieldset
          field={{
            name: 'days',
            label: i18n._('care.until-label', {}, { message: 'From the day of the yes' }),
            hint: i18n._('care.until-hint', {}, { message: 'Then it ends by itself. A longer time needs a new yes.' }),
            shape: 'choice',
            most: 1,
            options: lengths,
          }}
          answers={answers}
        />
        <AskedFieldset
          field={{
            name: 'terms',
            label: i18n._('care.terms', {}, { message: 'If the person affected wants it' }),
            hint: null,
            shape: 'choices',
            most: 2,
            options: terms,
          }}
          answers={answers}
        />
      </KeptForm>
    </Step>
  );
}

/**
 * What is signed is what is shown: without a preview, the press asks for one. It stands there once the first preview
 * was answered: nothing that comes then moves under a finger.
 */
export function Eyes({ ask: asked, form, typing, before, toForm, leave, signed }: StepProps) {
  const preview = usePreview(asked, form, typing);
  const { ask, shown, work, show } = preview;
  useEffect(show, []);
  const sign = ({ opening }: Opening) =>
    void work.doing(async () => {
      if (await typing.flush()) signed(await ask('signTyped', opening));
    });
  const press = (
    <Press
      text={i18n._('care.sign', {}, { message: 'Sign it as its first accompanier' })}
      main
      busy={work.busy}
      press={() => (shown ? sign(shown) : show())}
    />
  );
  const title = i18n._('care.eyes', {}, { message: 'A second pair of eyes' });
  return (
    <Step number={5} title={title} next={shown || work.failed ? press : null} before={before} leave={leave}>
      <p>
        {i18n._(
          'care.eyes-how',
          {},
          {
            message:
              'You sign this text, and say with it that you have no conflict of interest. Then another accompanier ' +
              'reads it at a device of their own. After that it is read together with the person affected.',
          },
        )}
      </p>
      <Preview {...preview} />
      {work.wrong === null ? null : (
        <div class="press">
          <Press
            text={i18n._('care.to-form', {}, { message: 'To the fields' })}
            busy={false}
            press={() => toForm(work.wrong?.page ?? 0)}
          />
        </div>
      )}
      <p class="quiet" role="status">
        {typing.says}
      </p>
    </Step>
  );
}
