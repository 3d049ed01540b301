import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Published } from '../../schemas/routes/agreements.ts';
import { acknowledgementOf, signAcknowledgement } from '../../src/client/agreements/acknowledge.ts';
import { listAgreements } from '../../src/client/agreements/agreements.ts';
import { addPeer } from '../../src/client/peers/peers.ts';
import { adopt, atWork, compareWords, meet, stand } from '../../src/commands/scripted-steps.ts';
import { agreementText, takeBack } from '../support/trust.ts';
import { type Collective, eventually, found } from '../support/world.ts';

type Open = Collective & AsyncDisposable;
const page = async (url: string, accept = 'text/html') =>
  (await fetch(url, { headers: { accept, 'accept-language': 'es' } })).text();

describe('an agreement travels', () => {
  let ceiba: Open;
  let maguey: Open;
  let hawthorn: Open;
  let first: Published;
  const partnersOf = async (party: Collective) => (await listAgreements((await atWork(party, 0)).api)).partners;
  const showing = (party: Collective, id: string) =>
    eventually(
      () => partnersOf(party),
      (partners) => partners.some((one) => one.id === id),
    );

  beforeAll(async () => {
    [ceiba, maguey, hawthorn] = (await Promise.all(['Ceiba', 'Maguey', 'Hawthorn'].map((name) => found(name)))) as [
      Open,
      Open,
      Open,
    ];
    for (const party of [maguey, hawthorn]) await meet(party, ceiba);
    await meet(ceiba, maguey);
  });
  afterAll(async () => {
    for (const party of [ceiba, maguey, hawthorn]) await party?.[Symbol.asyncDispose]();
  });

  it('is shown by both partners that follow, with who adopted it and its hash', async () => {
    first = await adopt(ceiba, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
    for (const party of [maguey, hawthorn]) {
      const shown = (await showing(party, first.id)).find((one) => one.id === first.id);
      expect(shown).toMatchObject({ name: 'Ceiba', version: 1, adopted: { body: 'Asamblea general de Ceiba' } });
      const text = await page(shown!.url);
      expect(text).toContain('Asamblea general de Ceiba');
      expect(text).toContain(first.id);
      expect(text).toContain('No hemos confirmado con gente de Ceiba');
    }
  });

  it('shows what a collective said of it before it was known, once it is', async () => {
    const said = 'Hawthorn';
    for (const who of [0, 1]) {
      const { api, keyring, root } = await atWork(hawthorn, who);
      const words = await acknowledgementOf({ api, keyring, chain: root.chain }, first.id, who === 0 ? [] : null);
      await signAcknowledgement({ api, keyring }, words);
    }
    const refused = await eventually(
      () =>
        hawthorn
          .node!.app.runtime.db.selectFrom('deliveries')
          .select('answer')
          .where('kind', '=', 'acknowledgement')
          .execute(),
      ([row]) => row?.answer !== null,
    );
    expect(refused).toEqual([{ answer: '403 unknown-issuer' }]);
    expect(await page(first.url)).not.toContain(said);
    await addPeer((await atWork(ceiba, 0)).api, hawthorn.origin);
    await eventually(
      () => page(first.url),
      (text) => text.includes(said),
      30_000,
    );
  });

  it("says on the partner's page that words were compared, once two people did", async () => {
    await compareWords(maguey, ceiba, 'es');
    const shown = (await partnersOf(maguey)).find((one) => one.id === first.id);
    expect(await page(shown!.url)).not.toContain('No hemos confirmado con gente de Ceiba');
  });

  it('keeps its lineage when a partner adapts it', async () => {
    const lineage = agreementText('maguey-v1.es.md')
      .replace(/A{43}/, first.id)
      .replace(/E{43}/, first.agreement.issuer);
    const adapted = await adopt(maguey, 'maguey-v1.es.md', lineage);
    expect(adapted.agreement.adaptedFrom).toEqual([{ agreement: first.id, issuer: first.agreement.issuer }]);
    expect(await page(adapted.url)).toContain('Ceiba');
    const here = (await showing(ceiba, adapted.id)).find((one) => one.id === adapted.id);
    expect(here?.name).toBe('Maguey');
    // Whose words they were finds the way back to its own version.
    expect(await page(here!.url)).toContain(`/agreements/${first.series}/versions/1"`);
  });

  it('is replaced by its second version everywhere, and keeps the ids of its clauses', async () => {
    const second = await adopt(ceiba, 'ceiba-v2.es.md', agreementText('ceiba-v2.es.md'), first.series);
    expect(second.agreement.prev).toBe(first.id);
    expect(second.agreement.clauses.map(({ id }) => id)).toEqual(first.agreement.clauses.map(({ id }) => id));
    for (const party of [maguey, hawthorn]) await showing(party, second.id);
  });

  it('waits for a partner that is away, and arrives when it returns', async () => {
    await hawthorn.stop();
    const third = agreementText('ceiba-v1.es.md');
    const published = await adopt(ceiba, 'ceiba-v3.es.md', third, first.series);
    await showing(maguey, published.id);
    await hawthorn.start();
    await eventually(
      () => partnersOf(hawthorn),
      (partners) => partners.some((one) => one.id === published.id),
      30_000,
    );
  });

  it('is gone everywhere when it is taken back, also where nobody follows any more', async () => {
    const before = await partnersOf(maguey);
    const url = before.find((one) => one.name === 'Ceiba')!.url;
    await takeBack(ceiba, first.series);
    for (const party of [maguey, hawthorn])
      await eventually(
        () => partnersOf(party),
        (partners) => partners.every((one) => one.name !== 'Ceiba'),
        30_000,
      );
    for (const gone of [url, first.url]) {
      const answer = await fetch(gone, { headers: { accept: 'text/html' } });
      expect(answer.status).toBe(404);
      expect(await answer.text()).not.toContain(first.series);
    }
  });

  it('gives no standing to a partner whose words nobody compared', async () => {
    await expect(stand(hawthorn, ceiba, { accepts: ['alerts'], sends: [] })).rejects.toMatchObject({
      code: 'unverified-peer',
    });
  });
});
