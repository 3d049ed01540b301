import { describe, expect, it } from 'vitest';
import type { Alert } from '../../schemas/alert.ts';
import { b64u } from '../../src/protocol/encoding.ts';
import { checkAlert } from '../../src/protocol/notice.ts';
import { alertOf, collective, inDays, now } from './cast.ts';
import { refuses } from './refusals.ts';

const ceiba = await collective('ceiba');
const id = b64u(new Uint8Array(32));
const name = { kind: 'name', value: 'Alguien' } as const;
const old = { version: 2, supersedes: id, firstIssuedAt: '2022-01-10T00:00:00Z' };

describe('the rules of an alert', () => {
  it.each([
    ['a name alone', { identifiers: [name] }, 'identifiers'],
    ['the same name twice', { identifiers: [name, name] }, 'identifiers'],
    ['anything micro', { severity: 'micro' }, 'severity'],
    ['a first version that supersedes', { supersedes: id }, 'supersedes'],
    ['a later version that supersedes nothing', { version: 2 }, 'supersedes'],
    ['a date ahead of ours', { issuedAt: inDays(1), firstIssuedAt: inDays(1) }, 'issuedAt'],
    ['a first version with an earlier beginning', { firstIssuedAt: inDays(-3) }, 'firstIssuedAt'],
    ['a beginning after its own date', { version: 2, supersedes: id, firstIssuedAt: inDays(-1) }, 'firstIssuedAt'],
    ['one that is over', { expires: inDays(0) }, 'expires'],
    ['a serious one beyond 12 months', { expires: '2027-11-20T12:00:01Z' }, 'expires'],
    ['a grave one beyond 24 months', { severity: 'grave', expires: '2028-11-20T12:00:01Z' }, 'expires'],
    ['an extreme one beyond 36 months', { severity: 'extreme', expires: '2029-11-20T12:00:01Z' }, 'expires'],
    ['a serious one beyond 5 years in all', { ...old, expires: '2027-01-10T00:00:01Z' }, 'expires'],
    ['a review beyond six months', { reviewBy: '2027-05-20T12:00:01Z' }, 'reviewBy'],
    ['a review before it was written', { reviewBy: inDays(-2) }, 'reviewBy'],
  ] satisfies [string, Partial<Alert>, string][])('refuse %s', async (_name, changes, where) => {
    await refuses('notice-rule', () => checkAlert(alertOf(ceiba, changes), now), where);
  });

  it.each([
    ['two different names', { identifiers: [name, { kind: 'alias', value: 'Otra' }] }],
    ['a telephone number alone', { identifiers: [{ kind: 'phone', value: '+52 55' }] }],
    ['an address for mail alone', { identifiers: [{ kind: 'email', value: 'a@b.test' }] }],
    ['a serious one of 12 months', { expires: '2027-11-20T12:00:00Z' }],
    ['a grave one of 24 months', { severity: 'grave', expires: '2028-11-20T12:00:00Z' }],
    ['an extreme one of 36 months', { severity: 'extreme', expires: '2029-11-20T12:00:00Z' }],
    ['a review after six months', { reviewBy: '2027-05-20T12:00:00Z' }],
    ['an extreme one after more than five years', { ...old, severity: 'extreme', expires: '2029-01-10T00:00:00Z' }],
  ] satisfies [string, Partial<Alert>][])('allow %s', (_name, changes) => {
    expect(() => checkAlert(alertOf(ceiba, changes), now)).not.toThrow();
  });
});
