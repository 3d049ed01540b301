import { fieldLabel } from '../../agreement-file/vocabulary.ts';
import { unsavedSentence } from '../../web/fields.tsx';
import { EndedLead, endedHead, GivenBack } from '../../web/given-back.tsx';
import { languageName, type View } from '../../web/view.ts';
import { formKind, type Typed } from './form-values.ts';

/** Why what somebody typed could not be saved: their session was over, or the text is gone. */
type Ended = 'session' | 'text';

/** What `page()` puts above {@link NotSavedBody}. */
export function notSavedHead(view: View, ended: Ended) {
  const head = endedHead(view);
  if (ended === 'session') return head;
  const title = view.i18n._('writing.gone', {}, { message: 'This text is no longer here' });
  return { ...head, title, status: 404 as const };
}

/** A part that could not be saved, each field by its name. Says nothing of any text but what came with the request. */
export function NotSavedBody({
  view,
  ended,
  typed,
  from,
  action,
}: {
  view: View;
  ended: Ended;
  typed: Typed;
  from: number;
  action: string;
}) {
  const { i18n } = view;
  const kind = formKind(typed);
  const save = i18n._('writing.save', {}, { message: 'Save' });
  const labelOf = (name: string) => {
    const [key = '', language] = name.split('.');
    if (language === undefined || kind === null) return null;
    return { label: `${fieldLabel(kind, key, view.language)} · ${languageName(view, language)}`, language };
  };
  return (
    <>
      {ended === 'session' ? (
        <EndedLead view={view} press={save} />
      ) : (
        <>
          <p class="lead">{unsavedSentence(i18n)}</p>
          <p>
            {i18n._(
              'writing.gone-next',
              {},
              {
                message: 'Somebody threw it away, or it was published. Copy what you need before you close this page.',
              },
            )}
          </p>
        </>
      )}
      <GivenBack
        view={view}
        typed={{ revision: String(from), ...typed }}
        action={action}
        press={ended === 'text' ? null : { text: save, name: 'press', value: 'save' }}
        labelOf={labelOf}
      />
    </>
  );
}
