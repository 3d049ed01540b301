import { recusedText } from '../../say/incoming.ts';
import type { Saying } from '../sign/signing.ts';
import { caring } from './caring.ts';
import {
  type AskSender,
  askSender,
  type Content,
  contentOf,
  type Held,
  held,
  type Incoming,
  type IncomingList,
  listIncoming,
  measuresFor,
  type OpenedItem,
  openIncoming,
  recuse,
} from './incoming.ts';

type Item = Pick<Incoming, 'peer' | 'delivery'>;

/** What partners sent: looked at, opened, and closed again. One item is open at a time, and only here. */
export function incomingTasks(at: () => Saying) {
  let open: Held | null = null;
  return {
    /** What partners sent, without a word of what is in it. */
    async incoming(): Promise<IncomingList> {
      open = null;
      await at().desk.refresh();
      return listIncoming(await caring(at()));
    },
    /** Takes this person out of an item for good; says what that means. */
    async recuse(item: Item): Promise<string> {
      open = null;
      await recuse(await caring(at()), item);
      return recusedText(at().i18n);
    },
    /** Opens an item with every check; what it says stays here, until it is asked for. */
    async openItem(item: Item): Promise<OpenedItem> {
      const opened = await openIncoming(await caring(at()), item);
      open = opened.held;
      return opened.shown;
    },
    /** What the open item says. */
    content: async (): Promise<Content> => contentOf(at(), held(open)),
    /** Forgets the open item. */
    async closeItem(): Promise<void> {
      open = null;
    },
    /** What our own agreements say about what the open item is about. */
    measures: async (): ReturnType<typeof measuresFor> => measuresFor(await caring(at()), held(open)),
    /** How to ask whoever sent the open item. */
    askSender: async (): Promise<AskSender> => askSender(await caring(at()), held(open)),
  };
}
