import { expect, it } from 'vitest';
import { allContracts } from '../support/contracts.ts';
import { otherRoutes } from '../support/other-routes.ts';
import { screens } from './screens.ts';

it('makes a picture of every page that a node answers with', async () => {
  const beside = (await allContracts()).filter(({ contract }) => contract.method === 'GET' && contract.page);
  const pages = [
    ...beside.map(({ contract }) => `GET ${contract.path}`),
    ...[...otherRoutes].flatMap(([route, type]) => (type === 'text/html' ? [route] : [])),
  ];
  expect(pages.length).toBeGreaterThan(25);
  expect(pages.filter((page) => screens.every(({ route }) => route !== page))).toEqual([]);
});

it('names no page that is none', async () => {
  const known = new Set([
    ...(await allContracts()).map(({ contract }) => `GET ${contract.path}`),
    ...otherRoutes.keys(),
    'GET /nothing',
  ]);
  expect(screens.filter(({ route }) => !known.has(route))).toEqual([]);
});
