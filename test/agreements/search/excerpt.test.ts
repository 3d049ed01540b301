import { beforeAll, beforeEach, expect, it } from 'vitest';
import { importStatement } from '../../../src/agreements/publishing/import.ts';
import { publishDraft } from '../../../src/agreements/publishing/publish.ts';
import { articleUrl } from '../../../src/agreements/versions/addresses.ts';
import { freshNodes } from '../../peers/open-nodes.ts';
import { agreementOf, signBy, takeBack } from '../words.ts';

/* Other software refuses an activity of 100 kB: what leaves is under 60 kB, counted in bytes as they are posted. */

const { ceiba, network } = await freshNodes('ceiba');
const posted: { type: string; bytes: number; object: { content: string; source: { content: string } } }[] = [];
const actor = 'https://stage.example/users/lu';
beforeAll(async () => {
  network.set('https://stage.example', async (request) => {
    const bytes = new Uint8Array(await request.arrayBuffer());
    posted.push({ ...JSON.parse(new TextDecoder().decode(bytes)), bytes: bytes.length });
    return new Response(null, { status: 202 });
  });
});
beforeEach(async () => {
  posted.length = 0;
  const row = { actor, inbox: `${actor}/inbox`, convive: false, follow: `${actor}#follow`, followed: new Date() };
  await ceiba.runtime.db.insertInto('followers').values(row).execute();
});

const id = (n: number) => `${String(n).padStart(21, 'A')}A`;
/** An agreement whose JSON has at least so many bytes, all of them of that text. */
function longOf(text: string, bytes: number, changes: Parameters<typeof agreementOf>[1] = {}) {
  const base = agreementOf(ceiba, changes);
  const [clause] = base.clauses;
  const most = [...text.repeat(Math.ceil(1500 / text.length))].slice(0, 1500).join('').trim();
  const clauses = [];
  for (let n = 0; clauses.length * Buffer.byteLength(most) < bytes; n++)
    clauses.push({ ...clause!, id: id(n), ownName: { es: `Otra ${n}` }, text: { es: most } });
  const agreement = { ...base, clauses };
  expect(Buffer.byteLength(JSON.stringify(agreement))).toBeGreaterThan(bytes);
  return agreement;
}

async function publish(agreement: ReturnType<typeof agreementOf>) {
  const { rosa, lu } = ceiba.people;
  const draft = await importStatement(ceiba.runtime, rosa.member, agreement);
  await signBy(ceiba, draft, rosa, lu);
  return publishDraft(ceiba.runtime, rosa.member, draft.id);
}

it.each([
  ['Latin letters', 'Nos hablamos sin gritos. '],
  ['accents', 'ñandú áéíóú '],
  ['three bytes a sign', '我们不喊叫。'],
  ['four bytes a sign', '🌳🏽‍🌾𐍈 '],
  ['from right to left, with marks', 'شَجَرَةٌ نَتَكَلَّمُ '],
  ['what HTML must escape', '&<>"\' <&>" '],
  ['what JSON must escape', '"\\" \\\\ '],
])('an agreement of 70 kB in %s goes out under 60 kB with a link to all of it', async (_name, text) => {
  const first = await publish(longOf(text, 70_000));
  await ceiba.drain();
  const { series } = first;
  await publish(longOf(text, 70_000, { series, version: 2, prev: first.id }));
  await ceiba.drain();
  await takeBack(ceiba, series);
  await ceiba.drain();
  expect(posted.map(({ type }) => type)).toEqual(['Create', 'Add', 'Update', 'Delete', 'Remove']);
  for (const { bytes } of posted) expect(bytes).toBeLessThan(60_000);
  for (const { object, bytes } of posted.filter(({ type }) => type === 'Create' || type === 'Update')) {
    expect(object.content).toContain('<p>…</p>');
    expect(object.content).toContain(`<a href="${articleUrl(ceiba.runtime.origin, series)}"`);
    expect(object.source.content).toContain(`](${articleUrl(ceiba.runtime.origin, series)})`);
    expect(object.content).not.toContain('\ufffd');
    // An excerpt, not a title: most of what fits is there.
    expect(bytes).toBeGreaterThan(35_000);
  }
});
