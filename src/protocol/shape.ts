import type * as z from 'zod';
import { Refusal, type RefusalCode } from '../../schemas/codes.ts';

/** A value of this shape, or a refusal with this code that names the first field that does not fit, never its value. */
export function shaped<T extends z.ZodType>(schema: T, value: unknown, code: RefusalCode): z.infer<T> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const path = read.error.issues[0]?.path ?? [];
  throw new Refusal(code, path.join('.') || undefined);
}
