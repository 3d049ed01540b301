/** @jsxImportSource hono/jsx/dom */
import { useEffect, useRef, useState } from 'hono/jsx/dom';
import { Press, Wrong } from './parts.tsx';
import { twelveWordsIn } from './qr-words.ts';
import { watch } from './watch.ts';
import { i18n, wordsKnown } from './words.ts';

/**
 * The camera, in the page, until it has read twelve words. It stops at once when the page is hidden or left, the desk
 * is locked, or something else is shown. What another QR code says goes nowhere.
 */
export function Camera({ read }: { read: (words: string) => void }) {
  const view = useRef<HTMLVideoElement>(null);
  const [stopped, setStopped] = useState<string | null>(null);
  const [other, setOther] = useState(false);
  useEffect(() => {
    if (stopped !== null || !view.current) return undefined;
    const over = new AbortController();
    const end = () => over.abort();
    const stop = (why: string) => {
      if (over.signal.aborted) return;
      end();
      setOther(false);
      setStopped(why);
    };
    const found = (text: string) => {
      const words = twelveWordsIn(text, wordsKnown());
      if (words === null) return setOther(true);
      end();
      read(words);
    };
    watch(view.current, over.signal, found).catch((error: unknown) => stop(whyNone(error)));
    document.addEventListener('visibilitychange', () => document.hidden && stop(hiddenText()), over);
    document.addEventListener('leave', end, over);
    window.addEventListener('pagehide', end, over);
    return end;
  }, [stopped]);
  return (
    <>
      {stopped === null ? (
        <video
          class="camera"
          ref={view}
          aria-label={i18n._('camera.view', {}, { message: 'What the camera sees' })}
          muted
          playsinline
        />
      ) : null}
      <Wrong text={stopped ?? (other ? otherText() : null)} />
      {stopped === null ? null : (
        <div class="press">
          <Press text={cameraText()} busy={false} press={() => setStopped(null)} />
        </div>
      )}
    </>
  );
}

export const cameraText = () => i18n._('camera.use', {}, { message: 'Use the camera' });

const hiddenText = () =>
  i18n._('camera.hidden', {}, { message: 'The camera stopped when you looked at something else.' });

const otherText = () =>
  i18n._(
    'camera.other',
    {},
    {
      message:
        'This QR code has no twelve words of a desk, and nothing of it was opened. Look for the one beside them.',
    },
  );

function whyNone(error: unknown): string {
  if (error instanceof DOMException && error.name === 'NotAllowedError')
    return i18n._(
      'camera.refused',
      {},
      {
        message:
          'Your browser does not let this page use the camera. Allow it in its settings, or read the words to each ' +
          'other.',
      },
    );
  return i18n._('camera.none', {}, { message: 'No camera works here. You can read the words to each other.' });
}
