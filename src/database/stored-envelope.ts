import type { Envelope } from '../../schemas/envelope.ts';

/** Reads an envelope that we stored: it was checked when it came. A draft may still be without signatures. */
export function storedEnvelope(text: string): Envelope {
  return JSON.parse(text) as Envelope;
}
