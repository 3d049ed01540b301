/** @jsxImportSource hono/jsx/dom */
import { qrOutline } from './qr-outline.ts';

/** A text for the camera of another phone; dark on light in every colour scheme, as cameras need it. */
export function QrPicture({ text, label }: { text: string; label: string }) {
  const { size, outline } = qrOutline(text);
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shape-rendering="crispEdges">
      <rect width={size} height={size} class="light" />
      <path d={outline} class="dark" />
    </svg>
  );
}
