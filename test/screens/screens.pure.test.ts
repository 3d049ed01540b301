import { expect, it } from 'vitest';
import { allContracts } from '../support/contracts.ts';
import { otherRoutes } from '../support/other-routes.ts';
import { readSources } from '../support/sources.ts';
import { deskScreens, frames } from './desk-screens.ts';
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

it('makes a picture of every screen of the desk, and names none that is not there', () => {
  const drawn = readSources(['src/client/pages/desk']).flatMap(({ path, text }) => screensIn(path, text));
  expect(drawn.length).toBeGreaterThan(40);
  const known: string[] = [...Object.values(deskScreens), ...frames];
  expect(drawn.filter((one) => !known.includes(one))).toEqual([]);
  expect(known.filter((one) => !drawn.includes(one))).toEqual([]);
});

it('has no field outside of the kit', () => {
  const kit = ['src/client/pages/parts/fields.tsx', 'src/client/pages/parts/word-entry.tsx'];
  // Looking for words is a landmark of its own, with its button beside the field.
  const known = [...kit, 'src/agreements/search/form.tsx'];
  const drawing = readSources(['src']).filter(({ text }) =>
    /<(textarea|select|input(?! type="hidden"))[\s>]/.test(text),
  );
  expect(drawing.map(({ path }) => path).toSorted()).toEqual(known.toSorted());
});

/** The parts of a file that draw a whole screen, each as the list names it. */
function screensIn(path: string, text: string): string[] {
  const parts = text.split(/^(?:export )?function (?=[A-Z])/m).slice(1);
  const drawing = parts.filter((part) => /<Screen title=|<Step\s+number=/.test(part));
  return drawing.map((part) => `${path.replace('src/client/pages/desk/', '')} ${/^\w+/.exec(part)?.[0]}`);
}
