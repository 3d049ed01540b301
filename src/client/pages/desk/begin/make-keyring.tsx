/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import type { Role } from '../../../../../schemas/manifest.ts';
import { WordList } from '../../parts/word-list.tsx';
import { Press, Screen } from '../parts.tsx';
import { TypeBack } from '../type-back.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';
import { ChooseRoles } from './choose-roles.tsx';
import type { Step } from './step.ts';

/** What this founder will do, twelve words on paper, and three of them typed back: only then there is a keyring. */
export function MakeKeyring({ ask, take, back }: Step) {
  const asked = useAsk(ask);
  const [roles, setRoles] = useState<Role[] | null>(null);
  if (roles === null)
    return (
      <ChooseRoles
        title={i18n._('begin.roles', {}, { message: 'What you will do' })}
        choose={setRoles}
        wrong={null}
        back={back}
      />
    );
  const make = async (back: string[]) => take(await asked('makeKeyring', { roles, back }));
  return <WordsOnPaper ask={ask} make={make} back={back} />;
}

type PaperProps = Pick<Step, 'ask' | 'back'> & { make: (back: string[]) => Promise<void> };

/** Twelve new words on paper, and three of them typed back. */
export function WordsOnPaper({ ask, make, back }: PaperProps) {
  const asked = useAsk(ask);
  const [words, setWords] = useState<string[]>([]);
  const [written, setWritten] = useState(false);
  const work = useWorking();
  useEffect(() => void asked('newWords').then(setWords), []);
  if (!written) return <ShowWords words={words} done={() => setWritten(true)} back={back} />;
  const typed = (back: string[]) => void work.doing(() => make(back));
  return (
    <TypeBack
      work={work}
      typed={typed}
      press={i18n._('begin.make', {}, { message: 'Make my keyring' })}
      again={() => setWritten(false)}
    />
  );
}

function ShowWords({ words, done, back }: { words: string[]; done: () => void; back: () => void }) {
  return (
    <Screen title={i18n._('begin.words', {}, { message: 'Your twelve words' })}>
      <p class="lead">
        {i18n._(
          'begin.words-paper',
          {},
          {
            message:
              'Write them on paper, in this order, and keep it where only you find it. With them anybody is you.',
          },
        )}
      </p>
      <WordList words={words} />
      <p>
        {i18n._('begin.words-once', {}, { message: 'They are shown only now. Nobody can find them again for you.' })}
      </p>
      <div class="press">
        <Press text={i18n._('begin.written', {}, { message: 'They are on paper' })} main busy={false} press={done} />
        <Press text={i18n._('begin.not-now', {}, { message: 'Not now' })} busy={false} press={back} />
      </div>
    </Screen>
  );
}
