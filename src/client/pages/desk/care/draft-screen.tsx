/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import type { Waits } from '../../../alerts/where.ts';
import type { DraftView, ForPartner } from '../../../desk/care/preparing.ts';
import type { Opening } from '../../../desk/showing.ts';
import { Note } from '../../parts/notes.tsx';
import type { Area } from '../area.ts';
import { Done, Press, Screen, Wrong } from '../parts.tsx';
import { Fields } from '../sign/reading.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking, type Working } from '../working.ts';
import { ConsentScreen } from './consent-screen.tsx';
import { WitnessScreen } from './witness-screen.tsx';

type Props = Pick<Area, 'ask'> & { draft: string; back: (said?: string) => void };
type At = { in: 'draft' } | { in: 'consent' | 'witness'; peer: string };

/** One draft: its whole text, the second signature, and for each partner what comes next. */
export function DraftScreen({ ask: asked, draft, back }: Props) {
  const ask = useAsk(asked);
  const [view, setView] = useState<(DraftView & Opening) | null>(null);
  const [at, setAt] = useState<At>({ in: 'draft' });
  const work = useWorking();
  const look = async () => setView(await ask('draft', draft));
  useEffect(() => void work.doing(look), []);
  const again = (said?: string) => {
    setAt({ in: 'draft' });
    void work.doing(async () => {
      await look();
      return said;
    });
  };
  const doing = (task: () => Promise<string>) =>
    void work.doing(async () => {
      const said = await task();
      await look();
      return said;
    });
  if (at.in === 'consent') {
    return <ConsentScreen ask={ask} draft={draft} peer={at.peer} back={again} gone={back} />;
  }
  if (at.in === 'witness') return <WitnessScreen ask={ask} draft={draft} peer={at.peer} back={again} />;
  return (
    <Screen title={view?.title ?? i18n._('care.a-draft', {}, { message: 'A draft' })}>
      <Done text={work.done} />
      <Wrong text={work.wrong} />
      {view === null ? null : (
        <>
          <Text view={view} attest={() => doing(() => ask('attest', view.opening))} busy={work.busy} />
          {view.stage === 'consent' ? (
            <Partners
              view={view}
              work={work}
              consent={(peer) => setAt({ in: 'consent', peer })}
              witness={(peer) => setAt({ in: 'witness', peer })}
              send={(peer) => doing(() => ask('sealAndSend', { opening: view.opening, peer }))}
              hurry={(peer, waits) => doing(() => ask('hurry', { opening: view.opening, peer, waits }))}
              stop={(delivery) => void work.doing(async () => back(await ask('stop', { draft, delivery })))}
            />
          ) : null}
        </>
      )}
      <div class="press">
        <Press text={i18n._('care.to-list', {}, { message: 'Back to the list' })} busy={false} press={() => back()} />
      </div>
    </Screen>
  );
}

function Text({ view, attest, busy }: { view: DraftView; attest: () => void; busy: boolean }) {
  return (
    <section aria-labelledby="text">
      <h2 id="text">{i18n._('care.text', {}, { message: 'The whole text' })}</h2>
      <Fields fields={view.fields} />
      <p>{view.signed}</p>
      {view.stage === 'attest' ? (
        <>
          <p>
            {i18n._(
              'care.attest-how',
              {},
              {
                message:
                  'Read it as somebody who was not there. Acts, not labels? Nobody to be recognised who should not ' +
                  'be? Signing says that you have no conflict of interest.',
              },
            )}
          </p>
          <div class="press">
            <Press text={i18n._('desk.sign', {}, { message: 'Sign exactly this' })} main busy={busy} press={attest} />
          </div>
        </>
      ) : null}
      {view.stage === 'colleague' ? (
        <Note>
          {i18n._(
            'care.colleague-how',
            {},
            { message: 'Another accompanier opens it at a device of their own: “Alerts that you prepare”.' },
          )}
        </Note>
      ) : null}
    </section>
  );
}

type PartnersProps = {
  view: DraftView;
  work: Working;
  consent: (peer: string) => void;
  witness: (peer: string) => void;
  send: (peer: string) => void;
  hurry: (peer: string, waits: Waits) => void;
  stop: (delivery: string) => void;
};

function Partners({ view, work, ...act }: PartnersProps) {
  return (
    <section aria-labelledby="for">
      <h2 id="for">{i18n._('care.for-whom', {}, { message: 'For whom, and how far it is' })}</h2>
      <ul class="cards">
        {view.partners.map((one) => (
          <li key={one.peer}>
            <p class="title">{one.name}</p>
            <p>{one.says}</p>
            {one.terms.map((term) => (
              <p>{term}</p>
            ))}
            <NextStep one={one} cannotWait={view.cannotWait} busy={work.busy} {...act} />
          </li>
        ))}
      </ul>
    </section>
  );
}

type NextProps = Omit<PartnersProps, 'view' | 'work'> &
  Pick<DraftView, 'cannotWait'> & { one: ForPartner; busy: boolean };

function NextStep({ one: { peer, step, waits }, cannotWait, busy, ...act }: NextProps) {
  const { consent, witness, send, hurry, stop } = act;
  const steps = {
    ask: [i18n._('care.do-consent', {}, { message: 'Read it together with the person' }), consent],
    witness: [i18n._('care.do-witness', {}, { message: 'Read it as witness' }), witness],
    send: [i18n._('care.do-send', {}, { message: 'Seal it, and send' }), send],
  } as const;
  if (waits)
    return (
      <div class="press">
        <Press
          text={i18n._('care.do-stop', {}, { message: 'Take it back' })}
          main
          busy={busy}
          press={() => stop(waits.delivery)}
        />
        {cannotWait ? (
          <Press
            text={i18n._('care.do-hurry', {}, { message: 'Sign that it cannot wait' })}
            busy={busy}
            press={() => hurry(peer, waits)}
          />
        ) : null}
      </div>
    );
  if (step === 'other-witness' || step === 'sent' || step === 'lacks' || step === 'waits') return null;
  const [text, press] = steps[step];
  return (
    <div class="press">
      <Press text={text} main busy={busy} press={() => press(peer)} />
    </div>
  );
}
