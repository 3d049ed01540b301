import { Hono } from 'hono';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Contract } from '../../schemas/contract.ts';
import { agreementsTextsContract } from '../../schemas/routes/agreements-texts.ts';
import { agreementsRoutes } from '../../src/agreements/routes.tsx';
import { fetchWithdrawals } from '../../src/agreements/taken-down.ts';
import { startText } from '../../src/agreements/texts/start.ts';
import { fetchPending } from '../../src/agreements/wire/fetch.ts';
import { follow } from '../../src/following/follow.ts';
import { answerError, answerNotFound } from '../../src/web/errors.tsx';
import type { Node } from '../peers/nodes.ts';
import { openNodes } from '../peers/open-nodes.ts';
import { allContracts } from '../support/contracts.ts';
import { otherRoutes } from '../support/other-routes.ts';
import { openedRound, rewrite, writtenText } from './rounds/deciding.ts';
import { fileOf, publishFile, takeBack } from './words.ts';

/* Every route of agreements that reads, asked on nodes where there is something to read. */

const { ceiba, maguey } = await openNodes('ceiba', 'maguey');
let contracts: Contract[] = [];
const params: Record<string, string> = { version: '1', violence: 'verbal', versions: '1..2', number: '2' };

beforeAll(async () => {
  contracts = (await allContracts()).filter(({ room }) => room.startsWith('agreements')).map((one) => one.contract);
  await follow(maguey.runtime, maguey.people.rosa.member, { actor: ceiba.actor });
  await maguey.drain();
  const { series } = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
  await publishFile(ceiba, fileOf('ceiba-v2.es.md'), series);
  const gone = await publishFile(ceiba, fileOf('ceiba-v1.es.md'));
  for (let round = 0; round < 2; round++) {
    await ceiba.drain();
    await fetchPending(maguey.runtime);
  }
  await takeBack(ceiba, gone.series);
  await ceiba.drain();
  await fetchWithdrawals(maguey.runtime);
  const text = await writtenText(ceiba, series);
  await rewrite(ceiba, text, 'Unas palabras.');
  const round = await openedRound(ceiba, text);
  await round.move('rosa', 'sense_check', 'amend');
  await rewrite(ceiba, text, 'Otras palabras.');
  await round.bring('rosa');
  const other = await startText(ceiba.runtime, ceiba.people.rosa.member, { from: 'template', language: 'es' });
  Object.assign(params, { series, peer: ceiba.id, round: round.id, since: '1', part: 'front', revision: '1' });
  Object.assign(params, { text: 'id' in other ? other.id : '', withdrawn: gone.series });
});

/** Asks the node where it is read: ours at ours, a partner's at the other one; as a member. With a body, posts it. */
async function ask(path: string, accept: string, body?: object): Promise<Response> {
  const { runtime, name, people }: Node = path.startsWith('/partners/') ? maguey : ceiba;
  const page = { name, links: () => [] };
  const app = new Hono();
  app.onError(answerError(page, (error) => console.error(error)));
  app.notFound(answerNotFound(page));
  app.use(async (c, next) => {
    c.set('signedIn', { member: people.rosa.member, roles: ['steward'], plain: false });
    await next();
  });
  app.route(
    '/',
    agreementsRoutes(runtime, page, () => 'all'),
  );
  const place = path.replace(/:(\w+)/g, (_, part: string) => params[part] ?? '');
  if (body === undefined) return app.request(place, { headers: { accept } });
  const headers = { accept, 'content-type': 'application/json' };
  return app.request(place, { method: 'POST', headers, body: JSON.stringify(body) });
}

const typeOf = (answer: Response): string => (answer.headers.get('content-type') ?? '').split(';')[0] ?? '';

describe('a route of agreements that reads', () => {
  it('answers as its contract says, and as a page or a file beside it', async () => {
    const reading = contracts.filter(({ method }) => method === 'GET');
    expect(reading.length).toBeGreaterThan(25);
    const seen: unknown[] = [];
    for (const { path, answer, type = 'application/json', page, file } of reading) {
      const query = path.endsWith('/search') ? '?q=gritar' : '';
      if (path === '/acknowledgements' || path === '/acknowledgements/:id') continue;
      const asked = path.replace(/:series\/withdrawal$/, ':withdrawn/withdrawal');
      const json = await ask(`${asked}${query}`, 'application/json');
      expect([path, json.status, typeOf(json)]).toEqual([path, 200, type]);
      const value: unknown = await json.json();
      expect([path, answer?.safeParse(value).error?.issues]).toEqual([path, undefined]);
      seen.push(value);
      if (!page && !file) continue;
      const beside = await ask(`${path}${query}`, 'text/html');
      expect([path, beside.status, typeOf(beside)]).toEqual([path, 200, file ?? 'text/html']);
    }
    expect(JSON.stringify(seen).length).toBeGreaterThan(100_000);
  });

  it('answers with a page or a file where it has no contract, also to who names JSON alone', async () => {
    const others = [...otherRoutes].filter(([route]) => /^GET \/(agreements|partners)\//.test(route));
    expect(others.length).toBeGreaterThan(15);
    for (const [route, type] of others) {
      const answer = await ask(route.replace('GET ', ''), 'application/json');
      expect([route, answer.status, typeOf(answer)]).toEqual([route, 200, type]);
    }
  });
});

describe('a route with which members write', () => {
  const { start, addPart, savePart, keepUnsaved } = agreementsTextsContract;

  /** The answer, which must be what the contract says under that status. */
  const answered = async (contract: Contract, body: object, status: number): Promise<Record<string, unknown>> => {
    const answer = await ask(contract.path, 'application/json', body);
    const value: unknown = await answer.json();
    expect([contract.path, answer.status, value]).toEqual([contract.path, status, expect.anything()]);
    const other = contract.also?.find((one) => one.status === status);
    const read = (other ?? contract).answer?.safeParse(value);
    expect([contract.path, read?.error?.issues]).toEqual([contract.path, undefined]);
    return value as Record<string, unknown>;
  };

  it('answers as its contract says, also where it does not do what was asked', async () => {
    const { id } = await answered(start, { from: 'empty', language: 'es' }, 201);
    params.text = String(id);
    await answered(start, { from: 'markdown', markdown: 'nada' }, 400);
    const { part } = await answered(addPart, { kind: 'clause', violence: 'verbal' }, 201);
    params.part = String(part);
    expect(await answered(keepUnsaved, { revision: 1, 'text.es': 'Uno.' }, 200)).toEqual({ kept: true });
    expect(await answered(savePart, { revision: 1, 'text.es': 'Uno.' }, 200)).toEqual({ revision: 2 });
    await answered(savePart, { revision: 1, 'text.es': 'a\u202eb' }, 400);
    await answered(savePart, { revision: 1, 'text.es': 'Dos.' }, 409);
    // Only a page shows how words would read.
    const preview = await ask(savePart.path, 'application/json', { revision: 2, press: 'preview' });
    expect([preview.status, await preview.json()]).toEqual([400, { code: 'malformed', where: 'press' }]);
  });
});
