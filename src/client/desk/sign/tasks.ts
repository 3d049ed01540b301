import { Refusal } from '../../../../schemas/codes.ts';
import type { Saying } from './signing.ts';
import { type KindToSign, listToSign, type Read, readToSign, type ToSign } from './to-sign.ts';

/** What waits for signatures: looked for, read, signed and published. `at` is who works, once the keyring is open. */
export function signingTasks(at: () => Saying) {
  let reading: (Awaited<ReturnType<typeof readToSign>> & { id: string }) | null = null;
  const wasRead = (id: string) => {
    if (reading?.id !== id) throw new Refusal('conflict');
    return reading;
  };
  return {
    /** Everything that waits for this member's signature. */
    async toSign(): Promise<ToSign[]> {
      await at().desk.refresh();
      return listToSign(at());
    },
    /** One of them, read and checked. */
    async read({ kind, id }: { kind: KindToSign; id: string }): Promise<Read> {
      reading = { id, ...(await readToSign(at(), kind, id)) };
      return { kind, ...reading.shown };
    },
    /** Signs exactly what was read last; says in a sentence what that makes of it. */
    sign: async (id: string): Promise<string> => wasRead(id).sign(),
    /** Publishes what was read last. */
    async publish(id: string): Promise<string> {
      const { publish } = wasRead(id);
      if (!publish) throw new Refusal('not-allowed');
      return publish();
    },
  };
}
