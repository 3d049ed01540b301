import type { I18n } from '@lingui/core';
import { Refusal } from '../../../schemas/codes.ts';
import { askToEnter } from '../api/enter.ts';
import { type AtDesk, type Myself, myself, openDesk } from './at-desk.ts';
import { type KindToSign, listToSign, type Read, readToSign, type ToSign } from './to-sign.ts';

/** What a page may ask of the keyring that is open beside it: in words, out words, never a key. */
export type Tasks = {
  /** Opens the keyring that these twelve words lock. */
  unlock(words: string): Promise<Myself>;
  /** Everything that waits for this member's signature. */
  toSign(): Promise<ToSign[]>;
  /** One of them, read and checked. */
  read(what: { kind: KindToSign; id: string }): Promise<Read>;
  /** Signs exactly what was read last; says in a sentence what that makes of it. */
  sign(id: string): Promise<string>;
  /** Publishes what was read last. */
  publish(id: string): Promise<string>;
  /** A link with which this browser comes in to the node's pages, once, within a minute. */
  enter(): Promise<string>;
  /** Ends the session at the node. */
  leave(): Promise<void>;
};

/** One node's desk, locked. What was opened goes with the process that holds it. */
export function deskTasks(node: string, i18n: I18n, now: () => Date = () => new Date()): Tasks {
  let opened: AtDesk | null = null;
  let reading: (Awaited<ReturnType<typeof readToSign>> & { id: string }) | null = null;
  const desk = (): AtDesk => {
    if (!opened) throw new Refusal('sign-in-needed');
    return opened;
  };
  const saying = () => ({ desk: desk(), i18n, now: now() });
  const wasRead = (id: string) => {
    if (reading?.id !== id) throw new Refusal('conflict');
    return reading;
  };
  return {
    async unlock(words) {
      opened = await openDesk(node, words, now);
      return myself(opened, i18n.locale);
    },
    async toSign() {
      await desk().refresh();
      return listToSign(saying());
    },
    async read({ kind, id }) {
      reading = { id, ...(await readToSign(saying(), kind, id)) };
      return { kind, ...reading.shown };
    },
    sign: (id) => wasRead(id).sign(),
    async publish(id) {
      const { publish } = wasRead(id);
      if (!publish) throw new Refusal('not-allowed');
      return publish();
    },
    async enter() {
      return (await askToEnter(await desk().another())).link;
    },
    leave: () => desk().leave(),
  };
}
