import { cameraWorker } from './own-workers.ts';

/** Pixels across the picture that is looked at: the squares of a code that fills a third of it are four wide. */
const across = 640;
const pauseMs = 100;

/**
 * Shows what the camera sees, and gives the text of each QR code in it, until it is over. A picture goes to the worker
 * for it and nowhere else.
 * @throws what the browser says: `NotAllowedError` where somebody refused, another one where there is no camera
 */
export async function watch(video: HTMLVideoElement, over: AbortSignal, found: (text: string) => void): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  const [track] = stream.getVideoTracks();
  const ending = (end: () => void) => (over.aborted ? end() : over.addEventListener('abort', end));
  ending(() => track?.stop());
  const worker = await cameraWorker();
  ending(() => worker.terminate());
  video.srcObject = stream;
  await video.play();
  while (!over.aborted) {
    if (track?.readyState !== 'live') throw new Error('no picture comes any more');
    const text = await textIn(worker, pictureOf(video));
    if (text !== null && !over.aborted) found(text);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

function pictureOf(video: HTMLVideoElement): ImageData {
  const [width, height] = [across, Math.round((across * video.videoHeight) / video.videoWidth)];
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  context.drawImage(video, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

function textIn(worker: Worker, picture: ImageData): Promise<string | null> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<string | null>) => resolve(data);
    worker.onerror = () => reject(new Error('no worker'));
    worker.postMessage(picture, [picture.data.buffer]);
  });
}
