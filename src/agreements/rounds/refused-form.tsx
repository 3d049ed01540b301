import { GivenBack, labelFree } from '../../web/given-back.tsx';
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

/** What a field of a form keeps after a refusal: what was typed and, where the refusal is about this field, why. */
export function kept(view: View, failed: Failed | null, form: string, name: string) {
  const ours = failed?.form === form ? failed : null;
  const wrong = ours !== null && fieldOf[ours.because]?.includes(name) === true;
  const error = wrong ? decisionRefusalSentence(view.i18n, ours.because) : undefined;
  return { form, name, value: ours?.typed[name] ?? '', error };
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

const freeFields = ['words', 'harm', 'body', 'decided', 'minutes'];

/** What was typed into a form that is not on the page any more, to be copied from there. */
export function Stranded({ view, failed, forms }: { view: View; failed: Failed | null; forms: readonly string[] }) {
  if (failed === null || forms.includes(failed.form)) return null;
  const typed = freeFields.flatMap((name): [string, string][] => {
    const value = failed.typed[name] ?? '';
    return value.trim() === '' ? [] : [[name, value]];
  });
  if (typed.length === 0) return null;
  return (
    <GivenBack view={view} typed={Object.fromEntries(typed)} action="" press={null} labels={labelFree(freeFields)} />
  );
}
