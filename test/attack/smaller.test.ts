import { expect, test } from 'vitest';
import { insertPending, showReceived } from '../../src/agreements/versions/received-store.ts';
import { follow } from '../../src/following/follow.ts';
import { uuidv7 } from '../../src/platform/ids.ts';
import { idOf } from '../../src/protocol/envelope.ts';
import { agreementOf, signedAgreement } from '../agreements/words.ts';
import { freshNodes } from '../peers/open-nodes.ts';

const { ceiba, maguey } = await freshNodes('ceiba', 'maguey');

const series = 'SSSSSSSSSSSSSSSSSSSSSA';
const original = `https://ceiba.example/agreements/${series}`;
/** Only a partner says it, so whatever link stands around it is of their making. */
const mark = 'tarantula';
const words = ['/leave', '//x.example/y', '?lang=es', '#support', 'https:leave', '\\leave', '../exit']
  .map((href) => `[${mark}](${href})`)
  .join(' ');

/** What somebody presses on those words. */
const pressed = (html: string): (string | undefined)[] =>
  [...html.matchAll(/<a\b([^>]*)>(?:<[^>]*>)*([^<]*)/g)]
    .filter(([, , text]) => text?.includes(mark))
    .map(([, attributes]) => /href="([^"]*)"/.exec(attributes ?? '')?.[1]);

test('a link in what a partner wrote leads to their own node, or is words, on every page that shows them', async () => {
  await follow(maguey.runtime, maguey.people.rosa.member, { actor: ceiba.actor });
  const { rosa, lu } = ceiba.people;
  const [clause] = agreementOf(ceiba).clauses;
  const whole = (version: number, prev: string | null) =>
    agreementOf(ceiba, {
      series,
      version,
      prev,
      summary: { es: words },
      protects: { es: [words] },
      clauses: [
        {
          ...clause!,
          id: 'CCCCCCCCCCCCCCCCCCCCCA',
          violence: 'economic',
          text: { es: `${words} v${version}.` },
          examples: { es: [words] },
          responses: { es: [`${version} ${words}`] },
        },
      ],
    });
  const first = signedAgreement(whole(1, null), rosa, lu);
  const second = signedAgreement(whole(2, idOf(first)), rosa, lu);
  for (const [at, envelope] of [first, second].entries()) {
    const id = uuidv7(new Date());
    const row = { id, actor: ceiba.actor, object: original, url: original, digest: `${at}` };
    const shown = { peer: ceiba.id, series, version: at + 1 };
    const checked = { ...shown, statement: idOf(envelope), envelope: JSON.stringify(envelope) };
    await maguey.runtime.db.transaction().execute(async (tx) => {
      await insertPending(tx, row, new Date());
      await showReceived(tx, id, checked, new Date());
    });
  }
  const place = `/partners/${ceiba.id}/agreements/${series}`;
  const there: Record<string, boolean> = {
    '/': false,
    '/agreements': false,
    [place]: true,
    [`${place}/versions/1`]: true,
    [`${place}/changes/1..2`]: false,
    [`${place}/zine`]: false,
    '/agreements/compare': false,
    '/agreements/compare/economic': false,
    [`/agreements/search?q=${mark}`]: false,
  };
  for (const [path, links] of Object.entries(there)) {
    const answer = await maguey.get(path, 'text/html');
    expect([path, answer.status]).toEqual([path, 200]);
    const html = await answer.text();
    const ways = pressed(html).filter((way) => way !== undefined);
    for (const way of ways) expect(way, path).toMatch(/^https:\/\/(ceiba\.example|leave)\//);
    expect(ways.includes('https://ceiba.example/leave'), path).toBe(links);
  }
});
