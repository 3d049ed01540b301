import { expect, test } from 'vitest';
import { WaitingBody } from '../../src/home/home-page.tsx';
import { i18nFor } from '../../src/platform/i18n.ts';

test('before the collective stands, its first page leads to the printed link, and to no command', () => {
  const view = { i18n: i18nFor('en'), link: (path: string) => path } as Parameters<typeof WaitingBody>[0]['view'];
  const html = String(<WaitingBody view={view} />);
  expect(html).toContain('Open the link that the terminal printed');
  expect(html).not.toContain('npm run');
});
