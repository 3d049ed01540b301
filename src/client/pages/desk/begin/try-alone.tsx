/** @jsxImportSource hono/jsx/dom */
import type { MadeUp } from '../../../desk/begin/alone.ts';
import { WordList } from '../../parts/word-list.tsx';
import type { Area } from '../area.ts';
import { Press, Screen, Wrong } from '../parts.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';

type Props = Pick<Area, 'ask'> & { made: (people: MadeUp[]) => void };

/** For whoever only wants to look around: all first people made up, on this machine. */
export function TryAlone({ ask: asked, made }: Props) {
  const ask = useAsk(asked);
  const work = useWorking();
  return (
    <section aria-labelledby="alone">
      <h2 id="alone">{i18n._('alone.title', {}, { message: 'Only looking around?' })}</h2>
      <p>
        {i18n._(
          'alone.what',
          {},
          {
            message:
              'You can make up three people and hold all their keys yourself. Every page will say that nothing here ' +
              'is real, for good: to begin in earnest, start a node in another folder.',
          },
        )}
      </p>
      <Wrong text={work.wrong} />
      <div class="press">
        <Press
          text={i18n._('alone.press', {}, { message: 'Try it alone on this machine' })}
          busy={work.busy}
          press={() => void work.doing(async () => made(await ask('tryAlone')))}
        />
      </div>
    </section>
  );
}

/** Everybody who was made up, with the words that open their desk. */
export function MadeUpPeople({ people, open }: { people: MadeUp[]; open: () => Promise<void> }) {
  const work = useWorking();
  return (
    <Screen title={i18n._('alone.stands', {}, { message: 'It stands: you are three people now' })}>
      <p class="lead">
        {i18n._(
          'alone.words',
          {},
          { message: 'Each has twelve words. Write them down, or nobody opens these desks again.' },
        )}
      </p>
      {people.map(({ called, roles, words }) => (
        <section>
          <h2>{i18n._('alone.who', { called, roles }, { message: '{called}: {roles}' })}</h2>
          <WordList words={words} />
        </section>
      ))}
      <Wrong text={work.wrong} />
      <div class="press">
        <Press
          text={i18n._('alone.open', {}, { message: 'Open the desk of the first one' })}
          main
          busy={work.busy}
          press={() => void work.doing(open)}
        />
      </div>
    </Screen>
  );
}
