import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { activitypubTesting } from '../support/needs.ts';
import { found } from '../support/world.ts';

type Assertion = { test: { slug: string }; result: { outcome: string } };

/** What its test cases say of an actor, by name. A line is one assertion. */
async function judged(actor: string): Promise<Record<string, string>> {
  const argv = [activitypubTesting ?? '', 'test', 'actor', actor, '--output=text/plain'];
  const { stdout } = await promisify(execFile)(process.execPath, argv, {
    timeout: 60_000,
    maxBuffer: 16 * 1024 * 1024,
  });
  const assertions = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Assertion);
  return Object.fromEntries(assertions.map(({ test: { slug }, result }) => [slug, result.outcome]));
}

test.runIf(activitypubTesting)(
  'the test cases of activitypub-testing pass, or do not apply: nobody posts to the outbox or reads the inbox',
  { timeout: 120_000 },
  async () => {
    await using ceiba = await found('Ceiba');
    expect(await judged(`${ceiba.origin}/actor`)).toEqual({
      'actor-must-serve-as2-object-to-get': 'passed',
      'actor-objects-must-have-inbox-outbox-properties': 'passed',
      'followers-collection-must-be-a-collection': 'passed',
      'following-collection-must-be-a-collection': 'passed',
      'outbox-must-be-an-orderedcollection': 'passed',
      'create-then-update-modifies-object-checked-by-get': 'inapplicable',
      'inbox-must-be-an-orderedcollection': 'inapplicable',
      'liked-collection-must-be-a-collection': 'inapplicable',
      'likes-collection-must-be-a-collection': 'inapplicable',
      'outbox-post-must-accept-non-activity-object': 'inapplicable',
      'outbox-post-server-adds-to-outbox-collection-checked-by-outbox-get': 'inapplicable',
      'outbox-post-servers-must-return-a-201-created-http-code': 'inapplicable',
      'outbox-wraps-object-with-create-checked-using-get-location': 'inapplicable',
      'post-outbox-server-overwrites-id-property': 'inapplicable',
      'shares-collection-must-be-a-collection': 'inapplicable',
    });
  },
);
