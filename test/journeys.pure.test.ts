import { expect, test } from 'vitest';
import { parseAll } from './support/house/imports.ts';
import { filesOfJourney } from './support/house/journeys.ts';
import journeys from './support/journeys.json' with { type: 'json' };
import { readSources } from './support/sources.ts';

const filesIn = (sources: { path: string; text: string }[]) =>
  new Map(parseAll(sources).map((file) => [file.path, file]));

test.each(Object.entries(journeys.now))('the waypoints of the journey of %s are there', (_name, waypoints) => {
  const files = filesOfJourney(filesIn(readSources(['src'])), waypoints);
  expect(files.length).toBeGreaterThan(waypoints.length);
});

test('a journey counts what its functions take, directly and by value', () => {
  const files = filesIn([
    { path: 'src/peers/routes.tsx', text: "import { unseen } from './unseen.ts'; routes.get('/', unseen);" },
    {
      path: 'src/peers/add.tsx',
      text: [
        "import { line } from '../../schemas/encodings.ts';",
        "import { pin } from './pin.ts';",
        "import type { Row } from './rows.ts';",
        "import { Card } from './card.tsx';",
        "import { drop } from './drop.ts';",
        'export function add(row: Row) { return line(row) && shown(pin); }',
        'const shown = (one) => <Card one={one} />;',
        'export function remove() { drop(); }',
      ].join('\n'),
    },
    { path: 'src/peers/pin.ts', text: "import { deep } from './deep.ts'; export const pin = () => deep();" },
  ]);
  expect(filesOfJourney(files, ['src/peers/routes.tsx', 'src/peers/add.tsx#add'])).toEqual([
    'src/peers/add.tsx',
    'src/peers/card.tsx',
    'src/peers/pin.ts',
    'src/peers/routes.tsx',
  ]);
  expect(() => filesOfJourney(files, ['src/peers/gone.ts#add'])).toThrow('src/peers/gone.ts is not there');
  expect(() => filesOfJourney(files, ['src/peers/add.tsx#gone'])).toThrow('src/peers/add.tsx has no gone');
});
