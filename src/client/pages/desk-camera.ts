import decodeQR from 'qr/decode.js';

/*
 * Looks for a QR code in one picture after the other, and answers with the text of each, or null. A worker of its own:
 * no key is in it, and its policy lets it ask nobody for anything.
 */
addEventListener('message', ({ data }: MessageEvent<ImageData>) => postMessage(textIn(data)));

function textIn(picture: ImageData): string | null {
  try {
    return decodeQR(picture);
  } catch {
    return null;
  }
}
