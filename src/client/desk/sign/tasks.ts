import { Refusal } from '../../../../schemas/codes.ts';
import { type Opening, showing } from '../showing.ts';
import { type Differing, whereToDiffer } from './acknowledgement.ts';
import type { ReadWhole, Saying } from './signing.ts';
import { listToStart, type Started, start } from './starting.ts';
import { type KindToSign, listToSign, type Read, readToSign, type ToSign } from './to-sign.ts';

/** What waits for signatures: looked for, read, signed and published. `at` is who works, once the keyring is open. */
export function signingTasks(at: () => Saying) {
  const reading = showing<ReadWhole>();
  return {
    /** Everything that waits for this member's signature. */
    async toSign(): Promise<ToSign[]> {
      await at().desk.refresh();
      return listToSign(at());
    },
    /** One of them, read and checked. */
    read: ({ kind, id }: { kind: KindToSign; id: string }): Promise<Read & Opening> =>
      reading.open(async () => {
        const read = await readToSign(at(), kind, id);
        return [read, { kind, ...read.shown }];
      }),
    /** What a steward can begin, though nobody has asked for their signature. */
    toStart: (): Promise<ToSign[]> => listToStart(at()),
    /** A partner's agreement, and the parts of it on which one can differ. */
    whereToDiffer: (agreement: string): Promise<Differing> => whereToDiffer(at(), agreement),
    /** What a first signature would stand for, read as what waits for one is. */
    start: (started: Started): Promise<Read & Opening> =>
      reading.open(async () => {
        const read = await start(at(), started);
        return [read, { kind: started.kind, ...read.shown }];
      }),
    /** Signs exactly what was read; says in a sentence what that makes of it. */
    sign: async (opening: number): Promise<string> => reading.under(opening).sign(),
    /** Publishes what was read. */
    async publish(opening: number): Promise<string> {
      const { publish } = reading.under(opening);
      if (!publish) throw new Refusal('not-allowed');
      return publish();
    },
  };
}
