import type { Child } from 'hono/jsx';
import { Done, Facts, Note, Wrong } from '../../src/client/pages/parts/notes.tsx';
import { Press, Send } from '../../src/client/pages/parts/presses.tsx';
import { WherePicture } from '../../src/client/pages/parts/where-picture.tsx';
import { WordEntry } from '../../src/client/pages/parts/word-entry.tsx';
import { WordList } from '../../src/client/pages/parts/word-list.tsx';
import { deskStyles } from '../../src/desk/files.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import type { StageShown } from '../../src/platform/terms.ts';
import { AreaField, Choices, Problems, SelectField, TextField } from '../../src/web/fields.tsx';
import { Columns, Legend, Prose, Row, Stages, Tag, WhatHappensNext, YouCanStopHere } from '../../src/web/parts.tsx';
import { memberStyle } from '../../src/web/static.ts';
import { viewIn } from '../../src/web/view.ts';

/*
 * The kit: every part of pages and desk in every state that it has, on one page. It is made here and by no node, since
 * nobody who uses one needs it.
 */

const stances = ['not_tolerated', 'worked_on_together', 'wished_for', 'not_violence', 'not_decided_yet'];
const ways = ['same', 'worded', 'differ'];
const twelve = 'ética exacto grosor mapa rígido filial timo puño raíz sala queso trébol'.split(' ');
const said = { label: 'Name of the collective', hint: 'Everybody can read it.' };
const some = [
  { value: 'a', text: 'Steward', more: 'Signs agreements, always together with another one.' },
  { value: 'b', text: 'Accompanier', more: 'Stands by people who were harmed.' },
  { value: 'c', text: 'Oneself: it stays', fixed: true },
];
const nothing = () => {};
const ids = Array.from({ length: 8 }, (_, at) => Buffer.alloc(32, 37 * at + 5).toString('base64url'));
const holderWays = ['there', 'to-go', 'ending', 'gone'] as const;
const stagesOf = (...names: string[]): StageShown[] =>
  names.map((name, at) => ({ name, ...(states[at] ?? { state: 'later', says: 'later' }) }));
const states: Pick<StageShown, 'state' | 'says'>[] = [
  { state: 'over', says: 'done' },
  { state: 'passed', says: 'not held' },
  { state: 'now', says: 'now' },
];

/** The whole page, as a browser is given it; `language` is that of the sentences which parts bring along. */
export function kitPage(language: string): string {
  const view = viewIn(language);
  const i18n = i18nFor(language);
  const styles = [...deskStyles, memberStyle].map(({ text }) => text).join('');
  const page = (
    <html lang={language}>
      <head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Kit</title>
        <style dangerouslySetInnerHTML={{ __html: styles }} />
      </head>
      <body>
        <main class="sheet">
          <h1>Every part, in every state</h1>
          <Part name="Fields">
            <form>
              <Problems view={view} problems={[{ name: 'wrong', sentence: 'A name is missing.' }]} />
              <TextField {...said} name="empty" />
              <TextField {...said} name="full" value="Ceiba" required plain />
              <TextField {...said} name="wrong" error="A name is missing." asks="What do others call you?" />
              <TextField name="day" label="On which day" type="date" value="2026-05-12" />
              <AreaField name="text" label="What was done" value={'Two lines,\nas typed.'} most={500} />
              <AreaField name="text-wrong" label="What was done" value="" error="Nothing stands here yet." />
              <SelectField name="one" label="One of a list" value="b" options={some} />
              <SelectField
                name="hidden"
                label="One of a list, named for who hears it"
                unseen
                value="a"
                options={some}
              />
              <Choices
                type="radio"
                name="radio"
                label="One of a few"
                hint="All are seen."
                chosen={['a']}
                options={some}
              />
              <Choices type="checkbox" name="some" label="Any of them" chosen={['b', 'c']} options={some} />
              <Choices
                type="radio"
                name="bad"
                label="One, and none is chosen"
                error="Choose one."
                chosen={[]}
                options={some}
              />
            </form>
          </Part>
          <Part name="Buttons">
            <div class="press">
              <Send text="Sends the form" />
              <Send text="Under way" busy />
              <Press text="The main one" main busy={false} press={nothing} />
              <Press text="Another" busy={false} press={nothing} />
              <Press text="Under way" busy press={nothing} />
              <Press text="Weighs less" less busy={false} press={nothing} />
              <button type="button" class="small">
                ✕
              </button>
            </div>
            <div class="answers">
              <Press text="Yes, on these terms" busy={false} press={nothing} />
              <Press text="Not now" busy={false} press={nothing} />
              <Press text="I don’t want it shared" busy={false} press={nothing} />
            </div>
            <ul class="doors">
              <li>
                <a href="#fields">A door that leads on</a>
              </li>
              <li>
                <Press text="A door of the desk" busy={false} press={nothing} />
              </li>
            </ul>
          </Part>
          <Part name="Notices">
            <Note>Something to know before going on.</Note>
            <Done text="It was handed in." />
            <Wrong text="That did not work. Try it again." />
            <Wrong text={null} />
            <p class="asks">Is this a date?</p>
            <p class="quiet">Quiet words. </p>
          </Part>
          <Part name="Lists">
            <ul class="cards">
              <li>
                <p class="title">Draft “peach cypress”</p>
                <p>It waits for you: read it, and sign.</p>
                <div class="press">
                  <Press text="Read it" busy={false} press={nothing} />
                  <Press text="Throw it away for good" less busy={false} press={nothing} />
                </div>
              </li>
              <li>
                <p class="title">Draft “laurel path”</p>
                <p class="quiet">Somebody is still writing it.</p>
              </li>
            </ul>
            <dl class="row">
              <Row name="What for">So that it does not happen elsewhere</Row>
              <Row name="What was done">Amenazó a una compañera.</Row>
            </dl>
          </Part>
          <Part name="Stages, and where something lies">
            <Stages stages={stagesOf('Questions', 'How we feel it', 'Changes', 'Consent', 'Outcome')} />
            <Stages slim stages={stagesOf('The yes', 'Sending', 'There', 'The end')} />
            <WherePicture own={ids[0]!} holders={[{ mark: ids[1]!, way: 'there' }]} />
            <WherePicture
              own={ids[0]!}
              holders={[...holderWays, ...holderWays].map((way, at) => ({ mark: ids[at]!, way }))}
            />
          </Part>
          <Part name="Facts">
            <Facts
              facts={['Signed', 'Consent', 'Care'].map((name) => ({
                name,
                says: 'In its own words, valid to 10 August.',
              }))}
            />
          </Part>
          <Part name="Words">
            <WordList words={twelve} />
            <WordEntry i18n={i18n} doubt={{ because: 'unknown', at: [2] }} />
          </Part>
          <Part name="Stances">
            <p>
              {[...stances, ...ways].map((shape) => (
                <>
                  <Tag shape={shape}>{shape.replaceAll('_', ' ')}</Tag>{' '}
                </>
              ))}
            </p>
            <Legend
              title="What the shapes mean"
              rows={[{ name: <Tag shape="same">same</Tag>, means: 'Word by word.' }]}
            />
          </Part>
          <Columns lead={<p class="lead">What leads into it.</p>} beside={<p>What belongs beside it.</p>}>
            <Prose text={'Text of an agreement, with *weight* and a\n\n- list'} language={language} />
          </Columns>
          <WhatHappensNext view={view}>
            <p>Somebody reads it, and answers.</p>
          </WhatHappensNext>
          <YouCanStopHere view={view} />
        </main>
      </body>
    </html>
  );
  return `<!doctype html>${page}`;
}

function Part({ name, children }: { name: string; children?: Child }) {
  const id = name.toLowerCase();
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{name}</h2>
      {children}
    </section>
  );
}
