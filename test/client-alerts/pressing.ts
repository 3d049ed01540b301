import { expect } from 'vitest';
import { Refusal } from '../../schemas/codes.ts';
import { ApiRefusal } from '../../src/client/api/api.ts';
import type { Desk } from '../../src/client/api/desk.ts';
import type { AtDesk } from '../../src/client/desk/at-desk.ts';
import { askedBack } from '../../src/client/desk/begin/asked-back.ts';
import type { Answers } from '../../src/client/desk/care/answers.ts';
import { draftsTasks } from '../../src/client/desk/care/drafts-tasks.ts';
import { whereTasks } from '../../src/client/desk/care/where-tasks.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { deskOf, type Office } from './office.ts';

/** What somebody types for an alert, whole; `more` over it. */
export const typedFor = (office: Office, peer: string, more: Answers = {}): Answers => ({
  purpose: ['preventive'],
  kind: ['handle'],
  value: ['@ejemplo@social.test'],
  violence: ['digital'],
  severity: ['serious'],
  immediacy: ['recent'],
  period: ['2026-Q3'],
  region: ['Valle Central'],
  conduct: ['Mandó mensajes sin parar.'],
  clauses: [office.clause],
  asks: ['inform_host_team'],
  basis: ['account_of_person_affected'],
  languages: ['es'],
  to: [peer],
  days: ['30'],
  ...more,
});

/** What a line does with a change, and what the node answers to whoever reads. */
export type Line = {
  /** So many changes from now on arrive, and their answer does not come back. */
  next: number;
  /** So many changes from now on do not arrive. */
  gone: number;
  /** So many changes from now on the node refuses, since it has too much to do. */
  busy: number;
  /** What a path answers to a GET in place of what the node says. */
  served: Map<string, string>;
};

/** A desk whose line loses what it is told to lose, and whose node serves what it is told to serve. */
function losing(office: Office, name: string) {
  const desk = deskOf(office, name);
  const lost: Line = { next: 0, gone: 0, busy: 0, served: new Map() };
  const api: Desk['api'] = {
    origin: desk.api.origin,
    async send(method, path, ...rest) {
      const served = method === 'GET' ? lost.served.get(path) : undefined;
      if (served !== undefined) return served;
      if (method !== 'GET' && lost.gone > 0) {
        lost.gone -= 1;
        throw new Refusal('unreachable', 'connect');
      }
      if (method !== 'GET' && lost.busy > 0) {
        lost.busy -= 1;
        throw new ApiRefusal('busy', 503);
      }
      const text = await desk.api.send(method, path, ...rest);
      if (method === 'GET' || lost.next === 0) return text;
      lost.next -= 1;
      throw new Refusal('unreachable', 'connect');
    },
  };
  return { desk: { ...desk, api }, lost };
}

/** What somebody presses at a desk with such a line. */
export function pressingAt(office: Office, name: string) {
  const { desk, lost } = losing(office, name);
  const at = { ...desk, root: { chain: desk.own, recipients: [] }, refresh: async () => {}, save: async () => {} };
  const saying = () => ({
    desk: at as unknown as AtDesk,
    i18n: i18nFor('en'),
    now: desk.now,
    here: async () => null,
  });
  const tasks = { ...draftsTasks(saying), ...whereTasks(saying) };
  /** Loses the answers of as many changes, one a press, and presses until it is done. */
  const through = async <T>(losses: number, task: () => Promise<T>): Promise<T> => {
    for (let loss = 0; loss < losses; loss++) {
      lost.next = 1;
      await task().catch((error: unknown) => expect(error).toMatchObject({ code: 'unreachable' }));
    }
    lost.next = 0;
    return task();
  };
  /** A form, what keeps what is typed into it, and what shows it. */
  const form = async (draft: string | null) => {
    const { opening, answers } = await tasks.form(draft);
    return {
      opening,
      answers,
      keep: (typed: Answers) => tasks.keepTyped({ opening, answers: typed }),
      /** Shows the alert that it makes; gives what a press that signs it names. */
      read: async (typed: Answers) => (await tasks.preview({ opening, answers: typed })).opening,
    };
  };
  return { desk, tasks, through, lost, form };
}

/** The words at the places that are asked back. */
export const back = (words: readonly string[]) => askedBack.map((at) => words[at] ?? '');
