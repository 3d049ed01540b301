import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importMarkdown } from '../../src/agreement-file/read.ts';
import { nextVersion } from '../../src/agreements/versions/rules.ts';
import { articleActivity, articleOf, digestOf } from '../../src/agreements/wire/activity.ts';
import { randomId } from '../../src/protocol/encoding.ts';
import { draftEnvelope } from '../../src/protocol/envelope.ts';
import { root } from '../support/sources.ts';
import type { Stranger } from './loopback.ts';

/** So many updates of one real agreement as this server would send them, each announcing other bytes. */
export async function announcements(from: Stranger, count: number): Promise<string[]> {
  const now = new Date();
  const markdown = readFileSync(join(root, 'test/support/agreements/hawthorn-v1.en.md'), 'utf8');
  const read = importMarkdown(markdown, { newId: randomId, asks: () => false });
  if (!read.ok) throw new Error('the sample agreement no longer reads');
  const issuer = createHash('sha256').update(from.origin).digest('base64url');
  const statement = nextVersion(read.agreement, { issuer, series: randomId(), newest: null }, now);
  const envelope = JSON.stringify(draftEnvelope('agreement', statement));
  const article = await articleOf(from.origin, { statement, envelope, published: now, first: now }, from.objectKey);
  const id = () => `${from.origin}/activities/${randomUUID()}`;
  const text = JSON.stringify(articleActivity(from.origin, 'Update', 'the-id', article));
  const announced = digestOf(Buffer.from(envelope));
  return Array.from({ length: count }, (_, at) =>
    text.replace('the-id', id()).replace(announced, digestOf(Buffer.from(`${from.origin} ${randomUUID()} ${at}`))),
  );
}
