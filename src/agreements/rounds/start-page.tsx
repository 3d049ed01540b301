import type { Agreement } from '../../../schemas/agreement.ts';
import { keptForm } from '../../members/kept-form.ts';
import { methodName } from '../../platform/terms.ts';
import { AreaField, SelectField, TextField } from '../../web/fields.tsx';
import { typedScript } from '../../web/static.ts';
import { TypedForm } from '../../web/typed-form.tsx';
import type { View } from '../../web/view.ts';
import type { ShownChanges } from '../differences/changes.ts';
import { WhatChanged } from '../differences/what-changed.tsx';
import { roundStyle } from '../sheet/assets.ts';
import { Passage } from '../sheet/passage.tsx';
import { Wording } from '../sheet/wording.tsx';
import { Missing } from '../texts/next-steps.tsx';
import type { ShownText } from '../texts/shown.ts';
import { decidePath, roundPath, textPath } from '../versions/addresses.ts';
import { inLanguage } from '../versions/in-language.ts';
import type { UnderSignature } from '../versions/under-signature.ts';
import { UnderSignatureNote } from '../versions/under-signature-note.tsx';
import { methods, mostMinutes } from './input.ts';
import type { DecisionRefusal } from './proposal.ts';
import type { Decidable } from './proposal-changes.ts';
import { type Failed, type Held, kept, Stranded, WhyNot } from './refused-form.tsx';
import { decisionRefusalSentence } from './sentences.ts';
import { StopHere } from './stop-here.tsx';
import { Waiting } from './waiting-note.tsx';

/** What `page()` puts above the pages of this file. */
export function decideHead({ i18n }: View) {
  const title = i18n._('decide.title', {}, { message: 'Decide on this text' });
  return { title, sensitive: true, style: roundStyle, script: typedScript };
}

/** What `page()` puts above {@link BringBody}. */
export function bringHead({ i18n }: View) {
  return { ...decideHead({ i18n } as View), title: i18n._('round.bring', {}, { message: 'Bring the amended text' }) };
}

/** Why a text cannot be decided on yet; what is missing with the way to each part. */
export function NotYetBody({
  view,
  text,
  because,
  shown,
  held,
}: {
  view: View;
  text: string;
  because: DecisionRefusal;
  shown: ShownText | null;
  /** What was typed before it could not be decided on any more. */
  held: Held;
}) {
  const { i18n } = view;
  const place = textPath(text);
  return (
    <>
      <p class="lead">{decisionRefusalSentence(i18n, because)}</p>
      <Stranded view={view} held={held} path={decidePath(text)} forms={[]} />
      {shown === null ? null : <Missing view={view} shown={shown} place={place} />}
      {because === 'text-gone' ? null : (
        <p>
          <a class="tap" href={view.link(place)}>
            {i18n._('decide.to-text', {}, { message: 'Go to the text' })}
          </a>
        </p>
      )}
      <StopHere view={view} />
    </>
  );
}

/** Screen 7, before a round: what would be decided, then either a round here or the minutes of a meeting. */
export function DecideBody({
  view,
  path,
  decidable,
  waiting,
  signed,
  today,
  held,
}: {
  view: View;
  path: string;
  decidable: Decidable;
  waiting: { id: string; decided: string | null } | null;
  signed: readonly UnderSignature[];
  today: string;
  held: Held;
}) {
  const { i18n } = view;
  const { agreement, wording, changes } = decidable;
  const title = inLanguage(agreement.title, view.textLanguage, agreement.languages);
  return (
    <>
      <WhyNot view={view} failed={held.failed} />
      {changes !== null ? null : (
        <p class="lead" lang={title?.language} dir="auto">
          {title?.value}
        </p>
      )}
      <Waiting view={view} waiting={waiting} today={today} />
      <UnderSignatureNote view={view} drafts={signed} />
      <ul>
        <li>
          <a class="tap" href="#open">
            {i18n._('decide.here', {}, { message: 'Hold a consent round here' })}
          </a>
        </li>
        <li>
          <a class="tap" href="#meeting">
            {i18n._('decide.meeting', {}, { message: 'We decided face to face: add minutes' })}
          </a>
        </li>
      </ul>
      <What view={view} agreement={agreement} changes={changes} />
      <OpenHere view={view} path={path} wording={wording} held={held} />
      <FromMeeting view={view} path={path} wording={wording} held={held} today={today} />
      <StopHere view={view} />
    </>
  );
}

/** What both ways to a decision need: where the form goes, which words it is about, and what was refused. */
type Deciding = { view: View; path: string; wording: string; held: Held };

function OpenHere({ view, path, wording, held }: Deciding) {
  const { i18n } = view;
  return (
    <section aria-labelledby="here">
      <h2 id="here">{i18n._('decide.here', {}, { message: 'Hold a consent round here' })}</h2>
      <p>
        {i18n._(
          'decide.here-lead',
          {},
          {
            message:
              'These words are frozen as a proposal. Members ask, say how it sits with them, change words, and ' +
              'consent.',
          },
        )}
      </p>
      <TypedForm
        view={view}
        action={view.link(path)}
        {...keptForm(path, 'open', held.typed, held.failed?.form !== 'open')}
        press={
          <button type="submit" class="main">
            {i18n._('decide.open', {}, { message: 'Open the round' })}
          </button>
        }
      >
        <input type="hidden" name="do" value="open" />
        <input type="hidden" name="wording" value={wording} />
        <TextField {...whoDecides(view)} {...kept(view, held, 'open', 'body')} />
      </TypedForm>
    </section>
  );
}

function FromMeeting({ view, path, wording, held, today }: Deciding & { today: string }) {
  const { i18n } = view;
  const field = (name: string) => kept(view, held, 'meeting', name);
  return (
    <section aria-labelledby="face">
      <h2 id="face">{i18n._('decide.meeting', {}, { message: 'We decided face to face: add minutes' })}</h2>
      <p>
        {i18n._(
          'decide.meeting-lead',
          {},
          {
            message: 'These words become what you adopted. Stewards sign them next. The minutes stay among members.',
          },
        )}
      </p>
      <TypedForm
        view={view}
        action={view.link(path)}
        {...keptForm(path, 'meeting', held.typed, held.failed?.form !== 'meeting')}
        press={
          <button type="submit" class="main">
            {i18n._('decide.record', {}, { message: 'Write it down: adopted' })}
          </button>
        }
      >
        <input type="hidden" name="do" value="meeting" />
        <input type="hidden" name="wording" value={wording} />
        <TextField {...whoDecides(view)} {...field('body')} />
        <TextField
          {...field('decided')}
          type="date"
          required
          label={i18n._('decide.day', {}, { message: 'On which day' })}
          hint={i18n._('decide.day-hint', {}, { message: 'Year, month, day: 2026-01-31' })}
          last={today}
        />
        <SelectField
          {...field('method')}
          label={i18n._('decide.method', {}, { message: 'How' })}
          options={methods.map((value) => ({ value, text: methodName(i18n, value) }))}
        />
        <AreaField
          {...field('minutes')}
          label={i18n._('decide.minutes', {}, { message: 'Minutes' })}
          hint={i18n._(
            'decide.minutes-hint',
            {},
            { message: 'What was asked, which objections there were and how you met them, who stood aside.' },
          )}
          most={mostMinutes}
          required
        />
      </TypedForm>
    </section>
  );
}

function whoDecides({ i18n }: View) {
  return {
    required: true,
    label: i18n._('decide.body', {}, { message: 'Who decides, in your own words' }),
    hint: i18n._(
      'decide.body-hint',
      {},
      { message: 'For example: the assembly. It is published with the agreement, so name no person.' },
    ),
    most: 200,
  };
}

/** What would be decided: the words, or only what is different from the version that stands. */
function What({ view, agreement, changes }: { view: View; agreement: Agreement; changes: ShownChanges | null }) {
  const { i18n } = view;
  if (changes !== null) return <WhatChanged view={view} shown={changes} />;
  return (
    <details>
      <summary>{i18n._('decide.words', {}, { message: 'Read what you would decide on' })}</summary>
      <Passage view={view} agreement={agreement} words={agreement.summary} lead />
      <Wording view={view} agreement={agreement} />
    </details>
  );
}

/** Before the amended text becomes the next proposal: what is different from the one that stands. */
export function BringBody({
  view,
  round,
  decidable,
  failed,
}: {
  view: View;
  round: string;
  decidable: Decidable;
  failed: Failed | null;
}) {
  const { i18n } = view;
  const path = `${roundPath(round)}/bring`;
  return (
    <>
      <WhyNot view={view} failed={failed} />
      <What view={view} agreement={decidable.agreement} changes={decidable.changes} />
      <section aria-labelledby="bringing">
        <h2 id="bringing">{i18n._('round.bring', {}, { message: 'Bring the amended text' })}</h2>
        <p>
          {i18n._(
            'round.bring-what',
            {},
            {
              message:
                'These words become the next proposal. Consent and objections to the earlier one count no more; ' +
                'everybody is asked anew.',
            },
          )}
        </p>
        <form method="post" action={view.link(path)} id="bring">
          <input type="hidden" name="wording" value={decidable.wording} />
          <div class="press">
            <button type="submit" class="main">
              {i18n._('round.bring-press', {}, { message: 'Bring it as the next proposal' })}
            </button>
          </div>
        </form>
        <p>
          <a class="tap" href={view.link(roundPath(round))}>
            {i18n._('round.back', {}, { message: 'Back to the round' })}
          </a>
        </p>
      </section>
    </>
  );
}
