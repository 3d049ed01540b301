import * as z from 'zod';
import { language, line } from '../../schemas/encodings.ts';

/** What a collective says of itself in public, beside its manifest. The handle is the name before the @. */
export const profile = z.strictObject({
  name: line(100),
  handle: z.string().regex(/^[a-z0-9][a-z0-9_]{0,29}$/),
  summary: line(300),
  language,
});

export type Profile = z.infer<typeof profile>;
