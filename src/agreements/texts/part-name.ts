import { partWords } from '../../agreement-file/vocabulary.ts';
import { whoWords } from '../../members/who-words.ts';
import { severityName } from '../../platform/terms.ts';
import { dateWords, type View } from '../../web/view.ts';
import { givenName, ownNameOf, plainNameOf } from '../sheet/field-value.ts';
import { answeredPart, type Content, inOrder, type Part } from './text.ts';

/** A step of a text's ladder, as a choice. */
export type Step = { id: string; name: string };

/** What a part is called, and in which language where that is not the reader's. */
type Name = { value: string; language?: string };

/** What a part is about: the collective's own name for it where it has one, else in the reader's language. */
export function partName(view: View, content: Content, languages: readonly string[]): Name {
  const { kind } = content;
  if (kind === 'front' || kind === 'belonging') return { value: partWords(kind, view.language).all };
  const own = givenName(view, { languages }, kind, answeredPart(content));
  if (own) return own;
  const plain = kind === 'clause' || kind === 'procedure' ? plainNameOf(view, kind, content, 1) : null;
  return { value: plain ?? partWords(kind, view.language).one };
}

/**
 * What a part is called in a list, under a heading that says what situations are about: those are told apart by their
 * severity.
 */
export function listName(view: View, content: Content, languages: readonly string[]): Name {
  if (content.kind !== 'belonging') return partName(view, content, languages);
  const { severityFrom } = content;
  const { i18n } = view;
  return {
    value:
      severityFrom === null
        ? partWords('belonging', view.language).one
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

/** The steps of a text as its ladder counts them. */
export function stepsOf(view: View, languages: readonly string[], parts: readonly Part[]): Step[] {
  const steps = inOrder(parts.filter(({ kind, content }) => kind === 'step' && content !== null));
  return steps.map(({ part, content }, at) => {
    const own = content && ownNameOf(view, { languages }, 'step', answeredPart(content));
    return { id: part, name: own ? `${at + 1}. ${own.value}` : `${partWords('step', view.language).one} ${at + 1}` };
  });
}
