import type { I18n } from '@lingui/core';
import { Refusal } from '../../../schemas/codes.ts';
import { collectiveContract } from '../../../schemas/routes/collective.ts';
import { wordLists } from '../../protocol/words.ts';
import { connect } from '../api/api.ts';
import { call } from '../api/call.ts';
import { askToEnter } from '../api/enter.ts';
import { type AtDesk, type Myself, myself, openDesk } from './at-desk.ts';
import { foundAlone, type MadeUp } from './begin/alone.ts';
import { newcomer } from './begin/newcomer.ts';
import { beginTasks } from './begin/tasks.ts';
import { draftsTasks } from './care/drafts-tasks.ts';
import { incomingTasks } from './care/incoming-tasks.ts';
import { resealTasks } from './care/reseal-tasks.ts';
import { whereTasks } from './care/where-tasks.ts';
import { contactTasks } from './contacts/tasks.ts';
import { partnerTasks } from './partners/tasks.ts';
import { joiningTasks } from './people/joining.ts';
import { peopleTasks } from './people/tasks.ts';
import { signingTasks } from './sign/tasks.ts';

/** What a page may ask of the keyring that is open beside it: in words, out words, never a key. */
export type Tasks = ReturnType<typeof deskTasks>;

/** One node's desk, locked. What is opened here goes with the process that holds it. */
export function deskTasks(node: string, i18n: I18n, now: () => Date = () => new Date()) {
  let opened: AtDesk | null = null;
  const desk = (): AtDesk => {
    if (!opened) throw new Refusal('sign-in-needed');
    return opened;
  };
  // Founds a collective, or was invited; no member yet.
  const guest = newcomer(i18n, now);
  const at = () => ({ desk: desk(), i18n, now: now() });
  const unlock = async (words: string): Promise<Myself> => {
    opened = await openDesk(node, words, now);
    return myself(opened, i18n.locale);
  };
  return {
    /** Both lists of words, for whoever types some. */
    wordLists: async () => wordLists,
    /** Opens the keyring that these twelve words lock. */
    unlock,
    /** Who works here, once a keyring is open. */
    me: async (): Promise<Myself> => myself(desk(), i18n.locale),
    /** Whether one person tries this node out alone. */
    alone: async (): Promise<boolean> => (await call(connect(node), collectiveContract.about)).alone,
    ...beginTasks({ node, i18n, now, founder: guest }, unlock),
    ...joiningTasks({ node, i18n, now, guest }, unlock),
    /** Founds it with made-up people, to try it out, and opens the desk of the first of them. */
    async tryAlone(): Promise<MadeUp[]> {
      const made = await foundAlone(guest.line(), i18n, now);
      await unlock(made[0]?.words.join(' ') ?? '');
      return made;
    },
    ...contactTasks(() => opened?.api ?? guest.line(), i18n),
    /** A link with which this browser comes in to the node's pages, once, within a minute. */
    enter: async (): Promise<string> => (await askToEnter(await desk().another())).link,
    /** Ends the session at the node. */
    leave: (): Promise<void> => desk().leave(),
    ...signingTasks(at),
    ...partnerTasks(at),
    ...peopleTasks(at),
    ...incomingTasks(at),
    ...draftsTasks(at),
    ...whereTasks(at),
    ...resealTasks(at),
  };
}
