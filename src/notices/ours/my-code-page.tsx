import { wordFields } from '../../client/pages/parts/typed-words.ts';
import { AskWords } from '../../client/pages/person/ask.tsx';
import { TakenBackNow, Where } from '../../client/pages/person/where.tsx';
import { myCodeTitles, notDoneText } from '../../client/say/my-code.ts';
import { WhatHappensNext } from '../../web/parts.tsx';
import { statusOf } from '../../web/refusals.ts';
import type { View } from '../../web/view.ts';
import { myCodeScripts, personStyle } from './assets.ts';
import type { Seen } from './my-words.ts';
import type { NotDone } from './not-done.ts';
import type { Withdrawn } from './withdraw.ts';

const shared = { sensitive: true, form: true, style: personStyle };

/** What `page()` puts above {@link AskWordsBody}. */
export function askWordsHead({ i18n, language }: View, notDone: NotDone | null) {
  const script = myCodeScripts.get(language);
  const status = notDone && (statusOf[notDone.code] as 400 | 404 | 409);
  return { ...shared, title: myCodeTitles.ask(i18n), ...(script && { script }), ...(status && { status }) };
}

/** The first page: twelve words, and what becomes of them. */
export function AskWordsBody({ view, notDone }: { view: View; notDone: NotDone | null }) {
  const { i18n } = view;
  const reach = i18n._(
    'my-code.reach',
    {},
    { message: 'The words reach this server once. It keeps none, and shares nothing new under them.' },
  );
  return (
    <AskWords
      sight={view}
      doubt={notDone?.doubt ?? null}
      notDone={notDone && notDoneText(i18n, notDone.code)}
      reach={<p data-reach>{reach}</p>}
    />
  );
}

/** What `page()` puts above {@link WhereBody}. */
export function whereHead({ i18n }: View) {
  return { ...shared, title: myCodeTitles.where(i18n) };
}

/** Where each thing is, and the buttons that take it back. */
export function WhereBody({ view, seen }: { view: View; seen: Seen }) {
  return <Where sight={view} seen={seen} />;
}

/** What `page()` puts above {@link TakenBackBody}. */
export function takenBackHead({ i18n }: View) {
  return { ...shared, title: myCodeTitles.taken(i18n) };
}

/** What was taken back, and what is left. */
export function TakenBackBody({ view, taken, seen }: { view: View; taken: Withdrawn; seen: Seen }) {
  return <TakenBackNow sight={view} taken={{ ...taken, left: [] }} seen={seen} />;
}

/** What `page()` puts above {@link CardBody}. */
export function cardHead({ i18n }: View) {
  return { ...shared, title: myCodeTitles.card(i18n) };
}

/** Twelve numbers with a line each: words are written on it by hand, and no printer keeps them. */
export function CardBody({ view }: { view: View }) {
  const { i18n } = view;
  return (
    <>
      <p class="lead">
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
