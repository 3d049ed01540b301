import { whoWords } from '../../members/two-word-name.ts';
import { severityName, violenceName } from '../../platform/terms.ts';
import type { View } from '../../web/view.ts';
import { dateWords } from '../../web/view.ts';
import { inLanguage } from '../versions/in-language.ts';
import { answered, type Content } from './text.ts';

/** What a part is called, and in which language where that is not the reader's. */
type Name = { value: string; language?: string };

/** What a part is about: the collective's own name for a clause where it has one, else in the reader's language. */
export function partName(view: View, content: Content, languages: readonly string[]): Name {
  const { i18n } = view;
  if (content.kind === 'front') return { value: i18n._('writing.front', {}, { message: 'What holds for all of it' }) };
  if (content.kind === 'belonging')
    return { value: i18n._('agreement.belonging', {}, { message: 'When a person stops belonging' }) };
  const own = content.ownName && inLanguage(answered(content.ownName), view.words, languages);
  return own || { value: violenceName(i18n, content.violence) };
}

/** The same in a list, under a heading that says what situations are about: those are told apart by their severity. */
export function listName(view: View, content: Content, languages: readonly string[]): Name {
  if (content.kind !== 'belonging') return partName(view, content, languages);
  const { severityFrom } = content;
  const { i18n } = view;
  return {
    value:
      severityFrom === null
        ? i18n._('writing.situation', {}, { message: 'A situation' })
        : i18n._(
            'agreement.from',
            { severity: severityName(i18n, severityFrom) },
            { message: 'From this severity on: {severity}' },
          ),
  };
}

/** When something was saved, and by whom. */
export function savedWords(view: View, { member, at }: { member: string; at: Date }, me: string): string {
  return `${dateWords(view, at)} · ${whoWords(view, member, me)}`;
}
