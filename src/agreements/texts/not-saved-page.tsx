import { fieldLabel } from '../../agreement-file/vocabulary.ts';
import { AreaField } from '../../web/fields.tsx';
import { formsStyle } from '../../web/static.ts';
import { languageName, type View } from '../../web/view.ts';
import { formKind, type Typed } from './form-values.ts';

/** Why what somebody typed could not be saved: their session was over, or the text is gone. */
type Ended = 'session' | 'text';

/** What `page()` puts above {@link EndedBody}. */
export function endedHead({ i18n }: View, ended: Ended) {
  const session = ended === 'session';
  return {
    title: session
      ? i18n._('writing.ended', {}, { message: 'Your session has ended' })
      : i18n._('writing.gone', {}, { message: 'This text is no longer here' }),
    sensitive: true,
    style: formsStyle,
    status: session ? (401 as const) : (404 as const),
  };
}

/**
 * What somebody sent from a page of ours and nothing could take in, so that they lose nothing of it. After a session
 * that ended they come in again in another tab and press Save here. Says nothing of any text but what came with the
 * request.
 */
export function EndedBody({
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
  return (
    <>
      <p class="lead">
        {i18n._('writing.ended-lead', {}, { message: 'This is not saved yet. What you typed is all here.' })}
      </p>
      <p>
        {ended === 'session'
          ? i18n._(
              'writing.ended-next',
              { command: 'convive enter' },
              { message: 'Ask for a link again ({command}) and open it in another tab. Then press “Save” here.' },
            )
          : i18n._(
              'writing.gone-next',
              {},
              {
                message: 'Somebody threw it away, or it was published. Copy what you need before you close this page.',
              },
            )}
      </p>
      <form method="post" action={action}>
        <input type="hidden" name="revision" value={String(from)} />
        {Object.entries(typed).map(([name, value]) => {
          const [key = '', language] = name.split('.');
          if (language === undefined || kind === null || typeof value !== 'string')
            return [value].flat().map((one) => <input type="hidden" name={name} value={one} />);
          const label = `${fieldLabel(kind, key, view.language)} · ${languageName(view, language)}`;
          return <AreaField name={name} label={label} value={value} language={language} />;
        })}
        {ended === 'text' ? null : (
          <div class="press">
            <button class="main" type="submit" name="press" value="save">
              {i18n._('writing.save', {}, { message: 'Save' })}
            </button>
          </div>
        )}
      </form>
    </>
  );
}
