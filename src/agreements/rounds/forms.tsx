import type { Child } from 'hono/jsx';
import { keptForm } from '../../members/kept-form.ts';
import { whoWords } from '../../members/who-words.ts';
import { AreaField, SelectField } from '../../web/fields.tsx';
import { Note } from '../../web/parts.tsx';
import { TypedForm } from '../../web/typed-form.tsx';
import type { View } from '../../web/view.ts';
import { pointsOf } from '../sheet/points.ts';
import { roundPath, textPath } from '../versions/addresses.ts';
import { mostMinutes } from './input.ts';
import { type Held, kept } from './refused-form.tsx';
import { mostCharacters, movable, type OpenStage, type RoundEntry, type SaidKind, sayable } from './round.ts';
import { decisionRefusalSentence, formWords } from './sentences.ts';
import type { ShownRound } from './shown.ts';

type Props = { view: View; shown: ShownRound; held: Held };

/** What a member can do in an open round: say what belongs to its stage, move it, close it. */
export function WhatYouCanDo({ view, shown, held }: Props) {
  const { i18n } = view;
  const { stage } = shown.row;
  const kinds = sayable(stage).filter((kind) => kind !== 'answer');
  // What belongs to this stage alone comes first.
  const first = kinds.filter((kind) => kind !== 'question' || stage === 'questions');
  return (
    <section aria-labelledby="now">
      <h2 id="now">{i18n._('round.now', {}, { message: 'What you can do now' })}</h2>
      {first.map((kind) => (
        <SayForm view={view} shown={shown} held={held} kind={kind} />
      ))}
      {stage === 'amend' ? <BringLink view={view} shown={shown} /> : null}
      {stage === 'consent' ? <AdoptForm view={view} shown={shown} held={held} /> : null}
      {first.includes('question') ? null : <SayForm view={view} shown={shown} held={held} kind="question" />}
      <MoveForms view={view} shown={shown} held={held} />
      <CloseForm view={view} shown={shown} held={held} />
    </section>
  );
}

/** One form of the round's page: it is answered by the page itself. */
function RoundForm({
  view,
  shown,
  held,
  name,
  hidden,
  press,
  main,
  children,
}: Props & {
  name: string;
  hidden: Record<string, string | number>;
  press: string;
  main?: boolean;
  children?: Child;
}) {
  const path = roundPath(shown.row.id);
  return (
    <TypedForm
      view={view}
      action={view.link(path)}
      {...(children === undefined ? { id: name } : keptForm(path, name, held.typed, held.failed?.form !== name))}
      press={
        <button type="submit" class={main ? 'main' : undefined}>
          {press}
        </button>
      }
    >
      {Object.entries(hidden).map(([key, value]) => (
        <input type="hidden" name={key} value={String(value)} />
      ))}
      {children}
    </TypedForm>
  );
}

function SayForm({ view, shown, held, kind }: Props & { kind: SaidKind }) {
  const { i18n } = view;
  const words = formWords(view, kind);
  const all = i18n._('round.about-all', {}, { message: 'All of it' });
  const points = pointsOf(view, shown.agreement).map(({ id, name, language }) => ({ value: id, text: name, language }));
  const field = (name: string) => kept(view, held, kind, name);
  return (
    <>
      <h3>{words.heading}</h3>
      <p class="quiet">{words.lead}</p>
      <RoundForm
        view={view}
        shown={shown}
        held={held}
        name={kind}
        hidden={{ do: 'say', kind, proposal: shown.row.proposal }}
        press={words.press}
      >
        {kind === 'question' || kind === 'amendment' || kind === 'objection' ? (
          <SelectField
            {...field('part')}
            label={i18n._('round.field-about', {}, { message: 'About which point' })}
            options={[{ value: '', text: all }, ...points]}
          />
        ) : null}
        <AreaField
          {...field('words')}
          label={words.label}
          most={mostCharacters}
          required={kind !== 'consent' && kind !== 'stand_aside'}
        />
        {kind === 'objection' ? (
          <AreaField
            {...field('harm')}
            label={i18n._('round.field-harm', {}, { message: 'Who or what could be harmed, and how' })}
            hint={i18n._(
              'round.field-harm-hint',
              {},
              { message: 'Not to like it is no harm. Then stand aside, or propose other words.' },
            )}
            most={mostCharacters}
            required
          />
        ) : null}
      </RoundForm>
    </>
  );
}

/** Below a question, closed until somebody wants to answer. */
export function AnswerForm({ view, shown, held, question }: Props & { question: RoundEntry }) {
  const { i18n } = view;
  const name = `answer-${question.seq}`;
  const words = formWords(view, 'answer');
  return (
    <details open={held.failed?.form === name || held.typed.has(name)}>
      <summary>{words.heading}</summary>
      <RoundForm
        view={view}
        shown={shown}
        held={held}
        name={name}
        hidden={{ do: 'say', kind: 'answer', proposal: shown.row.proposal, about: question.seq }}
        press={words.press}
      >
        <AreaField {...kept(view, held, name, 'words')} label={words.label} most={mostCharacters} required />
      </RoundForm>
      <p class="quiet">{i18n._('round.stays', {}, { message: 'What you add stays as it is. Members read it.' })}</p>
    </details>
  );
}

function BringLink({ view, shown }: { view: View; shown: ShownRound }) {
  const { i18n } = view;
  const { text, row } = shown;
  if (text === null) return <p>{decisionRefusalSentence(i18n, 'text-gone')}</p>;
  return (
    <>
      <h3>{i18n._('round.bring-heading', {}, { message: 'Change the text, and bring it' })}</h3>
      <ul>
        <li>
          <a class="tap" href={view.link(textPath(text))}>
            {i18n._('round.write', {}, { message: 'Write in the text' })}
          </a>
        </li>
        <li>
          <a class="tap" href={view.link(`${roundPath(row.id)}/bring`)}>
            {i18n._('round.bring', {}, { message: 'Bring the amended text' })}
          </a>
        </li>
      </ul>
    </>
  );
}

function AdoptForm({ view, shown, held }: Props) {
  const { i18n } = view;
  const { adoption, row } = shown;
  return (
    <>
      <h3>{i18n._('round.adopt-heading', {}, { message: 'Adopt this proposal' })}</h3>
      {adoption.is === 'refused' ? (
        <p id="adopt">{decisionRefusalSentence(i18n, adoption.because)}</p>
      ) : (
        <RoundForm
          view={view}
          shown={shown}
          held={held}
          name="adopt"
          hidden={{ do: 'adopt', proposal: row.proposal }}
          press={i18n._('round.adopt', {}, { message: 'Adopt it as it stands' })}
          main
        >
          <p>
            {i18n._(
              'round.adopt-what',
              { body: row.body },
              {
                message:
                  'The round ends. The words go to the stewards to be signed, adopted by “{body}” today. Only other ' +
                  'words, in another round, can change that.',
              },
            )}
          </p>
          <MinutesField view={view} form="adopt" held={held} />
        </RoundForm>
      )}
    </>
  );
}

function MinutesField({ view, form, held }: { view: View; form: string; held: Held }) {
  const { i18n } = view;
  return (
    <AreaField
      {...kept(view, held, form, 'minutes')}
      label={i18n._('round.minutes-field', {}, { message: 'Minutes: what else there is to say (optional)' })}
      hint={i18n._('round.minutes-hint', {}, { message: 'For members. What was said here is written down already.' })}
      most={mostMinutes}
    />
  );
}

function MoveForms({ view, shown, held }: Props) {
  const { i18n } = view;
  const { failed } = held;
  const open = failed?.form === 'move';
  return (
    <>
      <h3 id="move">{i18n._('round.move-heading', {}, { message: 'Move the round on, or back' })}</h3>
      <p class="quiet">
        {i18n._(
          'round.move-lead',
          {},
          { message: 'Any member can. Everybody sees who did. Nothing that was said is lost.' },
        )}
      </p>
      {open ? <p class="wrong">{decisionRefusalSentence(i18n, failed.because)}</p> : null}
      {movable(shown.row.stage).map((to) => (
        <RoundForm
          view={view}
          shown={shown}
          held={held}
          name={`move-${to}`}
          hidden={{ do: 'move', to }}
          press={moveWords(view, to)}
        />
      ))}
    </>
  );
}

function CloseForm({ view, shown, held }: Props) {
  const { i18n } = view;
  return (
    <details open={held.failed?.form === 'close' || held.typed.has('close') || shown.closing.length > 0}>
      <summary>{i18n._('round.close-heading', {}, { message: 'Close the round without adopting' })}</summary>
      <p>
        {i18n._(
          'round.close-lead',
          {},
          {
            message:
              'Not to adopt is an outcome too. The text stays, and can be decided on again. Where others took part, ' +
              'it takes two who ask for it within a week.',
          },
        )}
      </p>
      {shown.closing.length === 0 ? null : (
        <Note id="closing">
          {i18n._(
            'round.closing-asked',
            { by: shown.closing.map((one) => whoWords(view, one, shown.me)).join(', ') },
            { message: 'Asked for it: {by}. It closes when one more does.' },
          )}
        </Note>
      )}
      <RoundForm
        view={view}
        shown={shown}
        held={held}
        name="close"
        hidden={{ do: 'close' }}
        press={i18n._('round.close', {}, { message: 'Close it: not adopted' })}
      >
        <MinutesField view={view} form="close" held={held} />
      </RoundForm>
    </details>
  );
}

function moveWords({ i18n }: View, to: OpenStage): string {
  if (to === 'questions') return i18n._('round.move.questions', {}, { message: 'Back to questions' });
  if (to === 'sense_check') return i18n._('round.move.sense', {}, { message: 'Ask how it sits with each person' });
  if (to === 'amend') return i18n._('round.move.amend', {}, { message: 'Change words together' });
  return i18n._('round.move.consent', {}, { message: 'Ask for consent' });
}
