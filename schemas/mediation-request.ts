import * as z from 'zod';
import { b64u32, language, line, time } from './encodings.ts';
import { need } from './terms.ts';

/** Asks a like-minded collective for help. No names and no story: those are told in person. */
export const mediationRequest = z.strictObject({
  type: z.literal('mediation-request'),
  issuer: b64u32,
  audience: b64u32,
  need,
  region: line(80),
  languages: z.array(language).min(1).max(8),
  until: time,
});
