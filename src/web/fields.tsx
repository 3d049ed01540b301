import type { I18n } from '@lingui/core';
import { AreaField as Area, fieldId, TextField as Line } from '../client/pages/parts/fields.tsx';
import { directionOf, type View } from './view.ts';

export { Choices, type Field, SelectField } from '../client/pages/parts/fields.tsx';

type InLanguage<Props> = Omit<Props, 'written'> & { language?: string | undefined };

/** One line, in a language where that is known. */
export const TextField = ({ language, ...field }: InLanguage<Parameters<typeof Line>[0]>) => (
  <Line {...field} {...written(language)} />
);

/** Several lines, in a language where that is known. */
export const AreaField = ({ language, ...field }: InLanguage<Parameters<typeof Area>[0]>) => (
  <Area {...field} {...written(language)} />
);

const written = (language: string | undefined) =>
  language === undefined ? {} : { written: { lang: language, dir: directionOf(language) } };

export function unsavedSentence(i18n: I18n): string {
  return i18n._('form.problems', {}, { message: 'This is not saved yet. What you typed is all here.' });
}

/** Above a form that was not taken: what to mend, each linked to its field. Nothing when there is nothing. */
export function Problems({ view, problems }: { view: View; problems: readonly { name: string; sentence: string }[] }) {
  if (problems.length === 0) return null;
  return (
    <section class="wrong" aria-labelledby="problems">
      <h2 id="problems">{unsavedSentence(view.i18n)}</h2>
      <ul>
        {problems.map(({ name, sentence }) => (
          <li>
            <a href={`#${fieldId({ name })}`}>{sentence}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
