/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import { Refusal, type RefusalCode } from '../../../../../schemas/codes.ts';
import type { Answered } from '../../../desk/care/asking.ts';
import type { Opening } from '../../../desk/showing.ts';
import type { Area } from '../area.ts';
import { Press, Screen, Wrong } from '../parts.tsx';
import { QrPicture } from '../qr-picture.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking, type Working } from '../working.ts';

const lookMs = 2_500;

/** What may be otherwise the next time. */
const passing = new Set<RefusalCode>(['unreachable', 'unexpected-answer', 'busy', 'database', 'too-many']);

type Props = Pick<Area, 'ask'> & {
  opening: number;
  back: (said?: string) => void;
  /** After a no: nothing is left to go back to. */
  gone: (said: string) => void;
  /** Back to the text, without an answer. */
  here: () => void;
};

/** The link that the camera of the person’s own phone opens, until her answer is here. */
export function OnPhone({ ask: asked, opening, back, gone, here }: Props) {
  const ask = useAsk(asked);
  const [shown, setShown] = useState<({ link: string } & Opening) | null>(null);
  const work = useWorking();
  useEffect(() => void work.doing(async () => setShown(await ask('askOnPhone', { opening }))), []);
  const arrived = (answered: NonNullable<Answered>) => (answered.gone ? gone : back)(answered.says);
  useLooking(ask, shown, work, arrived);
  const leave = () => {
    if (!shown) return here();
    return void work.doing(async () => {
      const answered = await asked('endAsking', shown.opening);
      if (answered) arrived(answered);
      else here();
    });
  };
  return (
    <Screen title={i18n._('care.on-phone', {}, { message: 'On the person’s own phone' })}>
      <p class="lead">
        {i18n._(
          'care.on-phone-how',
          {},
          {
            message:
              'The camera of that phone opens this link. The same text stands there, and the answer is given there: ' +
              'the words of the person stay on that phone. It holds for 15 minutes.',
          },
        )}
      </p>
      <Wrong text={work.wrong} />
      {shown === null ? null : (
        <>
          <QrPicture
            text={shown.link}
            label={i18n._('begin.link-qr', {}, { message: 'This link, for the camera of a phone' })}
          />
          <p class="typed">{shown.link}</p>
          <p role="status">{i18n._('care.on-phone-waits', {}, { message: 'No answer yet.' })}</p>
        </>
      )}
      <div class="press">
        <Press text={i18n._('care.here', {}, { message: 'Back: answer at this desk' })} busy={false} press={leave} />
      </div>
    </Screen>
  );
}

/** Looks again and again for the answer to what is shown, until it is there or the question is over. */
function useLooking(
  ask: Area['ask'],
  shown: Opening | null,
  work: Working,
  arrived: (answered: NonNullable<Answered>) => void,
): void {
  useEffect(() => {
    if (!shown) return undefined;
    let looking = false;
    const look = async () => {
      if (looking) return;
      looking = true;
      await work.doing(async () => {
        const answered = await ask('answered', shown.opening).catch((error: unknown) => {
          // A line that broke comes back; a question that is over does not.
          if (!(error instanceof Refusal && passing.has(error.code))) clearInterval(timer);
          throw error;
        });
        if (answered) arrived(answered);
      });
      looking = false;
    };
    const timer = setInterval(() => void look(), lookMs);
    return () => clearInterval(timer);
  }, [shown]);
}
