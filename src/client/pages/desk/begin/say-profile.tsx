/** @jsxImportSource hono/jsx/dom */
import { language } from '../../../catalogue.ts';
import { profileQuestions } from '../../../say/set-up.ts';
import { TextField } from '../../parts/fields.tsx';
import { Press, Screen, Send, Wrong } from '../parts.tsx';
import { typedIn } from '../typed-in.ts';
import { i18n } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';
import type { Step } from './step.ts';

/** What the collective calls itself in public. */
export function SayProfile({ ask, now: { profile, origin }, take, back }: Step) {
  const asked = useAsk(ask);
  const work = useWorking();
  const questions = profileQuestions(i18n);
  const submit = (event: Event) => {
    const typed = typedIn(event);
    const said = {
      name: typed('name'),
      handle: typed('handle').toLowerCase(),
      summary: typed('summary'),
      language: profile?.language ?? language,
    };
    void work.doing(async () => take(await asked('sayProfile', { profile: said, before: profile })));
  };
  return (
    <Screen title={i18n._('begin.who-title', {}, { message: 'Who we are' })}>
      <p class="lead">{i18n._('begin.who-public', {}, { message: 'Everybody can read this.' })}</p>
      <form autocomplete="off" onSubmit={submit}>
        <TextField required name="name" label={questions.name} value={profile?.name ?? ''} most={100} />
        <TextField
          plain
          required
          name="handle"
          label={questions.handle}
          hint={i18n._(
            'begin.handle-hint',
            { host: new URL(origin).host },
            { message: 'Others follow you as @…@{host}. Letters a to z, digits and _; it cannot change later.' },
          )}
          value={profile?.handle ?? ''}
          most={30}
        />
        <TextField required name="summary" label={questions.summary} value={profile?.summary ?? ''} most={300} />
        <Wrong text={work.wrong} />
        <div class="press">
          <Send text={i18n._('begin.keep', {}, { message: 'Keep this' })} busy={work.busy} />
          <Press text={i18n._('begin.back', {}, { message: 'Back' })} busy={work.busy} press={back} />
        </div>
      </form>
    </Screen>
  );
}
