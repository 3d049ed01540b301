/** @jsxImportSource hono/jsx/dom */
import { Fragment, useState } from 'hono/jsx/dom';
import type { FirstDraft, SettingUp } from '../../../desk/begin/setting-up.ts';
import type { ToDraft } from '../../../desk/begin/tasks.ts';
import { policyText } from '../../../say/manifest.ts';
import { typedIn } from '../fields.tsx';
import { Press, Screen, Wrong } from '../parts.tsx';
import { SameWords } from '../same-words.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking, type Working } from '../working.ts';
import { People, personText } from './people.tsx';
import { lackingText, mayDraft, type Step } from './step.ts';

/** The first manifest: drafted by one, read and signed by everybody in it. */
export function FirstManifest({ ask, now, take, back }: Step) {
  const asked = useAsk(ask);
  const work = useWorking();
  const [shown, setShown] = useState(now);
  const draft = (chosen: ToDraft) => void work.doing(async () => setShown(await asked('draftFirst', chosen)));
  const sign = (id: string) => void work.doing(async () => take(await asked('signFirst', id)));
  return (
    <Screen title={i18n._('begin.manifest', {}, { message: 'The first manifest' })}>
      <p class="lead">
        {i18n._(
          'begin.manifest-is',
          {},
          {
            message:
              'It says who belongs, with which keys. Everybody whom it lists signs it; then your collective stands.',
          },
        )}
      </p>
      <Wrong text={work.wrong} />
      {shown.drafts.map((one) => (
        <Draft draft={one} work={work} sign={() => sign(one.id)} />
      ))}
      {shown.refused.map((lines) => (
        <section class="note">
          {lines.map((line) => (
            <p>{line}</p>
          ))}
        </section>
      ))}
      <ToBegin shown={shown} busy={work.busy} draft={draft} />
      <div class="press">
        <Press text={i18n._('begin.back', {}, { message: 'Back' })} busy={work.busy} press={back} />
      </div>
    </Screen>
  );
}

/** The draft that this founder may make; behind a fold where one lies there already. */
function ToBegin({ shown, ...rest }: Drafting & { shown: SettingUp }) {
  if (!mayDraft(shown) || shown.profile === null) return null;
  const whom = <Whom profile={shown.profile} people={shown.people} needed={shown.needed} {...rest} />;
  if (shown.drafts.length === 0) return whom;
  return (
    <details>
      <summary>{i18n._('begin.draft-other', {}, { message: 'Draft another one' })}</summary>
      {whom}
    </details>
  );
}

type Drafting = { busy: boolean; draft: (chosen: ToDraft) => void };

/** Whom a draft lists: everybody who gave keys, but for those who are left out. */
function Whom({ profile, people, needed, busy, draft }: ToDraft & Pick<SettingUp, 'needed'> & Drafting) {
  const [lacking, setLacking] = useState<string | null>(null);
  const submit = (event: Event) => {
    const typed = typedIn(event);
    const chosen = people.filter(({ me, member }) => me || typed(member) !== '');
    const few = lackingText({ needed, people: chosen });
    setLacking(few);
    if (few === null && !busy) draft({ profile, people: chosen });
  };
  return (
    <form autocomplete="off" onSubmit={submit}>
      <fieldset>
        <legend>{i18n._('begin.whom', {}, { message: 'Whom it lists' })}</legend>
        <p class="hint">
          {i18n._(
            'begin.whom-not',
            {},
            { message: 'Leave out whom none of you knows, and the keyring of somebody who made two.' },
          )}
        </p>
        {people.map((one) => (
          <label class="choice" key={one.member}>
            <input type="checkbox" name={one.member} value="yes" checked disabled={one.me} />
            <span>{personText(one)}</span>
          </label>
        ))}
      </fieldset>
      <Wrong text={lacking} />
      <div class="press">
        <button type="submit" class="main" aria-disabled={busy ? 'true' : undefined}>
          {i18n._('begin.draft', {}, { message: 'Draft it with these people, and sign' })}
        </button>
      </div>
    </form>
  );
}

function Draft({ draft, work, sign }: { draft: FirstDraft; work: Working; sign: () => void }) {
  const { title, by, when, people, policy, words, signed, waiting } = draft;
  return (
    <Fragment>
      <section class="clause">
        <h2>{title}</h2>
        <p class="quiet">{i18n._('desk.begun', { by, when }, { message: 'Begun by {by}, {when}.' })}</p>
        <People people={people} />
        <p>{policyText(i18n, policy)}</p>
      </section>
      <SameWords words={words} />
      {signed ? (
        <p class="note">
          {i18n._(
            'begin.waiting',
            { people: new Intl.ListFormat(i18n.locale).format(waiting) },
            { message: 'You have signed it. Still awaited: {people}.' },
          )}
        </p>
      ) : (
        <div class="press">
          <Press text={i18n._('desk.sign', {}, { message: 'Sign exactly this' })} main busy={work.busy} press={sign} />
        </div>
      )}
    </Fragment>
  );
}
