import { dropPath, placeOf } from '../../members/addresses.ts';
import type { TypedForms } from '../../members/typed.ts';
import { GivenBack, labelFree } from '../../web/given-back.tsx';
import { HadTyped } from '../../web/typed-form.tsx';
import type { View } from '../../web/view.ts';
import type { DecisionRefusal } from './proposal.ts';
import { decisionRefusalSentence } from './sentences.ts';

/** A form that was not taken: which, why, and what was typed into it, so that nothing has to be written twice. */
export type Failed = { form: string; because: DecisionRefusal; typed: Readonly<Record<string, string>> };

/** Which field of a form each reason is about; the others are about the form as a whole. */
const fieldOf: Partial<Record<DecisionRefusal, readonly string[]>> = {
  'no-words': ['words', 'minutes'],
  'no-harm': ['harm'],
  'too-long': ['words', 'harm', 'minutes'],
  part: ['part'],
  body: ['body'],
  day: ['decided'],
};

/** What the forms of a page hold: of one that was not taken, else what was typed before and not sent. */
export type Held = { failed: Failed | null; typed: TypedForms };

/** What a field of a form holds and, where a refusal is about this field, why. */
export function kept(view: View, { failed, typed }: Held, form: string, name: string) {
  const ours = failed?.form === form ? failed : null;
  const wrong = ours !== null && fieldOf[ours.because]?.includes(name) === true;
  const error = wrong ? decisionRefusalSentence(view.i18n, ours.because) : undefined;
  return { form, name, value: (ours?.typed ?? wordsOf(typed, form))[name] ?? '', error };
}

/** What was typed into a form before, where words are among it. */
function wordsOf(typed: TypedForms, form: string): Readonly<Record<string, string>> {
  const fields = Object.entries(typed.get(form)?.fields ?? {});
  return Object.fromEntries(fields.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}

/** At the top of a page that answers a form: why it was not taken, and the way to it. */
export function WhyNot({ view, failed }: { view: View; failed: Failed | null }) {
  if (failed === null) return null;
  return (
    <p class="wrong" role="alert">
      <a href={`#${failed.form}`}>{decisionRefusalSentence(view.i18n, failed.because)}</a>
    </p>
  );
}

/** Fields in which words are typed. */
const free = ['words', 'harm', 'body', 'decided', 'minutes'];

/** Without those in which nothing is left: whoever takes their words back has not typed anything. */
export function withWords(typed: TypedForms): TypedForms {
  const said = [...typed].filter(([, { fields }]) => free.some((name) => String(fields[name] ?? '').trim() !== ''));
  return new Map(said);
}

/** What was typed into forms that are not on the page any more, to be copied from there. */
export function Stranded({
  view,
  held,
  path,
  forms,
}: {
  view: View;
  held: Held;
  path: string;
  forms: readonly string[];
}) {
  const { failed, typed } = held;
  const gone = failed !== null && !forms.includes(failed.form) ? [failed.form] : [];
  const earlier = [...typed.keys()].filter((form) => !forms.includes(form) && !gone.includes(form));
  return (
    <>
      {gone.map((form) => (
        <Words view={view} said={failed?.typed ?? {}} form={form} />
      ))}
      {earlier.map((form) => (
        <>
          <HadTyped
            view={view}
            had={{ at: typed.get(form)?.at ?? new Date(0), drop: dropPath, place: placeOf(path, form) }}
          />
          <Words view={view} said={wordsOf(typed, form)} form={form} />
        </>
      ))}
    </>
  );
}

function Words({ view, said, form }: { view: View; said: Readonly<Record<string, string>>; form: string }) {
  const typed = free.flatMap((name): [string, string][] => {
    const value = said[name] ?? '';
    return value.trim() === '' ? [] : [[`${form}-${name}`, value]];
  });
  if (typed.length === 0) return null;
  const labels = labelFree(typed.map(([name]) => name));
  return <GivenBack view={view} typed={Object.fromEntries(typed)} action="" press={null} labels={labels} />;
}
