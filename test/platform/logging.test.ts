import { getLogger } from '@logtape/logtape';
import { expect, test } from 'vitest';
import { Refusal } from '../../schemas/codes.ts';
import { startLogging } from '../../src/platform/logging.ts';

const canary = 'Quetzalcoyotl';

function capture(format: 'text' | 'json') {
  const lines: string[] = [];
  const log = startLogging({ format, level: 'debug', write: (line) => lines.push(line) });
  return { log, lines };
}

test('a line of our own holds the event and the allowed fields, nothing else', () => {
  const { log, lines } = capture('json');
  const fields = { host: 'maguey.example:8420', status: 202, name: canary, text: `${canary} wrote` };
  log.info('deliveries.sent', fields);
  expect(lines).toHaveLength(1);
  const { time, ...rest } = JSON.parse(lines[0] ?? '');
  expect(new Date(time).toISOString()).toBe(time);
  expect(rest).toEqual({ level: 'info', event: 'deliveries.sent', host: 'maguey.example:8420', status: 202 });
});

test('plain text says the same', () => {
  const { log, lines } = capture('text');
  log.warn('peers.paused', { code: 'chain', attempt: 2 });
  expect(lines.join('')).toMatch(/^\S+Z warning peers\.paused code=chain attempt=2\n$/);
});

test('a field of the wrong shape is dropped, a sentence is no event', () => {
  const { log, lines } = capture('text');
  log.info('a.b', {
    code: `two ${canary}`,
    host: `${canary}@maguey.example`,
    id: canary,
    where: `a ${canary}`,
    ms: Number.NaN,
  });
  log.info(`${canary} wrote this`, { database: `${canary} ${canary}` });
  expect(lines.join('')).not.toContain(canary);
  expect(lines[1]).toContain('unnamed-event');
});

test('an error is its name, code and place in our code, never its message', () => {
  const { log, lines } = capture('json');
  const broken = Object.assign(new Error(`duplicate key (${canary})\n    at evil (src/${canary}.ts:1:1)`), {
    code: '23505',
  });
  log.error('a.b', { error: broken });
  log.error('a.b', { error: new Refusal('malformed', 'clauses[2].text') });
  log.error('a.b', { error: new Error('x', { cause: Object.assign(new Error(canary), { code: 'ECONNREFUSED' }) }) });
  log.error('a.b', { error: `thrown text ${canary}` });
  log.error('a.b', { error: { name: canary, message: canary } });
  expect(lines.join('')).not.toContain(canary);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ error: 'Error', code: '23505' });
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ error: 'Refusal', code: 'malformed', where: 'clauses[2].text' });
  expect(JSON.parse(lines[2] ?? '')).toMatchObject({ error: 'Error', code: 'ECONNREFUSED' });
  expect(JSON.parse(lines[3] ?? '')).toMatchObject({ error: 'string' });
});

test('a library is heard from warnings upwards, without its values', () => {
  const { lines } = capture('json');
  const logger = getLogger(['fedify', 'federation', 'inbox']);
  const activity = { id: `https://x.example/${canary}`, content: canary };
  logger.info('Activity {activityId} is enqueued.', { activityId: activity.id, activity });
  logger.error('Failed to send activity {activityId} to {inbox} ({status} {statusText}):\n{error}', {
    activityId: activity.id,
    inbox: `https://x.example/${canary}`,
    status: 410,
    statusText: canary,
    error: new Error(canary),
    activity,
    code: canary,
    kind: canary,
  });
  logger.warn(`Written together by a library: https://x.example/@${canary} ${canary}@x.example`);
  logger.warn`Tagged ${canary} and ${activity}`;
  expect(lines.join('')).not.toContain(canary);
  expect(lines).toHaveLength(3);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'error',
    source: 'fedify.federation.inbox',
    event: 'Failed to send activity {activityId} to {inbox} (410 {statusText}): Error',
    status: 410,
  });
});
