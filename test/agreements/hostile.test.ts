import { describe, expect, it } from 'vitest';
import { importMarkdown } from '../../src/agreement-file/read.ts';
import { importStatement } from '../../src/agreements/publishing/import.ts';
import { insertPending, showReceived } from '../../src/agreements/versions/received-store.ts';
import { follow } from '../../src/following/follow.ts';
import { uuidv7 } from '../../src/platform/ids.ts';
import { idOf } from '../../src/protocol/envelope.ts';
import { asks, belonging, file } from '../agreement-file/agreement-file.ts';
import { freshNodes } from '../peers/open-nodes.ts';
import { agreementOf, signedRaw } from './words.ts';

const { ceiba, maguey } = await freshNodes('ceiba', 'maguey');

const script = '<script>alert(1)</script><img src=x onerror=alert(1)>[x](javascript:alert(1)) ]]>';
const zalgo = `Z${'\u0301\u0316\u034E'.repeat(60)}a`;
const hidden = '\u200e\u200f\u061c';
const words = `${hidden}${script} ${zalgo} متن من اليمين`;

describe('what a partner wrote to harm whoever reads it', () => {
  it('is plain words on every page, with no markup, no hidden marks and no towers of accents', async () => {
    await follow(maguey.runtime, maguey.people.rosa.member, { actor: ceiba.actor });
    const { rosa, lu } = ceiba.people;
    const said = { es: words };
    const [clause] = agreementOf(ceiba).clauses;
    const whole = (version: number, prev: string | null) =>
      agreementOf(ceiba, {
        series: 'SSSSSSSSSSSSSSSSSSSSSA',
        version,
        prev,
        title: { es: `${zalgo.slice(0, 100)} ${hidden}${script}` },
        summary: said,
        licence: script,
        protects: { es: [words] },
        adopted: { body: `${hidden}${script}`, method: 'other', at: '2026-03-14' },
        clauses: [
          {
            ...clause!,
            id: 'CCCCCCCCCCCCCCCCCCCCCA',
            violence: 'economic',
            ownName: { es: `${hidden}<b>${zalgo.slice(0, 60)}` },
            text: { es: `${words} v${version}. Lo mismo aquí.` },
            examples: { es: [words] },
            responses: { es: [`${version} ${words}`] },
            support: said.es ? { es: [words] } : {},
          },
        ],
      });
    // As it was stored before such marks were refused.
    const first = signedRaw(whole(1, null), [rosa, lu]);
    const second = signedRaw(whole(2, idOf(first)), [rosa, lu]);
    for (const [at, envelope] of [first, second].entries()) {
      const id = uuidv7(new Date());
      const row = { id, actor: ceiba.actor, object: 'https://c.test/1', url: 'https://c.test/1', digest: `${at}` };
      const shown = { peer: ceiba.id, series: 'SSSSSSSSSSSSSSSSSSSSSA', version: at + 1 };
      const checked = { ...shown, statement: idOf(envelope), envelope: JSON.stringify(envelope) };
      await maguey.runtime.db.transaction().execute(async (tx) => {
        await insertPending(tx, row, new Date());
        await showReceived(tx, id, checked, new Date());
      });
    }
    const series = `/partners/${ceiba.id}/agreements/SSSSSSSSSSSSSSSSSSSSSA`;
    const pages = [
      '/agreements',
      series,
      `${series}/versions/1`,
      `${series}/changes/1..2`,
      `${series}/zine`,
      '/agreements/compare',
      '/agreements/compare/economic',
    ];
    for (const path of pages) {
      const answer = await maguey.get(path, 'text/html');
      const html = await answer.text();
      expect([path, answer.status]).toEqual([path, 200]);
      expect(html, path).not.toMatch(/<script>|<img|javascript:alert\(1\)"|<b>Z/);
      expect(html, path).not.toMatch(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
      expect(html, path).not.toMatch(/\p{M}{9}/u);
    }
    // Who checks signatures gets the bytes as they were signed.
    const statement = await maguey.get(`${series}/statement`, '*/*');
    expect(statement.headers.get('content-type')).toBe('application/vnd.convive.agreement.v1+json');
    expect(await statement.text()).toBe(JSON.stringify(second));
    const markdown = await maguey.get(`${series}/versions/1/agreement.md`, '*/*');
    expect(markdown.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    expect((await maguey.get(`${series}/agreement.json`, '*/*')).headers.get('content-type')).toBe('application/json');
  });
});

describe('what is too much', () => {
  const clauses = (count: number) =>
    Array.from({ length: count }, (_, at) => [`## other: kind ${at}`, 'stance: not tolerated', 'text: No.']).flat();

  it('is an agreement of two thousand points, as a file and as a statement', async () => {
    let count = 0;
    const newId = () => Buffer.from(String(count++).padStart(16, 'id-')).toString('base64url');
    const read = importMarkdown(file({ sections: [...clauses(2000), ...belonging] }), { newId, asks });
    expect(read.ok).toBe(false);
    const statement = agreementOf(ceiba);
    const [one] = statement.clauses;
    const many = Array.from({ length: 2000 }, () => ({ ...one!, id: newId() }));
    const { member } = ceiba.people.rosa;
    await expect(importStatement(ceiba.runtime, member, { ...statement, clauses: many })).rejects.toMatchObject({
      code: 'schema',
    });
    expect(await ceiba.runtime.db.selectFrom('agreement_drafts').select('id').execute()).toEqual([]);
  });
});
