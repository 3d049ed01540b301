import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Whereabouts } from '../../schemas/notice-answers.ts';
import { WherePicture } from '../../src/client/pages/parts/where-picture.tsx';
import { heldBy, lifeOf } from '../../src/client/say/where.ts';
import { i18nFor } from '../../src/platform/i18n.ts';

const idOf = (text: string) => createHash('sha256').update(text).digest('base64url');

type Step = Whereabouts['steps'][number];
const step = (some: Partial<Step>): Step => ({
  kind: 'alert',
  recipient: 'https://maguey.example/actor',
  state: 'sent',
  attempts: 1,
  sent: '2026-12-01T08:00:00Z',
  answer: null,
  acknowledged: null,
  acknowledgedOn: null,
  ...some,
});
const at = (some: Partial<Whereabouts>): Whereabouts => ({
  delivery: 'A'.repeat(22),
  peer: idOf('Maguey'),
  name: null,
  state: 'granted',
  edition: 1,
  until: '2027-03-01T00:00:00Z',
  goesOut: null,
  goneBy: null,
  asksNothingMore: false,
  steps: [],
  ...some,
});
const asked = step({ kind: 'drop' });

/** Where a delivery is, its line in the picture, and its stages: the yes, sending, there, the end. */
const lives: [string, Whereabouts, string, string][] = [
  ['waits its day', at({ goesOut: '2026-12-02T08:00:00Z' }), 'to-go', 'over now later later'],
  ['has not left', at({ steps: [step({ state: 'due', sent: null })] }), 'to-go', 'over now later later'],
  ['could not be sent', at({ steps: [step({ state: 'failed' })] }), 'to-go', 'over now later later'],
  ['is there', at({ steps: [step({ acknowledged: 'stored' })] }), 'there', 'over over now later'],
  ['was opened', at({ steps: [step({ acknowledged: 'opened' })] }), 'there', 'over over now later'],
  ['cannot be opened', at({ steps: [step({ acknowledged: 'unopenable' })] }), 'there', 'over over now later'],
  ['is to be erased', at({ state: 'withdrawn', steps: [step({}), asked] }), 'ending', 'over over over now'],
  [
    'is erased',
    at({ state: 'withdrawn', steps: [step({}), { ...asked, acknowledged: 'deleted' }] }),
    'gone',
    'over over over over',
  ],
  ['ended', at({ state: 'expired', steps: [step({})] }), 'gone', 'over over over over'],
  ['never left', at({ state: 'withdrawn' }), 'gone', 'over passed passed over'],
];

test.each(lives)('a delivery that %s: its line, and which stage of its life is now', (_, one, way, stages) => {
  expect(heldBy([one])).toEqual([{ mark: one.peer, way }]);
  const life = lifeOf(i18nFor('en'), one);
  expect(life.map(({ state }) => state).join(' ')).toBe(stages);
  expect(life.map(({ name }) => name)).toEqual(['The yes', 'Sending', 'There', 'The end']);
});

test('nobody is drawn for whom nothing is left, and nothing where nobody is', () => {
  expect(heldBy([at({ peer: '', state: 'withdrawn' })])).toEqual([]);
  expect(WherePicture({ own: idOf('Ceiba'), holders: [] })).toBeNull();
});

test('the picture holds ours and every holder, inside its frame, without a word that only eyes get', () => {
  for (const count of [1, 2, 3, 8, 30]) {
    const holders = Array.from({ length: count }, (_, n) => ({ mark: idOf(`partner ${n}`), way: 'there' as const }));
    const html = String(WherePicture({ own: idOf('Ceiba'), holders }));
    expect(html.match(/class="mark /g)).toHaveLength(count + 1);
    expect(html).toMatch(/^<svg [^>]*aria-hidden="true"/);
    expect(html.replace(/<[^>]*>/g, '')).toBe('');
    const [, wide = 0, high = 0] = /viewBox="0 0 (\d+) (\d+)"/.exec(html)?.map(Number) ?? [];
    const circles = [...html.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"/g)];
    expect(circles).toHaveLength(count + 1);
    for (const [x = 0, y = 0, r = 0] of circles.map((found) => found.slice(1).map(Number))) {
      expect(x - r).toBeGreaterThanOrEqual(1);
      expect(x + r).toBeLessThanOrEqual(wide - 1);
      expect(y - r).toBeGreaterThanOrEqual(1);
      expect(y + r).toBeLessThanOrEqual(high - 1);
    }
  }
});
