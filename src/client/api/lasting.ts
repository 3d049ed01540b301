import { type Api, ApiRefusal } from './api.ts';

/**
 * A line that signs in again once the session is over: it lasts thirty minutes, and people work for longer.
 */
export function lasting(first: Api, again: () => Promise<Api>): Api {
  let now = first;
  return {
    origin: first.origin,
    async send(...asked) {
      try {
        return await now.send(...asked);
      } catch (error) {
        if (!(error instanceof ApiRefusal && error.code === 'sign-in-needed')) throw error;
        now = await again();
        return now.send(...asked);
      }
    },
  };
}
