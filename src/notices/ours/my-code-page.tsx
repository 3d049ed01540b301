import type { Child } from 'hono/jsx';
import { calledOrSomebody } from '../../client/say/called.ts';
import { whereLines } from '../../client/say/where.ts';
import { withdrawnLines } from '../../client/say/withdraw.ts';
import { WhatHappensNext } from '../../web/parts.tsx';
import type { View } from '../../web/view.ts';
import { myCodePath } from '../addresses.ts';
import { personStyle } from './assets.ts';
import type { Seen } from './my-words.ts';
import { wordFields } from './typed-words.ts';
import type { Withdrawn } from './withdraw.ts';

const shared = { sensitive: true, form: true, style: personStyle };

/** What `page()` puts above {@link WhereBody}. */
export function whereHead({ i18n }: View) {
  return { ...shared, title: i18n._('my-code.where', {}, { message: 'Where it is' }) };
}

/** What `page()` puts above {@link TakenBackBody}. */
export function takenBackHead({ i18n }: View) {
  return { ...shared, title: i18n._('my-code.taken', {}, { message: 'It is taken back' }) };
}

/** What `page()` puts above {@link CardBody}. */
export function cardHead({ i18n }: View) {
  return { ...shared, title: i18n._('my-code.card', {}, { message: 'An empty card' }) };
}

/** Where each thing is, and the buttons that take it back. */
export function WhereBody({ view, seen }: { view: View; seen: Seen }) {
  const { i18n } = view;
  return (
    <>
      <Holders view={view} seen={seen} />
      <WhatHappensNext view={view}>
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
export function TakenBackBody({ view, taken, seen }: { view: View; taken: Withdrawn; seen: Seen }) {
  const { i18n } = view;
  return (
    <>
      {withdrawnLines(i18n, { ...taken, left: [] }).map((line) => (
        <p>{line}</p>
      ))}
      <Holders view={view} seen={seen} />
      <section aria-labelledby="next">
        <h2 id="next">{i18n._('web.next', {}, { message: 'What happens next' })}</h2>
        <p>
          {i18n._(
            'my-code.taken-next',
            {},
            { message: 'Each collective answers when it has erased it. You can look again any day, with your words.' },
          )}
        </p>
        <p class="quiet">{i18n._('my-code.taken-stop', {}, { message: 'You can stop here. This stays done.' })}</p>
      </section>
    </>
  );
}

function Holders({ view, seen: { deliveries, held } }: { view: View; seen: Seen }) {
  const { i18n } = view;
  const standing = deliveries.filter(({ state }) => state === 'granted');
  const peers = new Map(standing.map(({ peer, called }) => [peer, calledOrSomebody(i18n, called)]));
  return (
    <>
      <ul class="holders">
        {deliveries.map((one) => (
          <li>
            {whereLines(i18n, one, one.called).map((line) => (
              <p dir="auto">{line.trim()}</p>
            ))}
          </li>
        ))}
      </ul>
      {standing.length === 0 ? null : (
        <>
          <Press view={view} held={held} what="take-back" main>
            {i18n._('my-code.take-all', {}, { message: 'Take it back everywhere' })}
          </Press>
          {peers.size < 2
            ? null
            : [...peers].map(([peer, name]) => (
                <Press view={view} held={held} what="take-back" peer={peer}>
                  {i18n._('my-code.take-one', { name }, { message: 'Take it back from {name} alone' })}
                </Press>
              ))}
          {standing.every(({ asksNothingMore }) => asksNothingMore) ? null : (
            <Press view={view} held={held} what="ask-nothing-more">
              {i18n._('my-code.quiet', {}, { message: 'Take nothing back, but ask me nothing more' })}
            </Press>
          )}
        </>
      )}
    </>
  );
}

type PressProps = {
  view: View;
  held: string;
  what: 'take-back' | 'ask-nothing-more';
  peer?: string;
  main?: boolean;
  children?: Child;
};

function Press({ view, held, what, peer, main, children }: PressProps) {
  return (
    <form method="post" action={view.link(myCodePath)} autocomplete="off">
      <input type="hidden" name="held" value={held} />
      {peer === undefined ? null : <input type="hidden" name="peer" value={peer} />}
      <button class={main ? 'main' : undefined} type="submit" name="do" value={what}>
        {children}
      </button>
    </form>
  );
}

/** Twelve numbers with a line each: words are written on it by hand, and no printer keeps them. */
export function CardBody({ view }: { view: View }) {
  const { i18n } = view;
  return (
    <>
      <p class="lead no-print">
        {i18n._(
          'my-code.card-lead',
          {},
          { message: 'Print it empty. Write your words by hand: printers keep what they print.' },
        )}
      </p>
      <ol class="card" dir="ltr">
        {wordFields.map(() => (
          <li />
        ))}
      </ol>
      <WhatHappensNext view={view}>
        <p>
          {i18n._(
            'my-code.card-next',
            {},
            { message: 'Keep it where nobody looks. Whoever has the words can do what you can do with them.' },
          )}
        </p>
      </WhatHappensNext>
    </>
  );
}
