import { fieldOf, isSpoken } from '../../agreement-file/fields.ts';
import { fieldLabel } from '../../agreement-file/vocabulary.ts';
import { type Labels, labelFree } from '../../web/given-back.tsx';
import { languageName } from '../../web/view.ts';
import { formKind } from './form-values.ts';

/** Names what was typed into the form of a part, each field in its language. */
export const partLabels: Labels = (view, typed) => {
  const { revision: _, press: __, ...fields } = typed;
  const kind = formKind(fields);
  if (kind === null) return labelFree([])(view, typed);
  return (name) => {
    const [key = '', language] = name.split('.');
    const field = fieldOf(kind, key);
    const label = fieldLabel(kind, key, view.language);
    if (language !== undefined) return { label: `${label} · ${languageName(view, language)}`, language };
    return field && !isSpoken(field) && typedShapes.includes(field.shape) ? { label } : null;
  };
};

/** What is neither spoken nor chosen from a list. */
const typedShapes: readonly string[] = ['plain', 'languages', 'day', 'months'];
