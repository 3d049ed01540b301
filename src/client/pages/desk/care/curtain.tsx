/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import type { Content } from '../../../desk/care/incoming.ts';
import type { Opening } from '../../../desk/showing.ts';
import type { Area } from '../area.ts';
import { Press, Wrong } from '../parts.tsx';
import { Fields } from '../sign/reading.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';

/** So often the desk asks whether what can be read is still there. */
const askMs = 60_000;

/**
 * The words of an alert, behind a curtain: in the page only while it is lifted, the window is looked at, and the node
 * holds it.
 */
export function Curtain({ ask: asked, opening }: Pick<Area, 'ask'> & Opening) {
  const work = useWorking();
  const ask = useAsk(asked, work);
  const [content, setContent] = useState<Content | null>(null);
  // Words that were asked for before it was closed are not shown any more.
  const close = () => work.doing(async () => setContent(null));
  const lift = () =>
    work.doing(async () => {
      try {
        setContent(await ask('content', opening));
      } catch (error) {
        setContent(null);
        throw error;
      }
    });
  useEffect(() => {
    const over = new AbortController();
    const closeWhenHidden = () => document.visibilityState === 'hidden' && void close();
    document.addEventListener('visibilitychange', closeWhenHidden, { signal: over.signal });
    return () => over.abort();
  }, []);
  useEffect(() => {
    if (content === null) return undefined;
    const timer = setTimeout(() => void lift(), askMs);
    return () => clearTimeout(timer);
  }, [content]);
  return (
    <section aria-labelledby="says">
      <h2 id="says">{i18n._('care.says', {}, { message: 'What it says' })}</h2>
      {content === null ? <Closed /> : <Lifted content={content} />}
      <Wrong text={work.wrong} />
      <div class="press">
        {content === null ? (
          <Press
            text={i18n._('care.lift', {}, { message: 'Lift the curtain' })}
            main
            busy={work.busy}
            press={() => void lift()}
          />
        ) : (
          <Press
            text={i18n._('care.close-curtain', {}, { message: 'Close the curtain' })}
            busy={false}
            press={() => void close()}
          />
        )}
      </div>
    </section>
  );
}

function Closed() {
  return (
    <p>
      {i18n._(
        'care.curtain',
        {},
        { message: 'Behind a curtain: words about violence, and who is named. Look who can see your screen.' },
      )}
    </p>
  );
}

function Lifted({ content: { fields, asks } }: { content: Content }) {
  return (
    <>
      <Fields fields={fields} />
      <h3>{i18n._('care.asked', {}, { message: 'What they ask of you' })}</h3>
      <Fields fields={asks} />
    </>
  );
}
