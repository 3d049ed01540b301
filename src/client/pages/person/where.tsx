import type { Child } from 'hono/jsx';
import { noticesContract } from '../../../../schemas/routes/notices.ts';
import type { Shared, TakenBack } from '../../alerts/withdraw.ts';
import { calledOrSomebody } from '../../say/called.ts';
import { heldBy, lifeOf, whereLines } from '../../say/where.ts';
import { withdrawnLines } from '../../say/withdraw.ts';
import { Mark } from '../parts/mark.tsx';
import { WhatHappensNext } from '../parts/next.tsx';
import { Note } from '../parts/notes.tsx';
import { Stages } from '../parts/stages.tsx';
import { WherePicture } from '../parts/where-picture.tsx';
import { NotDone } from './not-done.tsx';
import type { Sight } from './sight.ts';

/**
 * What is shared under somebody's words, by the collective `own`. `held` is what a browser without script brings back
 * to take it back; with script the words themselves are still in the page, and it is null.
 */
type Seen = { own: string; deliveries: readonly Shared[]; held: string | null };

/** Where each thing is, and the buttons that take it back. */
export function Where({ sight, seen }: { sight: Sight; seen: Seen }) {
  const { i18n } = sight;
  return (
    <>
      <Holders sight={sight} seen={seen} />
      <WhatHappensNext
        view={sight}
        stop={i18n._('my-code.stop', {}, { message: 'You can stop here. Looking takes nothing back.' })}
      >
        <p>
          {i18n._(
            'my-code.where-next',
            {},
            {
              message:
                'What you take back is erased here, and each collective is asked to. Nobody can make people forget.',
            },
          )}
        </p>
      </WhatHappensNext>
    </>
  );
}

/** What was taken back, and what is left. */
export function TakenBackNow({ sight, taken, seen }: { sight: Sight; taken: TakenBack; seen: Seen }) {
  const { i18n } = sight;
  return (
    <>
      {withdrawnLines(i18n, taken).map((line) => (
        <p>{line}</p>
      ))}
      <Holders sight={sight} seen={seen} />
      <WhatHappensNext
        view={sight}
        stop={i18n._('my-code.taken-stop', {}, { message: 'You can stop here. This stays done.' })}
      >
        <p>
          {i18n._(
            'my-code.taken-next',
            {},
            { message: 'Each collective answers when it has erased it. You can look again any day, with your words.' },
          )}
        </p>
      </WhatHappensNext>
    </>
  );
}

function Holders({ sight, seen: { own, deliveries, held } }: { sight: Sight; seen: Seen }) {
  const { i18n } = sight;
  const standing = deliveries.filter(({ state }) => state === 'granted');
  const quiet = standing.length > 0 && standing.every(({ asksNothingMore }) => asksNothingMore);
  return (
    <>
      <NotDone text={null} />
      <WherePicture own={own} holders={heldBy(deliveries)} />
      <ul class="holders">
        {deliveries.map((one) => (
          <li>
            {whereLines(i18n, { ...one, asksNothingMore: false }, one.called).map((line, at) => (
              <p dir="auto">
                {at === 0 ? <Mark of={one.peer || null} /> : null} {line.trim()}
              </p>
            ))}
            <Stages slim stages={lifeOf(i18n, one)} />
          </li>
        ))}
      </ul>
      {quiet ? (
        <Note>{i18n._('my-code.is-quiet', {}, { message: 'The care team reads here: ask nothing more.' })}</Note>
      ) : null}
      {standing.length === 0 ? null : <Presses sight={sight} standing={standing} held={held} quiet={quiet} />}
    </>
  );
}

type PressesProps = { sight: Sight; standing: readonly Shared[]; held: string | null; quiet: boolean };

function Presses({ sight, standing, held, quiet }: PressesProps) {
  const { i18n } = sight;
  const peers = new Map(standing.map(({ peer, called }) => [peer, calledOrSomebody(i18n, called)]));
  return (
    <div class="presses">
      <Press sight={sight} held={held} what="take-back" main>
        {i18n._('my-code.take-all', {}, { message: 'Take it back everywhere' })}
      </Press>
      {peers.size < 2
        ? null
        : [...peers].map(([peer, name]) => (
            <Press sight={sight} held={held} what="take-back" peer={peer}>
              {i18n._('my-code.take-one', { name }, { message: 'Take it back from {name} alone' })}
            </Press>
          ))}
      {quiet ? null : (
        <Press sight={sight} held={held} what="ask-nothing-more">
          {i18n._('my-code.quiet', {}, { message: 'Take nothing back, but ask me nothing more' })}
        </Press>
      )}
    </div>
  );
}

type PressProps = {
  sight: Sight;
  held: string | null;
  what: 'take-back' | 'ask-nothing-more';
  peer?: string;
  main?: boolean;
  children?: Child;
};

function Press({ sight, held, what, peer, main, children }: PressProps) {
  return (
    <form method="post" action={sight.link(noticesContract.myCode.path)} autocomplete="off">
      {held === null ? null : <input type="hidden" name="held" value={held} />}
      {peer === undefined ? null : <input type="hidden" name="peer" value={peer} />}
      <button class={main ? 'main' : undefined} type="submit" name="do" value={what}>
        {children}
      </button>
    </form>
  );
}
