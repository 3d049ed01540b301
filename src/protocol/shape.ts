import type * as z from 'zod';
import { markIn } from '../../schemas/characters.ts';
import { Refusal, type RefusalCode } from '../../schemas/codes.ts';

/**
 * A value of this shape, or a refusal with this code that names the first field that does not fit, never its value.
 * Where a text holds a mark that shows nothing or turns the order round, the code says so, and which character it is.
 */
export function shaped<T extends z.ZodType>(schema: T, value: unknown, code: RefusalCode): z.infer<T> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const mark = markIn(issue);
  if (mark) throw new Refusal(`mark-${mark.mark}`, `${mark.path.join('.')}:${mark.at}`);
  // A key that does not fit is somebody's text: only the place that holds it is named.
  const path = (issue?.code === 'invalid_key' ? issue.path.slice(0, -1) : issue?.path) ?? [];
  throw new Refusal(code, path.join('.') || undefined);
}
