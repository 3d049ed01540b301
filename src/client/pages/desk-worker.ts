import '../jitless.ts';
import { i18nFrom } from '../../platform/i18n.ts';
import { language, messages } from '../catalogue.ts';
import { deskTasks, type Tasks } from '../desk/tasks.ts';
import { type Asked, type Begin, told } from './desk/messages.ts';

/*
 * Holds the keyring while the desk is open, and does everything that needs it. To end this worker is to lock the desk.
 */
const i18n = i18nFrom(language, messages);
let tasks: Tasks | undefined;

addEventListener('message', ({ data }: MessageEvent<Begin | Asked>) => {
  if ('node' in data) tasks = deskTasks(data.node, i18n, data.runs);
  else
    answer(data).then(
      (done) => postMessage({ id: data.id, done }),
      (error: unknown) => postMessage(told(i18n, data.id, error)),
    );
});

async function answer({ task, given }: Asked): Promise<unknown> {
  const ask = tasks?.[task] as ((given: unknown) => Promise<unknown>) | undefined;
  return ask?.(given);
}
