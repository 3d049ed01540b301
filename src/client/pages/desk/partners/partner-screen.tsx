/** @jsxImportSource hono/jsx/dom */
import { useState } from 'hono/jsx/dom';
import type { PartnerShown } from '../../../desk/partners/tasks.ts';
import type { Opening } from '../../../desk/showing.ts';
import { Note } from '../../parts/notes.tsx';
import { WordList } from '../../parts/word-list.tsx';
import type { Area } from '../area.ts';
import { Camera, cameraText } from '../camera.tsx';
import { Done, Press, Screen, Wrong } from '../parts.tsx';
import { QrPicture } from '../qr-picture.tsx';
import { TwelveWords } from '../twelve-words.tsx';
import { i18n } from '../words.ts';
import { useWorking, type Working } from '../working.ts';
import { Decide } from './decide.tsx';

type Props = Pick<Area, 'ask' | 'back'> & { partner: PartnerShown & Opening; again: () => Promise<void> };

/** One partner: the words of both, and, once two of us have compared them, what it may do with us. */
export function PartnerScreen({ ask, partner, again, back }: Props) {
  const [step, setStep] = useState<'shown' | 'camera' | 'compare' | 'decide'>('shown');
  const work = useWorking();
  const doing = (task: () => Promise<string>) =>
    void work.doing(async () => {
      const done = await task();
      await again();
      setStep('shown');
      return done;
    });
  const { opening } = partner;
  const common = { partner, work, back: () => setStep('shown') };
  const heard = (words: string) => doing(() => ask('compareWith', { opening, heard: words }));
  if (step === 'camera') return <ByCamera {...common} heard={heard} />;
  if (step === 'compare') return <Compare {...common} heard={heard} />;
  if (step === 'decide')
    return <Decide {...common} decide={(deciding) => doing(() => ask('decide', { opening, deciding }))} />;
  return (
    <Screen title={partner.title} mark={partner.id}>
      <Done text={work.done} />
      <Wrong text={work.wrong} />
      <p>{partner.state}</p>
      {partner.begun.map((line) => (
        <Note>{line}</Note>
      ))}
      <section aria-labelledby="words">
        <h2 id="words">{i18n._('partners.words', {}, { message: 'Are they who they say?' })}</h2>
        <p>{partner.how}</p>
        <QrPicture
          text={partner.words}
          label={i18n._('partners.qr', {}, { message: 'These words, for the camera of their desk' })}
        />
        <WordList words={partner.words.split(' ')} />
        <div class="press">
          <Press text={cameraText()} main={!partner.compared} busy={work.busy} press={() => setStep('camera')} />
          <Press
            text={i18n._('partners.heard', {}, { message: 'Type what they read to me' })}
            main={!partner.compared}
            busy={work.busy}
            press={() => setStep('compare')}
          />
        </div>
      </section>
      <p class="quiet">{partner.desk}</p>
      <Stands partner={partner} work={work} decide={() => setStep('decide')} />
      <div class="press">
        <Press text={i18n._('partners.all', {}, { message: 'All partners' })} busy={false} press={back} />
      </div>
    </Screen>
  );
}

function Stands({ partner, work, decide }: { partner: PartnerShown; work: Working; decide: () => void }) {
  return (
    <section aria-labelledby="stands">
      <h2 id="stands">{i18n._('partners.stands', {}, { message: 'What you decided together' })}</h2>
      {partner.stands.length === 0 ? (
        <p>
          {i18n._('partners.stands-none', {}, { message: 'Nothing yet: nothing is sent to them, and nothing taken.' })}
        </p>
      ) : (
        <ul>
          {partner.stands.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
      )}
      {partner.compared ? (
        <div class="press">
          <Press
            text={i18n._('partners.decide', {}, { message: 'Decide what they may do' })}
            main
            busy={work.busy}
            press={decide}
          />
        </div>
      ) : (
        <p class="hint">
          {i18n._('partners.first', {}, { message: 'First two of you compare the words, each at their own desk.' })}
        </p>
      )}
    </section>
  );
}

type CompareProps = { partner: PartnerShown; work: Working; back: () => void; heard: (words: string) => void };

/** Their words, as the camera reads them from their screen: shown, and signed by a press alone. */
function ByCamera({ partner, work, back, heard }: CompareProps) {
  const [words, setWords] = useState<string | null>(null);
  const goBack = <Press text={i18n._('begin.back', {}, { message: 'Back' })} busy={work.busy} press={back} />;
  if (words === null)
    return (
      <Screen title={i18n._('camera.title', {}, { message: 'Read their words with the camera' })}>
        <p class="lead">
          {i18n._(
            'camera.how',
            {},
            {
              message: 'In person: point it at the QR code on the screen of their desk. No picture leaves this page.',
            },
          )}
        </p>
        <Camera read={setWords} />
        <div class="press">{goBack}</div>
      </Screen>
    );
  return (
    <Screen title={i18n._('camera.read', {}, { message: 'The words on their screen' })}>
      <WordList words={words.split(' ')} />
      <CalledHere partner={partner} />
      <Wrong text={work.wrong} />
      <div class="press">
        <Press text={sameText()} main busy={work.busy} press={() => heard(words)} />
        <Press text={cameraText()} busy={work.busy} press={() => setWords(null)} />
        {goBack}
      </div>
    </Screen>
  );
}

/** The words of theirs that somebody heard, typed. */
function Compare({ partner, work, back, heard }: CompareProps) {
  return (
    <Screen title={i18n._('partners.compare', {}, { message: 'The words that they read to you' })}>
      <p class="lead">
        {i18n._(
          'partners.compare-how',
          {},
          {
            message:
              'In person, or on the phone with somebody whose voice you know: never by the network that you check.',
          },
        )}
      </p>
      <CalledHere partner={partner} />
      <TwelveWords work={work} back={back} typed={heard} press={sameText()} />
    </Screen>
  );
}

const sameText = () => i18n._('partners.same', {}, { message: 'Sign if they are the same' });

/** What a signature says beside that words are the same. */
function CalledHere({ partner: { name } }: Pick<CompareProps, 'partner'>) {
  return (
    <p>
      {i18n._(
        'partners.name',
        { name },
        { message: 'Your signature also says that they are called “{name}” here. Ask them whether that is so.' },
      )}
    </p>
  );
}
