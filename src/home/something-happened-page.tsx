import type { Child } from 'hono/jsx';
import { PartSection } from '../agreements/sheet/part-section.tsx';
import { aboutExitPath } from '../web/addresses.ts';
import { WhatHappensNext } from '../web/parts.tsx';
import type { View } from '../web/view.ts';
import { happenedStyle } from './assets.ts';
import type { TurnTo } from './support.ts';

/** What the page is told: who speaks, and whom they named to turn to. */
type Support = {
  name: string;
  /** Whom they named; null where nobody is. */
  turnTo: TurnTo | null;
  /** The agreement that promises support; null where none does. */
  promise: string | null;
  agreements: string;
  myCode: string;
};

/** What `page()` puts above {@link SomethingHappenedBody}. */
export function somethingHappenedHead({ i18n }: View) {
  const title = i18n._('home.support', {}, { message: 'If something happened to you' });
  return { title, sensitive: true, style: happenedStyle };
}

/**
 * Screen 10. What comes is said before it comes; then whom to turn to, before anything else. Steps open in the page: no
 * address and no request tells them apart, and there is no field to tell anything in.
 */
export function SomethingHappenedBody({ view, support }: { view: View; support: Support }) {
  const { i18n } = view;
  return (
    <>
      <p class="lead">
        {i18n._(
          'happened.first',
          {},
          { message: 'What comes next is about help after violence. You do not have to tell anything here.' },
        )}
      </p>
      <p>
        {i18n._(
          'happened.watched',
          {},
          { message: 'If somebody may see this screen: quick exit is at the top. It cannot erase the history.' },
        )}
      </p>
      <Step title={i18n._('happened.go-on', {}, { message: 'Go on' })} main>
        <WhomToTurnTo view={view} support={support} />
        <Step title={i18n._('happened.options', {}, { message: 'What I can do' })} among>
          <Options view={view} support={support} />
        </Step>
        <Step title={i18n._('happened.words', {}, { message: 'I have twelve words' })} among>
          <TwelveWords view={view} support={support} />
        </Step>
      </Step>
      <WhatHappensNext view={view}>
        <p>
          {i18n._('happened.next', {}, { message: 'Nothing, unless you call or write. You can come back any day.' })}
        </p>
        <p>
          <a class="tap" href={view.link(aboutExitPath)}>
            {i18n._('exit.about-link', {}, { message: 'What quick exit does' })}
          </a>
        </p>
      </WhatHappensNext>
    </>
  );
}

/** Of those among each other, one is open at a time. */
function Step({ title, main, among, children }: { title: string; main?: true; among?: true; children: Child }) {
  return (
    <details class={main ? 'step main' : 'step'} {...(among && { name: 'step' })}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}

function WhomToTurnTo({ view, support: { name, turnTo } }: { view: View; support: Support }) {
  const { i18n } = view;
  return (
    <>
      {turnTo === null ? (
        <p>
          {i18n._(
            'happened.nobody-named',
            { name },
            { message: '{name} has not written here whom to call. You can talk to anybody there whom you trust.' },
          )}
        </p>
      ) : (
        <PartSection view={view} agreement={turnTo} kind="contact" />
      )}
      <p>
        {i18n._('happened.your-pace', {}, { message: 'You say as much as you want, and you can stop at any time.' })}
      </p>
    </>
  );
}

function Options({ view, support }: { view: View; support: Support }) {
  const { i18n } = view;
  const options = [
    i18n._('happened.only-talk', {}, { message: 'You can talk, and leave it at that.' }),
    i18n._(
      'happened.with-yes',
      {},
      { message: 'The care team can warn collectives that it trusts. It needs your yes to each word first.' },
    ),
    i18n._('happened.say-no', {}, { message: 'You can say no, or later. Nobody asks you why.' }),
    i18n._(
      'happened.words-told',
      {},
      { message: 'What people tell each other, nobody can hold back. Choose whom you tell.' },
    ),
  ];
  const read =
    support.promise === null
      ? i18n._('happened.agreements', { name: support.name }, { message: 'Read what {name} lives by' })
      : i18n._('home.support-promise', { name: support.name }, { message: 'Read what support {name} promises' });
  return (
    <>
      <ul>
        {options.map((option) => (
          <li>{option}</li>
        ))}
      </ul>
      <p>
        <a class="tap" href={view.link(support.promise ?? support.agreements)}>
          {read}
        </a>
      </p>
    </>
  );
}

function TwelveWords({ view, support }: { view: View; support: Support }) {
  const { i18n } = view;
  return (
    <>
      <p>
        {i18n._(
          'happened.words-what',
          {},
          { message: 'With them you see where your alert is, and take it back. No account, no reasons.' },
        )}
      </p>
      <p>
        <a class="tap" href={view.link(support.myCode)}>
          {i18n._('happened.words-go', {}, { message: 'Use my twelve words' })}
        </a>
      </p>
    </>
  );
}
