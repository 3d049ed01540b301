/** @jsxImportSource hono/jsx/dom */
import '../jitless.ts';
import { render, useState } from 'hono/jsx/dom';
import { Refusal } from '../../../schemas/codes.ts';
import { newSecret, wordsOf } from '../../protocol/secrets.ts';
import { wordLists } from '../../protocol/words.ts';
import { answering } from '../alerts/answer-asked.ts';
import { type Asked, readQuestion } from '../alerts/asked-file.ts';
import { connect } from '../api/api.ts';
import { requireBack } from '../desk/begin/require-back.ts';
import { alertFields } from '../say/alert.ts';
import { answerSentText, askedNotDone, askedTitle } from '../say/asked.ts';
import { exactText, termsLines } from '../say/consent.ts';
import { Answers, ExactText } from './desk/care/consent-parts.tsx';
import { Press, Screen, Wrong } from './desk/parts.tsx';
import { TwelveWords } from './desk/twelve-words.tsx';
import { TypeBack } from './desk/type-back.tsx';
import { i18n, learnWords, Told, whyText } from './desk/words.ts';
import { useWorking, type Working } from './desk/working.ts';
import { Note } from './parts/notes.tsx';
import { WordList } from './parts/word-list.tsx';

/*
 * What the person affected is asked on her own phone: the same text and terms as at the desk beside her, her words, and
 * her answer. The secret of the link leaves the address at once; the answer leaves this page sealed, her words never.
 */

const api = connect(window.location.origin);

async function begin(place: HTMLElement): Promise<void> {
  const { pathname, search, hash } = window.location;
  window.history.replaceState(null, '', pathname + search);
  learnWords(wordLists);
  // Another link, opened in the same tab.
  window.addEventListener('hashchange', () => window.location.reload());
  // What a browser keeps of a page to come back to holds no words, and nothing that was asked.
  for (const [on, leaving] of [[window, 'pagehide'] as const, [document, 'leave'] as const])
    on.addEventListener(leaving, () => draw(place, <Over text={askedNotDone(i18n, 'nothing-here')} />));
  try {
    const asked = await said(readQuestion(api, hash.slice(1)));
    draw(place, <Question asked={asked} answer={answering(api, asked)} />);
  } catch (error) {
    draw(place, <Over text={whyText(error)} />);
  }
}

const draw = (place: HTMLElement, what: ReturnType<typeof Over>) => {
  place.replaceChildren();
  render(what, place);
};

/** Gives a refusal the sentence of this page. */
const said = <T,>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    throw error instanceof Refusal ? new Told(error.code, error.where, askedNotDone(i18n, error.code)) : error;
  });

function Over({ text }: { text: string }) {
  return (
    <Screen title={askedTitle(i18n)}>
      <Note>{text}</Note>
    </Screen>
  );
}

type At = 'reading' | 'own-words' | 'back' | { words: string } | { sent: 'yes' | 'no' };
type Props = { asked: Asked; answer: ReturnType<typeof answering> };

function Question({ asked, answer }: Props) {
  const [at, setAt] = useState<At>('reading');
  const [words, setWords] = useState('');
  const work = useWorking();
  const give = (how: Promise<void>, sent: 'yes' | 'no') =>
    work.doing(async () => {
      await said(how);
      setWords('');
      setAt({ sent });
    });
  const yes = () => {
    if (asked.under !== null) return setAt('own-words');
    const made = words || wordsOf(newSecret(), i18n.locale === 'es' ? 'es' : 'en');
    setWords(made);
    setAt({ words: made });
  };
  const back = (typed: string[]) =>
    void give(
      (async () => {
        requireBack(words.split(' '), typed);
        await answer.yes(words);
      })(),
      'yes',
    );
  if (at === 'reading') return <Reading asked={asked} work={work} yes={yes} no={() => void give(answer.no(), 'no')} />;
  if (at === 'own-words')
    return (
      <Screen title={i18n._('my-code.title', {}, { message: 'Your twelve words' })}>
        <TwelveWords
          work={work}
          typed={(typed) => void give(answer.yes(typed), 'yes')}
          press={i18n._('care.yes', {}, { message: 'Yes, on these terms' })}
          back={() => setAt('reading')}
        />
      </Screen>
    );
  if (at === 'back')
    return (
      <TypeBack
        work={work}
        typed={back}
        press={i18n._('care.keep-yes', {}, { message: 'Keep the yes' })}
        again={() => setAt({ words })}
      />
    );
  if ('sent' in at) return <Over text={answerSentText(i18n, at.sent === 'yes')} />;
  return <NewWords words={at.words.split(' ')} written={() => setAt('back')} back={() => setAt('reading')} />;
}

type ReadingProps = { asked: Asked; work: Working; yes: () => void; no: () => void };

/** Text and terms as at the desk, from what her consent will name. */
function Reading({ asked: { shown, clauses, to, terms }, work, yes, no }: ReadingProps) {
  const delegate = terms.grantedBy === 'person' ? null : (terms.delegate ?? 'outside');
  const aloud = {
    exact: exactText(i18n),
    fields: alertFields(i18n, shown, clauses),
    terms: termsLines(i18n, { to, until: terms.notAfter }, { ...terms, delegate }),
  };
  return (
    <Screen title={askedTitle(i18n)}>
      <p class="lead">
        {i18n._(
          'asked.lead',
          {},
          { message: 'The same as at the desk beside you. Your words and your answer stay yours.' },
        )}
      </p>
      <ExactText aloud={aloud} />
      <section aria-labelledby="answer">
        <h2 id="answer">{i18n._('asked.answer', {}, { message: 'Your answer' })}</h2>
        <Wrong text={work.wrong} />
        <Answers busy={work.busy} yes={yes} no={no} />
      </section>
    </Screen>
  );
}

/** Her new words, to be written down; nothing is answered yet. */
function NewWords({ words, written, back }: { words: string[]; written: () => void; back: () => void }) {
  return (
    <Screen title={i18n._('my-code.title', {}, { message: 'Your twelve words' })}>
      <p>
        {i18n._(
          'asked.words-about',
          { page: `${window.location.origin}/my-code` },
          {
            message:
              'These twelve words are yours. Write them on paper, in this order. With them you see where the alert ' +
              'is, and take it back, at {page}. They are shown this once; nobody can find them again.',
          },
        )}
      </p>
      <WordList words={words} />
      <p>{i18n._('asked.new-next', {}, { message: 'Your yes counts once you typed three of them from the paper.' })}</p>
      <div class="press">
        <Press
          text={i18n._('care.on-paper', {}, { message: 'They are on paper: hide them' })}
          main
          busy={false}
          press={written}
        />
        <Press text={i18n._('begin.back', {}, { message: 'Back' })} busy={false} press={back} />
      </div>
    </Screen>
  );
}

const main = document.querySelector<HTMLElement>('main');
if (main?.querySelector('[data-asked]')) void begin(main);
