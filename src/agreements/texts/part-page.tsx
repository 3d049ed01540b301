import { Problems } from '../../web/fields.tsx';
import { Columns, Note } from '../../web/parts.tsx';
import { formsStyle, typedScript } from '../../web/static.ts';
import { TypedForm } from '../../web/typed-form.tsx';
import { dateWords, type View } from '../../web/view.ts';
import { textPath } from '../versions/addresses.ts';
import { UnderSignatureNote } from '../versions/under-signature-note.tsx';
import { Examples } from './examples-shown.tsx';
import { wrongSentence } from './form-values.ts';
import { PartFields } from './part-fields.tsx';
import { partName, savedWords, stepsOf } from './part-name.ts';
import { PartReads, PartTyped, typedInOrder } from './part-preview.tsx';
import type { ShownPart } from './shown.ts';
import { askedIn } from './templates.ts';

/** What `page()` puts above {@link PartBody}. */
export function partHead(view: View, { current, content, front }: Pick<ShownPart, 'current' | 'content' | 'front'>) {
  // What is typed is not yet what the others call it.
  const name = partName(view, current.content ?? content, front.languages);
  return {
    title: name.value,
    titleLanguage: name.language,
    kicker:
      current.content === null
        ? view.i18n._('writing.kicker-out', {}, { message: 'Taken out of the text' })
        : view.i18n._('writing.kicker', {}, { message: 'A text that is being written' }),
    sensitive: true,
    style: formsStyle,
    script: typedScript,
  };
}

/** A part as a plain form, with what else there is to look at below it. Says what is kept and what is not. */
export function PartBody({ view, shown, me }: { view: View; shown: ShownPart; me: string }) {
  const { i18n } = view;
  const { current, typed, content, wrong } = shown;
  const place = textPath(shown.text);
  const here = `${place}/parts/${current.part}`;
  const languages = shown.front.languages;
  const questions = askedIn(view.language)(content.kind, content.kind === 'clause' ? content.violence : undefined);
  const steps = stepsOf(view, languages, shown.parts);
  const gone = current.content === null && shown.unsavedAt === null && !shown.conflict;
  return (
    <>
      <p>
        <a class="tap" href={view.link(`${place}#part-${current.part}`)}>
          {i18n._('writing.back', {}, { message: 'Back to the whole text' })}
        </a>
      </p>
      <Problems view={view} problems={wrong.map((one) => ({ name: one.name, sentence: wrongSentence(i18n, one) }))} />
      {shown.conflict ? <Conflict view={view} shown={shown} me={me} /> : <Unsaved view={view} shown={shown} />}
      {shown.unsavedAt === null && !shown.conflict ? null : (
        <form method="post" action={view.link(`${here}/unsaved/drop`)}>
          <button type="submit">{i18n._('writing.drop', {}, { message: 'Drop what I typed' })}</button>
        </form>
      )}
      <Columns beside={<Beside view={view} shown={shown} me={me} gone={gone} />}>
        {gone ? null : <UnderSignatureNote view={view} drafts={shown.signed} />}
        {gone ? null : (
          <TypedForm
            view={view}
            action={view.link(here)}
            keep={`${here}/unsaved`}
            status={<Keeping view={view} />}
            press={<Presses view={view} here={here} conflict={shown.conflict} />}
          >
            <input type="hidden" name="revision" value={String(current.revision)} />
            <PartFields view={view} shown={{ kind: content.kind, typed, wrong, questions, languages, steps }} />
          </TypedForm>
        )}
        {current.kind === 'front' || current.content === null ? null : (
          <TakeOut view={view} action={`${here}/out`} from={current.revision} />
        )}
      </Columns>
    </>
  );
}

function Presses({ view, here, conflict }: { view: View; here: string; conflict: boolean }) {
  const { i18n } = view;
  return (
    <>
      <button class="main" type="submit" name="press" value="save">
        {conflict
          ? i18n._('writing.save-mine', {}, { message: 'Save mine in its place' })
          : i18n._('writing.save', {}, { message: 'Save' })}
      </button>
      <button type="submit" name="press" value="preview" formaction={`${view.link(here)}#preview`}>
        {i18n._('writing.preview', {}, { message: 'See how it reads' })}
      </button>
    </>
  );
}

/** How it reads, what others say of the same, and how it came about. */
function Beside({ view, shown, me, gone }: { view: View; shown: ShownPart; me: string; gone: boolean }) {
  const { i18n } = view;
  const { current, content } = shown;
  const action = view.link(`${textPath(shown.text)}/parts/${current.part}/take`);
  return (
    <>
      {shown.preview ? (
        <section aria-labelledby="preview" id="preview-section">
          <h2 id="preview">{i18n._('writing.reads', {}, { message: 'How it reads' })}</h2>
          <p class="quiet">{i18n._('writing.reads-lead', {}, { message: 'This is not saved yet.' })}</p>
          <PartReads view={view} content={content} languages={shown.front.languages} />
        </section>
      ) : null}
      {content.kind === 'clause' && !gone ? (
        <Examples view={view} examples={shown.examples} held={shown.held} action={action} />
      ) : null}
      <Revisions view={view} shown={shown} me={me} />
    </>
  );
}

function TakeOut({ view, action, from }: { view: View; action: string; from: number }) {
  const { i18n } = view;
  return (
    <details>
      <summary>{i18n._('writing.out', {}, { message: 'Take this out of the text' })}</summary>
      <p>
        {i18n._(
          'writing.out-lead',
          {},
          { message: 'It is then no part of what is proposed. Its words stay here, and anybody can put it back.' },
        )}
      </p>
      <form method="post" action={view.link(action)}>
        <input type="hidden" name="from" value={String(from)} />
        <button type="submit">{i18n._('writing.out-press', {}, { message: 'Take it out' })}</button>
      </form>
    </details>
  );
}

/** Says what is kept without pressing Save: nothing, until the script says otherwise. */
function Keeping({ view: { i18n } }: { view: View }) {
  return (
    <p
      class="hint"
      role="status"
      data-on={i18n._(
        'writing.keeping-on',
        {},
        { message: 'What you type is kept here for you alone, every few seconds. Others see it once you save.' },
      )}
      data-kept={i18n._('writing.kept', {}, { message: 'Kept for you. Others see it once you save.' })}
    >
      {i18n._('writing.keeping-off', {}, { message: 'Nothing is kept before you press “Save”.' })}
    </p>
  );
}

function Unsaved({ view, shown: { unsavedAt, wrong, preview } }: { view: View; shown: ShownPart }) {
  if (unsavedAt === null || wrong.length > 0 || preview) return null;
  return (
    <Note>
      {view.i18n._(
        'writing.unsaved',
        { date: dateWords(view, unsavedAt) },
        {
          message:
            'You had typed this and not saved it ({date}). It is in the form: save it, or drop it. Only you see it.',
        },
      )}
    </Note>
  );
}

/** Both texts, where they are not the same. */
function Conflict({ view, shown, me }: { view: View; shown: ShownPart; me: string }) {
  const { i18n } = view;
  const { current, content } = shown;
  const mine = typedInOrder(content);
  const theirs = current.content && typedInOrder(current.content);
  const steps = stepsOf(view, shown.front.languages, shown.parts);
  return (
    <section aria-labelledby="conflict">
      <h2 id="conflict">{i18n._('writing.conflict', {}, { message: 'Somebody saved this while you were writing' })}</h2>
      <p>
        {i18n._(
          'writing.conflict-lead',
          {},
          {
            message:
              'Nothing is overwritten and nothing is lost. Below are both texts where they differ; the form holds ' +
              'yours. Bring in what you want of theirs, and save.',
          },
        )}
      </p>
      <div class="both">
        <section aria-labelledby="theirs">
          <h3 id="theirs">{i18n._('writing.theirs', {}, { message: 'What stands now' })}</h3>
          <p class="quiet">{savedWords(view, current, me)}</p>
          {theirs === null ? (
            <p>{i18n._('writing.taken-out', {}, { message: 'It was taken out of the text.' })}</p>
          ) : (
            <PartTyped view={view} kind={content.kind} typed={theirs} against={mine} steps={steps} />
          )}
        </section>
        <section aria-labelledby="mine">
          <h3 id="mine">{i18n._('writing.mine', {}, { message: 'What you typed' })}</h3>
          <p class="quiet">{i18n._('writing.mine-lead', {}, { message: 'Kept here; only you see it.' })}</p>
          <PartTyped view={view} kind={content.kind} typed={mine} steps={steps} {...(theirs && { against: theirs })} />
        </section>
      </div>
    </section>
  );
}

function Revisions({ view, shown, me }: { view: View; shown: ShownPart; me: string }) {
  const { i18n } = view;
  const here = `${textPath(shown.text)}/parts/${shown.current.part}`;
  return (
    <section aria-labelledby="revisions">
      <h2 id="revisions">{i18n._('writing.revisions', {}, { message: 'How it came about' })}</h2>
      <ul>
        {shown.revisions.map((one) => (
          <li>
            <a href={view.link(`${here}/revisions/${one.revision}`)}>
              {i18n._('writing.revision', { number: one.revision }, { message: 'Wording {number}' })}
            </a>{' '}
            <span class="quiet">{savedWords(view, one, me)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
