import type { I18n } from '@lingui/core';
import { Refusal } from '../../../schemas/codes.ts';
import { collectiveContract } from '../../../schemas/routes/collective.ts';
import { wordLists } from '../../protocol/words.ts';
import { connect } from '../api/api.ts';
import { call } from '../api/call.ts';
import { askToEnter } from '../api/enter.ts';
import type { Opener } from '../keyring/keyring.ts';
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
import { passkeyTasks } from './passkeys.ts';
import { joiningTasks } from './people/joining.ts';
import { peopleTasks } from './people/tasks.ts';
import { printHere } from './print.ts';
import { type Seen, seenLocked, seenOpen } from './seen.ts';
import { signingTasks } from './sign/tasks.ts';
import { homeTasks } from './waiting.ts';

/** What a page may ask of the keyring that is open beside it: in words, out words, never a key. */
export type Tasks = ReturnType<typeof deskTasks>;

/**
 * One node's desk, locked; `runs` are the addresses of what runs as this desk. What is opened here goes with the
 * process that holds it.
 */
export function deskTasks(node: string, i18n: I18n, runs: readonly string[] = [], now: () => Date = () => new Date()) {
  let opened: AtDesk | null = null;
  const desk = (): AtDesk => {
    if (!opened) throw new Refusal('sign-in-needed');
    return opened;
  };
  // Founds a collective, or was invited; no member yet.
  const guest = newcomer(i18n, now);
  let print: Promise<string | null> | undefined;
  const here = (): Promise<string | null> => {
    print ??= printHere(runs);
    return print;
  };
  const at = () => ({ desk: desk(), i18n, now: now(), here });
  const unlock = async (opener: Opener): Promise<Myself> => {
    opened = await openDesk(node, opener, now);
    return myself(opened, i18n.locale, now());
  };
  const areas = {
    ...signingTasks(at),
    ...partnerTasks(at),
    ...peopleTasks(at),
    ...incomingTasks(at),
    ...draftsTasks(at),
    ...whereTasks(at),
    ...resealTasks(at),
    ...passkeyTasks(at),
    ...homeTasks(at),
  };
  return keptAfter(() => opened?.kept.settled(), {
    ...areas,
    wordLists: async () => wordLists,
    /**
     * Whether stewards stand for the desk that runs here: by the own chain once a keyring is open, before by what the
     * node says. Null before the collective stands.
     */
    seen: (): Promise<Seen | null> =>
      opened ? seenOpen(opened, here, i18n, now()) : seenLocked(node, here, i18n, now()),
    /** Opens the keyring by twelve words, or by what a passkey gives. */
    unlock,
    /** Who works here, once a keyring is open. */
    me: async (): Promise<Myself> => myself(desk(), i18n.locale, now()),
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
    ...contactTasks(() => opened?.api ?? guest.line(), i18n, now),
    /** A link with which this browser comes in to the node's pages, once, within a minute. */
    enter: async (): Promise<string> => (await askToEnter(await desk().another())).link,
    /** Ends the session at the node. */
    leave: (): Promise<void> => desk().leave(),
  });
}

/** How long a task waits for what it saw to be kept (ms): a node that takes nothing keeps nobody from working. */
const patience = 2_000;

/** These tasks; each answers once what it saw is kept: a page may be closed as soon as it shows something. */
function keptAfter<T extends object>(kept: () => Promise<void> | undefined, tasks: T): T {
  const after = (task: (given: unknown) => Promise<unknown>) => async (given: unknown) => {
    try {
      return await task(given);
    } finally {
      await Promise.race([kept(), new Promise((resolve) => setTimeout(resolve, patience))]);
    }
  };
  return Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, after(task)])) as T;
}
