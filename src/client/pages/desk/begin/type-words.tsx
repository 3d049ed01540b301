/** @jsxImportSource hono/jsx/dom */
import { Screen } from '../parts.tsx';
import { TwelveWords } from '../twelve-words.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';
import type { Step } from './step.ts';

/** A founder who stopped goes on with the words of the keyring that they made. */
export function TypeWords({ ask, take, back }: Step) {
  const asked = useAsk(ask);
  const work = useWorking();
  return (
    <Screen title={i18n._('begin.resume-title', {}, { message: 'Open the keyring that you made' })}>
      <TwelveWords
        work={work}
        back={back}
        typed={(words) => void work.doing(async () => take(await asked('resume', words)))}
      />
    </Screen>
  );
}
