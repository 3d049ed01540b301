/** @jsxImportSource hono/jsx/dom */
import { Fragment, useState } from 'hono/jsx/dom';
import type { FirstDraft, Founded } from '../../../desk/begin/setting-up.ts';
import { policyText, validText } from '../../../say/manifest.ts';
import { Choices } from '../../parts/fields.tsx';
import { Note } from '../../parts/notes.tsx';
import { Press, Screen, Send, Wrong } from '../parts.tsx';
import { SameWords } from '../same-words.tsx';
import { typedIn } from '../typed-in.ts';
import { i18n } from '../words.ts';
import { useAsk, useWorking, type Working } from '../working.ts';
import { founderText, People } from './people.tsx';
import { lackingText, mayDraft, type Step } from './step.ts';

/** The first manifest: drafted by one, read and signed by everybody in it. `stay` takes what is shown here next. */
export function FirstManifest({ ask, now: shown, take, stay, back }: Step & { stay: Step['take'] }) {
  const asked = useAsk(ask);
  const work = useWorking();
  const draft = (people: string[]) =>
    void work.doing(async () => stay(await asked('draftFirst', { opening: shown.opening, people })));
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

type Drafting = { shown: Step['now']; busy: boolean; draft: (people: string[]) => void };

/** The draft that this founder may make; behind a fold where one lies there already. */
function ToBegin(at: Drafting) {
  const { founding, drafts } = at.shown;
  if (!mayDraft(at.shown) || founding === null) return null;
  if (drafts.length === 0) return <Whom founding={founding} {...at} />;
  return (
    <details>
      <summary>{i18n._('begin.draft-other', {}, { message: 'Draft another one' })}</summary>
      <Whom founding={founding} {...at} />
    </details>
  );
}

/** Whom a draft lists: everybody who gave keys, but for those who are left out. */
function Whom({ founding, shown: { needed }, busy, draft }: Drafting & { founding: Founded }) {
  const [lacking, setLacking] = useState<string | null>(null);
  const submit = (event: Event) => {
    const chosen = typedIn(event).all('people');
    const people = founding.people.filter(({ me, member }) => me || chosen.includes(member));
    const few = lackingText({ needed, people });
    setLacking(few);
    if (few === null && !busy) draft(people.map(({ member }) => member));
  };
  return (
    <form autocomplete="off" onSubmit={submit} class="clause">
      <h2>{founding.title}</h2>
      <Choices
        type="checkbox"
        name="people"
        label={i18n._('begin.whom', {}, { message: 'Whom it lists' })}
        hint={i18n._(
          'begin.whom-not',
          {},
          { message: 'Leave out whom none of you knows, and the keyring of somebody who made two.' },
        )}
        chosen={founding.people.map(({ member }) => member)}
        options={founding.people.map((one) => ({ value: one.member, text: founderText(one), fixed: one.me }))}
      />
      <Terms {...founding} />
      <Wrong text={lacking} />
      <div class="press">
        <Send text={i18n._('begin.draft', {}, { message: 'Draft it with these people, and sign' })} busy={busy} />
      </div>
    </form>
  );
}

/** How many it takes for what, and until when it holds. */
function Terms({ policy, expires }: Pick<Founded, 'policy' | 'expires'>) {
  return (
    <>
      <p>{policyText(i18n, policy)}</p>
      <p>{validText(i18n, expires)}</p>
    </>
  );
}

function Draft({ draft, work, sign }: { draft: FirstDraft; work: Working; sign: () => void }) {
  const { title, begun, people, words, signed, waiting } = draft;
  return (
    <Fragment>
      <section class="clause">
        <h2>{title}</h2>
        <p class="quiet">{begun}</p>
        <People people={people} />
        <Terms {...draft} />
      </section>
      <SameWords words={words} />
      {signed ? (
        <Note>
          {i18n._(
            'begin.waiting',
            { people: new Intl.ListFormat(i18n.locale).format(waiting) },
            { message: 'You have signed it. Still awaited: {people}.' },
          )}
        </Note>
      ) : (
        <div class="press">
          <Press text={i18n._('desk.sign', {}, { message: 'Sign exactly this' })} main busy={work.busy} press={sign} />
        </div>
      )}
    </Fragment>
  );
}
