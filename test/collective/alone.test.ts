import { expect, test } from 'vitest';
import { collectiveContract } from '../../schemas/routes/collective.ts';
import { connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { foundAlone } from '../../src/client/desk/begin/alone.ts';
import { openAtNode } from '../../src/client/keyring/at-node.ts';
import { readSetUp, tryAlone } from '../../src/client/set-up/set-up.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { founded, withCode } from '../members/founders.ts';
import { startTestNode, type TestNode } from '../members/node.ts';

const about = (node: TestNode) => call(connect(node.origin), collectiveContract.about);

test('one person’s node says so from before its first key on, also after a start, and never again otherwise', async () => {
  await using node = await startTestNode();
  const api = withCode(node);
  expect(await about(node)).toEqual({ alone: false });
  expect((await readSetUp(api)).alone).toBe(false);
  expect((await tryAlone(api)).alone).toBe(true);
  expect((await tryAlone(api)).alone).toBe(true);
  expect(await about(node)).toEqual({ alone: true });
  // Cut off here, with keys that nobody has: three others are made, and theirs stay out.
  const lost = await foundAlone({ ...api, send: refusing(api.send) }, i18nFor('es'), () => new Date()).catch(
    () => null,
  );
  expect(lost).toBe(null);
  const made = await foundAlone(api, i18nFor('es'), () => new Date());
  expect(made).toHaveLength(3);
  expect(await about(node)).toEqual({ alone: true });
  for (const { words } of made) {
    const { keyring } = await openAtNode(connect(node.origin), words.join(' '), new Date());
    expect(keyring.collective).not.toBe(null);
  }
  const rows = await node.runtime.db
    .selectFrom('record')
    .select('action')
    .where('action', '=', 'setup.alone')
    .execute();
  expect(rows).toHaveLength(1);
});

test('nobody says it of a collective that stands, nor without the code', async () => {
  await using node = await startTestNode();
  await expect(tryAlone(connect(node.origin))).rejects.toMatchObject({ code: 'set-up-code' });
  const api = withCode(node);
  await founded(node);
  await expect(tryAlone(api)).rejects.toMatchObject({ code: 'already-set-up' });
  expect(await about(node)).toEqual({ alone: false });
});

/** The line breaks at the first draft. */
function refusing(send: ReturnType<typeof connect>['send']): typeof send {
  return (method, path, ...rest) =>
    path === '/setup/manifest' ? Promise.reject(new Error('cut off')) : send(method, path, ...rest);
}
