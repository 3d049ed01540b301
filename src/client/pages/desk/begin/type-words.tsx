/** @jsxImportSource hono/jsx/dom */
import { Screen } from '../parts.tsx';
import { TwelveWords } from '../twelve-words.tsx';
import { i18n } from '../words.ts';
import { useWorking } from '../working.ts';

/** Somebody who stopped goes on with the words of the keyring that they made. */
export function TypeWords({ resume, back }: { resume: (words: string) => Promise<void>; back: () => void }) {
  const work = useWorking();
  return (
    <Screen title={i18n._('begin.resume-title', {}, { message: 'Open the keyring that you made' })}>
      <TwelveWords work={work} back={back} typed={(words) => void work.doing(() => resume(words))} />
    </Screen>
  );
}
