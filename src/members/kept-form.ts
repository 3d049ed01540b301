import { dropPath, keepPath, placeOf } from './addresses.ts';
import type { TypedForms } from './typed.ts';

/**
 * What the kit's form needs to keep what is typed: where it is kept, and, where the form shows it, when it was typed
 * before and not sent.
 */
export function keptForm(path: string, form: string, typed: TypedForms, shown = true) {
  const place = placeOf(path, form);
  const at = shown ? typed.get(form)?.at : undefined;
  return { id: form, keep: keepPath(place), had: at && { at, drop: dropPath, place } };
}
