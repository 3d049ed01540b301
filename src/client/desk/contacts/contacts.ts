import type { I18n } from '@lingui/core';
import { type Contact, most } from '../../../../schemas/agreement.ts';
import { fieldsOf, isSpoken } from '../../../agreement-file/fields.ts';
import { builtPart, emptyPart, listIn, textsIn, wordIn } from '../../../agreement-file/parts.ts';
import { fieldHelp, fieldLabel } from '../../../agreement-file/vocabulary.ts';
import { contactParts, type SaidPart } from '../../say/agreement-words.ts';

/** One field of a contact, to be filled in by a page. */
export type ContactField = {
  name: string;
  label: string;
  hint: string | null;
  value: string;
  long: boolean;
  most: number;
  needed: boolean;
};

/** Somebody to turn to: as it is read, and as it is changed; `id` is null where it is new. */
export type ContactShown = SaidPart & { id: string | null; form: ContactField[] };

const blank = emptyPart('contact');

export function shownContact(i18n: I18n, contact: Contact | null): ContactShown {
  const [said = { heading: '', fields: [] }] = contact ? contactParts(i18n, { contacts: [contact] }) : [];
  const part = contact ?? blank;
  const form = fieldsOf('contact').map(([name, field]): ContactField => {
    const texts = textsIn(part, name);
    const { question, hint } = fieldHelp('contact', name, i18n.locale);
    const [, elsewhere] = Object.entries(texts).find(([language]) => language !== i18n.locale) ?? [];
    const own = isSpoken(field) ? String(texts[i18n.locale] ?? '') : wordIn(part, name);
    return {
      name,
      label: fieldLabel('contact', name, i18n.locale),
      hint: own === '' && elsewhere !== undefined ? String(elsewhere) : (question ?? hint ?? null),
      value: field.shape === 'languages' ? listIn(part, name).join(', ') : own,
      long: field.shape === 'text',
      most: field.shape === 'languages' ? most.line : (field.most ?? most.line),
      needed: field.needed === true && elsewhere === undefined,
    };
  });
  return { ...said, id: contact?.id ?? null, form };
}

/** What was typed, in that language; what stands in others stays. */
export function typedContact(
  typed: Readonly<Record<string, string>>,
  before: Contact | null,
  { id, language }: { id: string; language: string },
): Contact {
  const part = before ?? blank;
  const written = builtPart('contact', (name, field) => {
    const text = (typed[name] ?? '').trim();
    if (field.shape === 'languages') return [...new Set(text.split(/[\s,;]+/).filter((tag) => tag !== ''))];
    if (!isSpoken(field)) return text === '' ? null : text;
    const { [language]: _, ...others } = textsIn(part, name);
    return text === '' ? others : { ...others, [language]: text };
  });
  return { ...written, id };
}
