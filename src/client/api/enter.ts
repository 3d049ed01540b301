import * as z from 'zod';
import { time } from '../../../schemas/encodings.ts';
import type { Api } from './api.ts';

const entry = z.strictObject({ code: z.string().regex(/^[A-Za-z0-9_-]{43}$/), expires: time });

/**
 * A link with which one browser comes in as the signed-in member, once, within 60 seconds. It leads to the origin that was dialled, whatever the node
 * says; the session that asked for it is over.
 */
export async function askToEnter(api: Api): Promise<{ link: string; expires: string }> {
  const { code, expires } = await api.post('/enter', {}, entry);
  return { link: `${api.origin}/enter/${code}`, expires };
}
