import '../jitless.ts';
import type { Child } from 'hono/jsx';
import { render } from 'hono/jsx/dom';
import { Refusal } from '../../../schemas/codes.ts';
import { i18nFrom } from '../../platform/i18n.ts';
import { askNothingMore, lookAgain, lookUp, type MyCode, withdrawAll } from '../alerts/withdraw.ts';
import { connect } from '../api/api.ts';
import { language, messages } from '../catalogue.ts';
import { myCodeTitles, notDoneText, wordsStayText } from '../say/my-code.ts';
import { allWords } from './parts/all-words.ts';
import { bringAnswersIntoView } from './parts/in-view.ts';
import { letterKeys, type Typing } from './parts/letter-keys.ts';
import { AskWords } from './person/ask.tsx';
import type { Sight } from './person/sight.ts';
import { TakenBackNow, Where } from './person/where.tsx';

/*
 * "My code" where a browser runs scripts: the same pages, and the words stay in the page. It takes over what the forms
 * would send; where it does not load, they send it.
 */

const longestMs = 15 * 60_000;
const api = connect(window.location.origin);

let main: HTMLElement;
let sight: Sight;
let typing: Typing;
/** What the words reach, while their pages are shown. */
let code: MyCode | null = null;
let busy = false;
let over: ReturnType<typeof setTimeout> | undefined;

const found = document.querySelector<HTMLElement>('main');
if (found?.querySelector('[data-ask-words]')) {
  main = found;
  const lang = new URLSearchParams(window.location.search).get('lang');
  const link = (path: string) => (lang === null ? path : `${path}?${new URLSearchParams({ lang })}`);
  sight = { i18n: i18nFrom(language, messages), link };
  takeOver();
  bringAnswersIntoView();
  document.addEventListener('submit', (event) => {
    if (!(event.target instanceof HTMLFormElement) || !main.contains(event.target)) return;
    event.preventDefault();
    void press(event.target, event.submitter);
  });
  // What a browser keeps of a page to come back to holds no words and nothing that they showed.
  for (const [on, leaving] of [[window, 'pagehide'] as const, [document, 'leave'] as const])
    on.addEventListener(leaving, () => askAgain(null));
}

/** The fields in the page are ours from here on: without names, nothing of them can be sent by a form. */
function takeOver(): void {
  const entry = main.querySelector<HTMLElement>('[data-words]');
  if (!entry) throw new Error('a page without fields');
  for (const field of entry.querySelectorAll('[data-word]')) field.removeAttribute('name');
  typing = letterKeys(entry, sight.i18n, allWords);
  const reach = main.querySelector('[data-reach]');
  if (reach) reach.textContent = wordsStayText(sight.i18n);
}

async function press(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  if (busy) return;
  busy = true;
  say(null);
  try {
    const what = submitter?.getAttribute('value');
    const peer = form.querySelector<HTMLInputElement>('[name="peer"]')?.value;
    if (code === null) await look();
    else if (what === 'take-back') await takeBack(code, peer);
    else await quiet(code);
  } catch (error) {
    say(notDoneText(sight.i18n, error instanceof Refusal ? error.code : 'failed'));
  } finally {
    busy = false;
  }
}

async function look(): Promise<void> {
  const words = typing.whole();
  if (words === null) return;
  const found = await lookUp(api, words, new Date());
  typing.wipe();
  over = setTimeout(() => askAgain(notDoneText(sight.i18n, 'lapsed')), longestMs);
  showWhere(found);
}

async function takeBack(from: MyCode, peer: string | undefined): Promise<void> {
  const taken = await withdrawAll(api, from, new Date(), peer);
  // What was done is said, also when nothing more can be asked.
  const after = await lookAgain(api, from, new Date()).catch(() => ({ ...from, deliveries: [] }));
  code = after;
  const seen = { own: from.own.collective, deliveries: after.deliveries, held: null };
  draw(myCodeTitles.taken(sight.i18n), <TakenBackNow sight={sight} taken={taken} seen={seen} />);
}

async function quiet(from: MyCode): Promise<void> {
  await askNothingMore(api, from);
  showWhere(await lookAgain(api, from, new Date()));
}

function showWhere(now: MyCode): void {
  code = now;
  const seen = { own: now.own.collective, deliveries: now.deliveries, held: null };
  draw(myCodeTitles.where(sight.i18n), <Where sight={sight} seen={seen} />);
}

/** Forgets all, and shows the empty fields again where something else was shown. */
function askAgain(notDone: string | null): void {
  clearTimeout(over);
  typing.wipe();
  if (code === null) return;
  code.secret.fill(0);
  code = null;
  const reach = <p>{wordsStayText(sight.i18n)}</p>;
  draw(myCodeTitles.ask(sight.i18n), <AskWords sight={sight} notDone={notDone} reach={reach} />);
  takeOver();
}

function draw(title: string, body: Child): void {
  render(
    <>
      <header>
        <h1 tabindex={-1}>{title}</h1>
      </header>
      {body}
    </>,
    main,
  );
  main.querySelector('h1')?.focus();
  window.scrollTo(0, 0);
}

function say(text: string | null): void {
  const place = main.querySelector('[data-not-done]');
  if (place) place.textContent = text ?? '';
}
