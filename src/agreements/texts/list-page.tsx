import { keptForm } from '../../members/kept-form.ts';
import type { TypedForms } from '../../members/typed.ts';
import { AreaField, Problems, SelectField } from '../../web/fields.tsx';
import { Note } from '../../web/parts.tsx';
import { formsStyle, typedScript } from '../../web/static.ts';
import { TypedForm } from '../../web/typed-form.tsx';
import { dateWords, languageName, type View } from '../../web/view.ts';
import { fileForm, textPath, writingPath } from '../versions/addresses.ts';
import { inLanguage } from '../versions/in-language.ts';
import type { Source } from './start-choices.ts';
import { answered, contentOf } from './text.ts';

/** What members are writing, and what a new text can begin with. */
type Writing = {
  /** Each with its front as it is stored, and when a part of it was last saved. */
  texts: readonly { id: string; series: string | null; front: string | null; saved: Date }[];
  ours: readonly Source[];
  partners: readonly Source[];
  /** A pasted file that could not be read, and every problem of it. */
  pasted: { markdown: string; problems: string[] } | null;
  /** What the member typed and did not send. */
  typed: TypedForms;
  /** The member threw a text away just now. */
  thrown: boolean;
};

/** What `page()` puts above {@link WritingBody}. */
export function writingHead(view: View) {
  return {
    title: view.i18n._('writing.title', {}, { message: 'Agreements that we are writing' }),
    sensitive: true,
    style: formsStyle,
    script: typedScript,
  };
}

/** The texts being written, and a form for each way to begin one. */
export function WritingBody({ view, writing }: { view: View; writing: Writing }) {
  const { i18n } = view;
  const { pasted } = writing;
  return (
    <>
      {writing.thrown ? (
        <Note said>
          {i18n._('writing.thrown', {}, { message: 'The text is thrown away. What was published of it stays.' })}
        </Note>
      ) : null}
      <p class="lead">
        {i18n._(
          'writing.lead',
          {},
          { message: 'Members write here together. Nobody outside sees any of it until it is adopted and signed.' },
        )}
      </p>
      {pasted === null ? null : (
        <Problems view={view} problems={pasted.problems.map((sentence) => ({ name: 'markdown', sentence }))} />
      )}
      <section aria-labelledby="texts">
        <h2 id="texts">{i18n._('writing.texts', {}, { message: 'Being written' })}</h2>
        <Texts view={view} texts={writing.texts} />
      </section>
      <section aria-labelledby="begin">
        <h2 id="begin">{i18n._('writing.begin', {}, { message: 'Begin a text' })}</h2>
        <Beginnings view={view} writing={writing} />
      </section>
    </>
  );
}

function Texts({ view, texts }: { view: View; texts: Writing['texts'] }) {
  const { i18n } = view;
  if (texts.length === 0) return <p class="quiet">{i18n._('writing.none', {}, { message: 'Nothing is here yet.' })}</p>;
  return (
    <ul class="cards">
      {texts.map(({ id, front, saved, series }) => {
        const content = front === null ? null : contentOf(front);
        const title =
          content?.kind === 'front' ? inLanguage(answered(content.title), view.textLanguage, content.languages) : null;
        return (
          <li>
            <a class="tap title" href={view.link(textPath(id))} lang={title?.language} dir="auto">
              {title?.value ?? i18n._('writing.untitled', {}, { message: 'A text without a title yet' })}
            </a>
            <p>
              {series === null
                ? i18n._('writing.is-new', {}, { message: 'A new agreement' })
                : i18n._('writing.is-next', {}, { message: 'The next version of one that stands' })}
              {' · '}
              {i18n._('writing.saved', { date: dateWords(view, saved) }, { message: 'saved last on {date}' })}
            </p>
          </li>
        );
      })}
    </ul>
  );
}

function Beginnings({ view, writing: { ours, partners, pasted, typed } }: { view: View; writing: Writing }) {
  const { i18n } = view;
  const action = view.link(writingPath);
  return (
    <>
      <FromQuestions view={view} action={action} />
      {ours.length === 0 ? null : (
        <form method="post" action={action}>
          <input type="hidden" name="from" value="series" />
          <h3>{i18n._('writing.from-ours', {}, { message: 'From an agreement of ours' })}</h3>
          <SelectField
            name="series"
            label={i18n._('writing.which-ours', {}, { message: 'Which one gets a next version' })}
            value=""
            options={ours}
          />
          <Begin text={i18n._('writing.begin-next', {}, { message: 'Begin its next version' })} />
        </form>
      )}
      {partners.length === 0 ? null : (
        <form method="post" action={action}>
          <input type="hidden" name="from" value="partner" />
          <h3>{i18n._('writing.from-partner', {}, { message: 'From a partner collective’s agreement' })}</h3>
          <SelectField
            name="statement"
            label={i18n._('writing.which-partner', {}, { message: 'Whose agreement to adapt' })}
            hint={i18n._('writing.partner-hint', {}, { message: 'The page of what you publish gives them credit.' })}
            value=""
            options={partners}
          />
          <Begin text={i18n._('writing.begin-adapt', {}, { message: 'Adapt it' })} />
        </form>
      )}
      <FromFile view={view} action={action} pasted={pasted} typed={typed} />
      <form method="post" action={action}>
        <input type="hidden" name="from" value="empty" />
        <h3>{i18n._('writing.from-nothing', {}, { message: 'From an empty sheet' })}</h3>
        <input type="hidden" name="language" value={view.language} />
        <Begin text={i18n._('writing.begin-empty', {}, { message: 'Begin with nothing' })} />
      </form>
    </>
  );
}

function FromQuestions({ view, action }: { view: View; action: string }) {
  const { i18n } = view;
  return (
    <form method="post" action={action}>
      <input type="hidden" name="from" value="template" />
      <h3>{i18n._('writing.template', {}, { message: 'From questions' })}</h3>
      <p>
        {i18n._(
          'writing.template-lead',
          {},
          { message: 'A question for each type of violence, to answer together. What you leave open stays open.' },
        )}
      </p>
      <div class="press">
        {(['es', 'en'] as const).map((language) => (
          <button type="submit" name="language" value={language}>
            {i18n._(
              'writing.questions-in',
              { language: languageName(view, language) },
              { message: 'Questions in {language}' },
            )}
          </button>
        ))}
      </div>
    </form>
  );
}

function FromFile({ view, action, pasted, typed }: { view: View; action: string } & Pick<Writing, 'pasted' | 'typed'>) {
  const earlier = typed.get(fileForm)?.fields.markdown;
  const { i18n } = view;
  return (
    <TypedForm
      view={view}
      action={action}
      {...keptForm(writingPath, fileForm, typed, pasted === null)}
      press={<button type="submit">{i18n._('writing.begin-file', {}, { message: 'Take the file in' })}</button>}
    >
      <input type="hidden" name="from" value="markdown" />
      <h3>{i18n._('writing.from-file', {}, { message: 'From a file' })}</h3>
      <AreaField
        name="markdown"
        label={i18n._('writing.paste', {}, { message: 'Paste an agreement file (Markdown)' })}
        hint={i18n._(
          'writing.paste-hint',
          {},
          { message: 'Open questions (??) can stay in it. Who adopted it, and when, is said anew by the decision.' },
        )}
        value={pasted?.markdown ?? String(earlier ?? '')}
        error={pasted?.problems[0]}
      />
    </TypedForm>
  );
}

function Begin({ text }: { text: string }) {
  return (
    <div class="press">
      <button type="submit">{text}</button>
    </div>
  );
}
