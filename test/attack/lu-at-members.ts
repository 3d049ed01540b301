import { expect } from 'vitest';
import { membersPeopleContract as contract } from '../../schemas/routes/members-people.ts';
import { call } from '../../src/client/api/call.ts';
import { depart, stay } from '../../src/client/keyring/plain.ts';
import { calledBy } from '../../src/protocol/two-word-name.ts';
import { proofBy } from '../members/people.ts';
import { plainAt } from '../support/plain-member.ts';
import { type Deed, lu, marisol, rosa } from './house-at-work.ts';
import { refusedWith } from './lu-at-people.ts';

/** What Lu does where it is said who is here and what they are called. */
export const ofMembers: Record<string, Deed> = {
  'DELETE /plain-members/:member': {
    work: 'lost',
    why: 'one steward removes whoever holds no key of the collective: plain.test.ts',
    by: async ({ as, member, ceiba }) => {
      const remove = (one: string) => call(as(lu), contract.removePlain, { params: { member: one } });
      await expect(remove(member(marisol))).rejects.toEqual(refusedWith('not-found'));
      await remove((await plainAt(ceiba.origin, ceiba.keyrings[marisol]!)).keyring.member);
    },
  },
  'POST /departure': {
    work: 'lost',
    why: 'a plain member may leave whoever signed a proposal that lists them: departure.test.ts',
    by: async ({ as, secret }) => {
      const gives = async (who: number) => depart(as(lu), await proofBy(as(lu), secret(who)));
      await expect(gives(rosa)).rejects.toEqual(refusedWith('signature'));
      expect(await gives(lu)).toBe(false);
    },
  },
  'DELETE /departure': { work: 'untouched', by: ({ as }) => stay(as(lu)) },
  'POST /people': {
    work: 'untouched',
    by: async ({ pages, member }) => {
      // What somebody else is called, and a name of her own.
      const send = async (nickname: string) => (await pages[lu]!.post('/people', { nickname })).status;
      expect(await send(calledBy(member(rosa), 'es'))).toBe(409);
      expect(await send('Luz')).toBe(303);
    },
  },
};
