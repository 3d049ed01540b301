import { expect, test, vi } from 'vitest';
import { readSettings } from '../../src/config.ts';
import { freshPlace } from '../support/databases.ts';
import { quiet } from '../support/quiet.ts';

test('a node that no command line started reads its languages itself', async () => {
  vi.resetModules();
  const { i18nFor } = await import('../../src/platform/i18n.ts');
  expect(() => i18nFor('en')).toThrow('nothing can be said yet');
  await using place = await freshPlace();
  const { startNode } = await import('../../src/main.ts');
  const settings = readSettings({ DATA: place.folder, PORT: '0' });
  await using node = await startNode({ settings, log: quiet, announce: () => {}, env: {} });
  const page = await fetch(`${node.origin}/?lang=es`, { headers: { accept: 'text/html' } });
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<html lang="es"')]);
});
