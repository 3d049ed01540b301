import { AreaField } from '../web/fields.tsx';
import { languageName, type View } from '../web/view.ts';
import type { Typed } from './part-form.ts';
import { fieldName, fieldOf } from './part-words.ts';

/** What `page()` puts above {@link EndedBody}. */
export function endedHead(view: View) {
  return {
    title: view.i18n._('writing.ended', {}, { message: 'Your session has ended' }),
    sensitive: true,
    style: 'forms.css' as const,
    status: 401 as const,
  };
}

/**
 * What somebody sent from a page of ours after their session was over, so that they lose nothing: they come in again in another tab and press Save.
 * Says nothing of any text but what came with the request.
 */
export function EndedBody({ view, typed, from, action }: { view: View; typed: Typed; from: number; action: string }) {
  const { i18n } = view;
  return (
    <>
      <p class="lead">
        {i18n._('writing.ended-lead', {}, { message: 'This is not saved yet. What you typed is all here.' })}
      </p>
      <p>
        {i18n._(
          'writing.ended-next',
          { command: 'convive enter' },
          { message: 'Ask for a link again ({command}) and open it in another tab. Then press “Save” here.' },
        )}
      </p>
      <form method="post" action={action}>
        <input type="hidden" name="revision" value={String(from)} />
        {Object.entries(typed).map(([name, value]) => {
          const [key = '', language] = name.split('.');
          const field = fieldOf[key];
          if (language === undefined || field === undefined || typeof value !== 'string')
            return [value].flat().map((one) => <input type="hidden" name={name} value={one} />);
          const label = `${fieldName(i18n, field)} · ${languageName(view, language)}`;
          return <AreaField name={name} label={label} value={value} language={language} />;
        })}
        <div class="press">
          <button class="main" type="submit" name="press" value="save">
            {i18n._('writing.save', {}, { message: 'Save' })}
          </button>
        </div>
      </form>
    </>
  );
}
