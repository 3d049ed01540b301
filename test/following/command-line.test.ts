import { afterAll, describe, expect, it } from 'vitest';
import { followingContract } from '../../schemas/routes/following.ts';
import { connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { withKeyring } from '../members/with-keyring.ts';

const stage = await withKeyring();
afterAll(() => stage[Symbol.asyncDispose]());
const { ceiba, as } = stage;

const address = 'https://social.example/users/lu';

describe('who follows, on the command line', () => {
  it('is listed and removed by a steward, who is told that it is a request', async () => {
    expect(await as(['followers', 'list'])).toMatchObject({ exit: 0, out: '', err: expect.stringContaining('Nobody') });
    const followed = new Date('2026-03-14T10:00:00Z');
    const row = { actor: address, inbox: `${address}/inbox`, convive: false, follow: `${address}#1`, followed };
    await ceiba.node!.app.runtime.db.insertInto('followers').values(row).execute();
    expect(await as(['followers', 'list'])).toMatchObject({ exit: 0, out: `2026-03-14  ${address}\n` });
    expect(await as(['followers', 'remove', address], ['n'])).toMatchObject({ exit: 1 });
    const removed = await as(['followers', 'remove', address, '--yes'], [], { LANG: 'es_MX.UTF-8' });
    expect(removed).toMatchObject({ exit: 0, out: expect.stringContaining('Es una petición: puede no hacerlo') });
    const again = await as(['followers', 'remove', address, '--yes']);
    expect(again).toMatchObject({ exit: 1, err: expect.stringContaining('not') });
    expect(again.err).not.toContain('social.example');
    expect(await as(['followers', 'list', '--json'])).toMatchObject({ exit: 0, out: '[]\n' });
  });

  it('is nobody else’s to see', async () => {
    for (const contract of [followingContract.followers, followingContract.follows])
      await expect(call(connect(ceiba.origin), contract)).rejects.toMatchObject({ code: 'sign-in-needed' });
  });
});
