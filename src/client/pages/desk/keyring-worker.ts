import { Refusal } from '../../../../schemas/codes.ts';
import type { Tasks } from '../../desk/tasks.ts';
import type { Answered, Asked } from './messages.ts';
import { ownWorker } from './own-workers.ts';
import { Told } from './words.ts';

/** A worker that can hold one keyring. */
export type KeyringWorker = {
  ask<Name extends keyof Tasks>(
    task: Name,
    ...given: Parameters<Tasks[Name]>
  ): Promise<Awaited<ReturnType<Tasks[Name]>>>;
  /** Ends it, and with it every key and clear word that it holds. */
  end(): void;
};

type Waiting = { resolve: (done: unknown) => void; reject: (error: unknown) => void };

/** Starts the worker of that address for the desk of that node. */
export function startWorker(address: string, node: string): KeyringWorker {
  const worker = ownWorker(address);
  const waiting = new Map<number, Waiting>();
  let count = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<Answered>) => {
    const one = waiting.get(data.id);
    waiting.delete(data.id);
    if ('refused' in data) one?.reject(new Told(data.refused.code, data.refused.where, data.refused.why));
    else one?.resolve(data.done);
  });
  const fail = (): void => {
    for (const one of waiting.values()) one.reject(new Refusal('failed'));
    waiting.clear();
  };
  worker.addEventListener('error', fail);
  worker.postMessage({ node, runs: whatRuns(address) });
  return {
    ask(task, ...[given]) {
      count += 1;
      const id = count;
      worker.postMessage({ id, task, given } as Asked);
      return new Promise((resolve, reject) => waiting.set(id, { resolve: resolve as Waiting['resolve'], reject }));
    },
    end() {
      worker.terminate();
      fail();
    },
  };
}

/** The page, its scripts and the worker; what an extension of the browser adds is not of this desk. */
function whatRuns(worker: string): string[] {
  const { origin, pathname } = window.location;
  const scripts = [...document.scripts].map(({ src }) => src).filter((src) => src.startsWith(`${origin}/`));
  return [`${origin}${pathname}`, ...scripts, `${origin}${worker}`];
}
