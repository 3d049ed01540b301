/** @jsxImportSource hono/jsx/dom */
import { Fragment, useState } from 'hono/jsx/dom';
import type { FirstDraft, Founded } from '../../../desk/begin/setting-up.ts';
import { policyText, validText } from '../../../say/manifest.ts';
import { Press, Screen, Wrong } from '../parts.tsx';
import { SameWords } from '../same-words.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking, type Working } from '../working.ts';
import { People } from './people.tsx';
import { mayDraft, type Step } from './step.ts';

/** The first manifest: drafted by one, read and signed by everybody in it. */
export function FirstManifest({ ask, now, take, back }: Step) {
  const asked = useAsk(ask);
  const work = useWorking();
  const [shown, setShown] = useState(now);
  const draft = (print: string) => void work.doing(async () => setShown(await asked('draftFirst', print)));
  const founding = shown.drafts.length === 0 && mayDraft(shown) ? shown.founding : null;
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
      {founding ? <Says {...founding} /> : null}
      {shown.drafts.map((one) => (
        <Draft draft={one} work={work} sign={() => sign(one.id)} />
      ))}
      <div class="press">
        {founding ? (
          <Press
            text={i18n._('begin.draft', {}, { message: 'Draft it with these people, and sign' })}
            main
            busy={work.busy}
            press={() => draft(founding.print)}
          />
        ) : null}
        <Press text={i18n._('begin.back', {}, { message: 'Back' })} busy={work.busy} press={back} />
      </div>
    </Screen>
  );
}

/** Who it says belongs, how many it takes for what, and until when it holds. */
function Says({ title, people, policy, expires }: Founded) {
  return (
    <section class="clause">
      <h2>{title}</h2>
      <People people={people} />
      <p>{policyText(i18n, policy)}</p>
      <p>{validText(i18n, expires)}</p>
    </section>
  );
}

function Draft({ draft, work, sign }: { draft: FirstDraft; work: Working; sign: () => void }) {
  const { begun, words, signed, waiting } = draft;
  return (
    <Fragment>
      <Says {...draft} />
      <p class="quiet">{begun}</p>
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
