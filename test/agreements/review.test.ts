import { afterAll, beforeAll, expect, it } from 'vitest';
import { challenge, session } from '../../src/client/answers.ts';
import { connect } from '../../src/client/api.ts';
import { signingSecret } from '../../src/client/keyring.ts';
import { adopt } from '../../src/commands/story.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, signEnvelope } from '../../src/protocol/envelope.ts';
import { convive } from '../members/command-line.ts';
import { type Collective, found } from '../support/world.ts';
import { fileOf } from './words.ts';

/* The day on which a collective wanted to look at its agreement again. */

let ceiba: Collective & AsyncDisposable;
const near = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
const gone = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
beforeAll(async () => {
  ceiba = await found('Ceiba');
  for (const [day, title] of [
    [near, 'Acuerdo cercano'],
    [gone, 'Acuerdo vencido'],
    ['2031-01-01', 'Acuerdo lejano'],
  ])
    await adopt(
      ceiba,
      'ceiba.md',
      fileOf('ceiba-v1.es.md')
        .replace(/^revisión: .*$/m, `revisión: ${day}`)
        .replace('Acuerdo de convivencia de Ceiba', String(title)),
    );
});
afterAll(() => ceiba?.[Symbol.asyncDispose]());

const home = async (headers: Record<string, string> = {}) =>
  (await fetch(`${ceiba.origin}/?lang=es`, { headers: { accept: 'text/html', ...headers } })).text();

it('is remembered to members thirty days before and afterwards, and to nobody else', async () => {
  const api = connect(ceiba.origin);
  const { nonce } = await api.post('/sign-in/challenge', {}, challenge);
  const statement = { type: 'sign-in' as const, origin: api.origin, nonce, at: timeOf(new Date()) };
  const envelope = signEnvelope(draftEnvelope('sign-in', statement), signingSecret(ceiba.keyrings[0]!));
  const { token } = await api.post('/sign-in', { envelope }, session);
  const text = (html: string) => html.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ');
  const member = text(await home({ authorization: `Bearer ${token}` }));
  expect(member).toContain('Acuerdo cercano: quieren volver a mirarlo a más tardar el ');
  expect(member).toContain('Acuerdo vencido: querían volver a mirarlo a más tardar el ');
  expect(member).not.toContain('Acuerdo lejano: ');
  const visitor = text(await home());
  expect(visitor).toContain('Acuerdo cercano');
  expect(visitor).not.toMatch(/Acuerdo (cercano|vencido): /);
});

it('is told on the command line, and is a day in the calendar', async () => {
  const { out, err } = await convive(['agreements', 'list', '--node', ceiba.origin]);
  expect(out.match(/^Acuerdo /gm)).toHaveLength(3);
  expect(err).toContain(`You want to look at it again by ${near}.`);
  expect(err).toContain(`You wanted to look at it again by ${gone}.`);
  expect(err).not.toContain('2031');
  const calendar = await (await fetch(`${ceiba.origin}/agreements/reviews.ics`)).text();
  for (const day of [near, gone, '2031-01-01'])
    expect(calendar).toContain(`DTSTART;VALUE=DATE:${day.replaceAll('-', '')}`);
});
