/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import type { Aloud, Granted } from '../../../desk/care/consenting.ts';
import type { Opening } from '../../../desk/showing.ts';
import { WordList } from '../../parts/word-list.tsx';
import type { Area } from '../area.ts';
import { Press, Screen, Wrong } from '../parts.tsx';
import { TwelveWords } from '../twelve-words.tsx';
import { TypeBack } from '../type-back.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking, type Working } from '../working.ts';
import { Answers, ExactText } from './consent-parts.tsx';
import { ThroughWhom } from './delegate.tsx';
import { OnPhone } from './on-phone.tsx';

type Props = Pick<Area, 'ask'> & {
  draft: string;
  peer: string;
  back: (said?: string) => void;
  /** After a no: nothing is left to go back to. */
  gone: (said: string) => void;
};

/** Read together with the person affected, aloud; then one of three answers that weigh the same. */
export function ConsentScreen({ ask: asked, draft, peer, back, gone }: Props) {
  const ask = useAsk(asked);
  const [aloud, setAloud] = useState<(Aloud & Opening) | null>(null);
  const [granted, setGranted] = useState<(Granted & Opening) | null>(null);
  const [at, setAt] = useState<'text' | 'words' | 'phone' | 'delegate'>('text');
  const [delegate, setDelegate] = useState<string | null>(null);
  const toText = () => setAt('text');
  const work = useWorking();
  useEffect(() => {
    setAloud(null);
    void work.doing(async () => setAloud(await ask('readAloud', { draft, peer, delegate })));
  }, [delegate]);
  const keep = async ({ opening }: Opening, typed: string[]) => {
    await ask('keepYes', { opening, back: typed });
    back();
  };
  const opening = aloud?.opening ?? 0;
  const yes = () => void work.doing(async () => setGranted(await ask('sayYes', { opening, words: null })));
  const yesWith = (words: string) => void work.doing(async () => keep(await ask('sayYes', { opening, words }), []));
  const no = () => void work.doing(async () => gone(await ask('sayNo', opening)));
  if (granted)
    return (
      <Given
        granted={granted}
        delegated={delegate !== null}
        work={work}
        keep={(typed) => void work.doing(() => keep(granted, typed))}
        back={() => setGranted(null)}
      />
    );
  if (at === 'words') return <KnownWords work={work} typed={yesWith} back={toText} />;
  if (at === 'phone') return <OnPhone ask={ask} opening={opening} back={back} gone={gone} here={toText} />;
  if (at === 'delegate' && aloud)
    return <ThroughWhom delegates={aloud.delegates} chosen={delegate} back={toText} choose={setDelegate} />;
  return (
    <Screen title={i18n._('care.consent', {}, { message: 'Read this together' })}>
      <p class="quiet">{i18n._('care.step-of', { number: 6 }, { message: 'Step {number} of 6' })}</p>
      {aloud === null ? (
        <Wrong text={work.wrong} />
      ) : (
        <ReadAloud
          aloud={aloud}
          work={work}
          yes={() => (aloud.wordsNeeded ? setAt('words') : yes())}
          no={no}
          phone={() => setAt('phone')}
          through={aloud.delegates.length > 0 ? () => setAt('delegate') : null}
        />
      )}
      <div class="press">
        <Press
          text={i18n._('care.not-read', {}, { message: 'Back: we have not read it' })}
          busy={work.busy}
          press={() => back()}
        />
      </div>
    </Screen>
  );
}

function ReadAloud({ aloud, ...answer }: AnswerProps & { aloud: Aloud }) {
  return (
    <>
      <p class="lead">
        {i18n._('care.aloud', {}, { message: 'Read it aloud, slowly, with the person affected beside you.' })}
      </p>
      <ExactText aloud={aloud} />
      <Aside />
      <Answer {...answer} />
    </>
  );
}

/** One question that is asked aloud, and whose answer goes nowhere. */
function Aside() {
  return (
    <section aria-labelledby="aside">
      <h2 id="aside">{i18n._('care.aside', {}, { message: 'Ask this aloud' })}</h2>
      <p class="asks">
        {i18n._('care.aside-ask', {}, { message: 'In your words: who will know, and how do you stop it?' })}
      </p>
      <p class="quiet">
        {i18n._(
          'care.aside-how',
          {},
          { message: 'It is no test. If something is unclear, read it again. The answer is written nowhere.' },
        )}
      </p>
    </section>
  );
}

type AnswerProps = { work: Working; through: (() => void) | null } & Record<'yes' | 'no' | 'phone', () => void>;

function Answer({ work, yes, no, phone, through }: AnswerProps) {
  return (
    <section aria-labelledby="answer">
      <h2 id="answer">{i18n._('care.answer', {}, { message: 'The answer of the person affected' })}</h2>
      <Wrong text={work.wrong} />
      <Answers busy={work.busy} yes={yes} no={no} />
      <div class="press">
        <Press
          text={i18n._('care.to-phone', {}, { message: 'Answer on their own phone' })}
          less
          busy={work.busy}
          press={phone}
        />
        {through === null ? null : (
          <Press
            text={i18n._('care.through', {}, { message: 'Somebody whom they chose says it for them' })}
            less
            busy={work.busy}
            press={through}
          />
        )}
      </div>
    </section>
  );
}

type KnownProps = { work: Working; typed: (words: string) => void; back: () => void };

/** After a yes to a second partner: the words that the person already has hold for this one too. */
function KnownWords({ work, typed, back }: KnownProps) {
  return (
    <Screen title={i18n._('care.own-words', {}, { message: 'The twelve words that the person already has' })}>
      <TwelveWords work={work} typed={typed} press={i18n._('care.go-on', {}, { message: 'Go on' })} back={back} />
    </Screen>
  );
}

type GivenProps = {
  granted: Granted;
  delegated: boolean;
  work: Working;
  keep: (typed: string[]) => void;
  back: () => void;
};

/** The person’s words, this once. The yes is kept once three of them were typed back from paper, and not before. */
function Given({ granted: { words, about }, delegated, work, keep, back }: GivenProps) {
  const [written, setWritten] = useState(false);
  if (written)
    return (
      <TypeBack
        work={work}
        typed={keep}
        press={i18n._('care.keep-yes', {}, { message: 'Keep the yes' })}
        again={() => setWritten(false)}
      />
    );
  return (
    <Screen title={i18n._('care.given', {}, { message: 'The person said yes' })}>
      <p>{about}</p>
      <WordList words={words} />
      <p>
        {i18n._(
          'care.given-next',
          {},
          {
            message:
              'The yes is kept once three of them were typed back from the paper. Then another accompanier signs as ' +
              'witness, at a device of their own, and it can be sent.',
          },
        )}
      </p>
      {delegated ? <p>{i18n._('care.given-two', {}, { message: 'One accompanier more signs too.' })}</p> : null}
      <div class="press">
        <Press
          text={i18n._('care.on-paper', {}, { message: 'They are on paper: hide them' })}
          main
          busy={work.busy}
          press={() => setWritten(true)}
        />
        <Press text={i18n._('desk.back', {}, { message: 'Back, without signing' })} busy={work.busy} press={back} />
      </div>
    </Screen>
  );
}
