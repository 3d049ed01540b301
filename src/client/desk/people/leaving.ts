import { ApiRefusal } from '../../api/api.ts';
import { depart, stay } from '../../keyring/plain.ts';
import type { Saying } from '../sign/signing.ts';
import { type People, peopleNow } from './people.ts';

/** Leaving by oneself (docs/decisions/0039). */
export const leavingTasks = (at: () => Saying) => ({
  /** Leaves; null once this person is gone, also where the answer was lost. */
  async depart(): Promise<People | null> {
    const { desk } = at();
    const plain = desk.keyring.roles.length === 0;
    try {
      if (await depart(desk.api, await desk.proof())) return null;
    } catch (error) {
      // The words sign in no more: the answer was lost. A passkey may have been removed instead. Whoever the manifest
      // lists never goes by this.
      if (desk.by === null && plain && error instanceof ApiRefusal && error.code === 'signature') return null;
      throw error;
    }
    return peopleNow(at());
  },
  /** Takes that back. */
  async stay(): Promise<People> {
    await stay(at().desk.api);
    return peopleNow(at());
  },
});
