import { Refusal } from '../../../../schemas/codes.ts';
import { stillLies } from '../../alerts/open-notice.ts';
import { recuseMember } from '../../alerts/reseal-incoming.ts';
import { refusedHere } from '../../api/desk.ts';
import { colleagueLeftOutText, recusedText } from '../../say/incoming.ts';
import { type Opening, showing } from '../showing.ts';
import type { Saying } from '../sign/signing.ts';
import { caring } from './caring.ts';
import {
  type AskSender,
  askSender,
  type Colleague,
  type Content,
  contentOf,
  type Held,
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
  const open = showing<Held | null>();
  const held = (opening: number): Held => {
    const item = open.under(opening);
    // Of a withdrawal nothing is left to show.
    if (item === null) throw new Refusal('not-found');
    return item;
  };
  return {
    /** What partners sent, without a word of what is in it. */
    async incoming(): Promise<IncomingList> {
      open.close();
      await at().desk.refresh();
      return listIncoming(await caring(at()));
    },
    /** Takes this person out of an item for good; says what that means. */
    async recuse(item: Item): Promise<string> {
      open.close();
      await recuse(await caring(at()), item);
      return recusedText(at().i18n);
    },
    /** Seals an item anew without a colleague, for another one to confirm; says what that means. */
    async recuseColleague({ peer, delivery, member, called }: Item & Colleague): Promise<string> {
      open.close();
      const { desk, i18n } = await caring(at());
      await recuseMember(desk, at().desk.root.recipients, { peer, delivery, member });
      return colleagueLeftOutText(i18n, called);
    },
    /** Opens an item with every check; what it says stays here, until it is asked for. */
    openItem: (item: Item): Promise<OpenedItem & Opening> =>
      open.open(async () => {
        const { held, shown } = await openIncoming(await caring(at()), item);
        return [held, shown];
      }),
    /** What the open item says, as long as it lies at the node; else it is closed here too. */
    async content(opening: number): Promise<Content> {
      const { desk } = await caring(at());
      await stillLies(desk, held(opening).alert).catch((error: unknown) => {
        if (refusedHere(error)) open.close(opening);
        throw error;
      });
      return contentOf(at(), held(opening));
    },
    /** Forgets the open item. */
    closeItem: async (opening: number): Promise<void> => open.close(opening),
    /** What our own agreements say about what the open item is about. */
    measures: async (opening: number): ReturnType<typeof measuresFor> => measuresFor(await caring(at()), held(opening)),
    /** How to ask whoever sent the open item. */
    askSender: async (opening: number): Promise<AskSender> => askSender(await caring(at()), held(opening)),
  };
}
