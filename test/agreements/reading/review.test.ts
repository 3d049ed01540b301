import { afterAll, beforeAll, expect, it } from 'vitest';
import { adopt } from '../../../src/commands/scripted-steps.ts';
import { convive } from '../../members/command-line.ts';
import { type AtPages, asking, atPages } from '../../support/member-pages.ts';
import { type Collective, found } from '../../support/world.ts';
import { fileOf } from '../words.ts';

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

it('is remembered to members thirty days before and afterwards, and to nobody else', async () => {
  const member = await atPages(ceiba, 0);
  const text = async (who: AtPages, language: string) =>
    (await who.get(`/?lang=${language}`)).text.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ');
  const spanish = await text(member, 'es');
  expect(spanish).toContain('Acuerdo cercano: quieren volver a mirarlo a más tardar el ');
  expect(spanish).toContain('Acuerdo vencido: querían volver a mirarlo a más tardar el ');
  const english = await text(member, 'en');
  expect(english).toContain('Acuerdo cercano: you want to look at it again by ');
  expect(english).toContain('Acuerdo vencido: you wanted to look at it again by ');
  for (const read of [spanish, english]) expect(read).not.toContain('Acuerdo lejano: ');
  // Nothing of it stays for whoever asks next, in either language.
  for (const language of ['es', 'en']) {
    const visitor = await text(asking(ceiba.origin), language);
    expect(visitor).toContain('Acuerdo cercano');
    expect(visitor).not.toMatch(/Acuerdo (cercano|vencido): /);
  }
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
