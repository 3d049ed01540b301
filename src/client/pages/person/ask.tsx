import type { Child } from 'hono/jsx';
import { noticesContract } from '../../../../schemas/routes/notices.ts';
import { WhatHappensNext } from '../parts/next.tsx';
import type { Doubt } from '../parts/typed-words.ts';
import { WordEntry } from '../parts/word-entry.tsx';
import { NotDone } from './not-done.tsx';
import type { Sight } from './sight.ts';

type Asking = {
  sight: Sight;
  doubt?: Doubt | null;
  /** Why nothing was done before, in a sentence; null for nothing. */
  notDone?: string | null;
  /** Where the words go. */
  reach: Child;
};

/** Asks for twelve words, and says before the first field what becomes of them. */
export function AskWords({ sight, doubt = null, notDone = null, reach }: Asking) {
  const { i18n } = sight;
  return (
    <>
      <NotDone text={notDone} />
      <p class="lead">
        {i18n._('my-code.lead', {}, { message: 'See where it is, and take it back. No account, no reasons.' })}
      </p>
      {reach}
      <form method="post" action={sight.link(noticesContract.myCode.path)} autocomplete="off" data-ask-words>
        <WordEntry i18n={i18n} doubt={doubt} />
        <div class="press">
          <button class="main" type="submit" name="do" value="look">
            {i18n._('my-code.look', {}, { message: 'Show me where it is' })}
          </button>
        </div>
      </form>
      <Otherwise sight={sight} pressed={doubt !== null || notDone !== null} />
    </>
  );
}

function Otherwise({ sight, pressed }: { sight: Sight; pressed: boolean }) {
  const { i18n } = sight;
  const next = (
    <>
      <p>
        {i18n._(
          'my-code.next',
          {},
          { message: 'You will see who has it, and until when. Nothing is taken back before you press again.' },
        )}
      </p>
      <p>
        {i18n._(
          'my-code.other-ways',
          {},
          { message: 'You can also tell an accompanier. They can take it back with you, or for you.' },
        )}
      </p>
      <p>
        <a class="tap" href={sight.link(`${noticesContract.myCode.path}/card`)}>
          {i18n._('my-code.card-link', {}, { message: 'An empty card to print' })}
        </a>
      </p>
    </>
  );
  const stop = i18n._('my-code.stop', {}, { message: 'You can stop here. Looking takes nothing back.' });
  return (
    <WhatHappensNext view={sight} {...(pressed && { stop })}>
      {next}
    </WhatHappensNext>
  );
}
