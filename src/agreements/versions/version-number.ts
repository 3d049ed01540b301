import * as z from 'zod';
import { known } from '../../web/read-body.ts';

const versionNumber = z
  .string()
  .regex(/^[1-9]\d{0,5}$/)
  .transform(Number);

/** The version that a path names; undefined where it names none. Refuses (`not-found`) what is no version. */
export function versionIn(part: string | undefined): number | undefined {
  return part === undefined ? undefined : known(versionNumber, part);
}
