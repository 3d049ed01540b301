import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whereDelivery } from '../../src/client/alerts/where.ts';
import { adopt, atWork } from '../../src/commands/scripted-steps.ts';
import { canary } from '../support/alert-words.ts';
import { movedIn } from '../support/moved-in.ts';
import { firefox, webkit } from '../support/needs.ts';
import { agreementText, sharedAlert, trustForAlerts } from '../support/trust.ts';
import { type Collective, eventually, found } from '../support/world.ts';
import { deskOf } from './desk.ts';
import { firefoxHands, type Hands, shows, webkitHands } from './hands.ts';

/* The main job in browsers as their makers ship them: words open a desk, an alert is opened, words take it back. */

describe('what partners sent, and what is taken back', () => {
  let ceiba: Collective & AsyncDisposable;
  let maguey: Collective & AsyncDisposable;
  let peer: string;
  let lu: string;
  beforeAll(async () => {
    if (!firefox && !webkit) return;
    ceiba = await found('Ceiba');
    maguey = await found('Maguey');
    for (const party of [ceiba, maguey]) await adopt(party, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
    peer = await trustForAlerts(ceiba, maguey);
    lu = await movedIn(maguey, 0);
  }, 120_000);
  afterAll(async () => {
    for (const one of [ceiba, maguey]) await one?.[Symbol.asyncDispose]();
  });

  const engines: [string, unknown, () => Promise<Hands>, RegExp][] = [
    ['Firefox', firefox, firefoxHands, /firefox/i],
    ['WebKitGTK', webkit, webkitHands, /AppleWebKit.*Safari/],
  ];
  for (const [name, there, open, agent] of engines)
    test.runIf(there)(`are opened and taken back in ${name}`, { timeout: 120_000, retry: 1 }, async () => {
      const { words, delivery } = await sharedAlert(ceiba, peer);
      const { api } = await atWork(ceiba, 0);
      const stored = ({ steps }: Awaited<ReturnType<typeof whereDelivery>>) =>
        steps.some(({ acknowledged }) => acknowledged === 'stored');
      await eventually(() => whereDelivery(api, delivery), stored, 30_000);
      await using hands = await open();
      expect(await hands.agent()).toMatch(agent);
      await hands.goTo(`${deskOf(maguey)}/en`);
      await hands.typeWords(lu);
      await hands.press('Open my keyring');
      await shows(hands, 'Your desk');
      await hands.press('What partners sent you');
      await hands.press('Go to it, still closed');
      await hands.press('Open it now');
      await hands.press('Lift the curtain');
      await shows(hands, canary);
      await hands.goTo(`${ceiba.origin}/my-code`);
      await shows(hands, 'The words stay in this browser.');
      await hands.typeWords(words);
      await hands.press('Show me where it is');
      await shows(hands, 'Where it is');
      await hands.press('Take it back everywhere');
      await shows(hands, '1 alert is taken back');
      // Back leads to no words: the desk was left, and is locked.
      await hands.goTo(`${deskOf(maguey)}/en`);
      await shows(hands, 'The desk is locked');
      await hands.typeWords(lu);
      await hands.press('Open my keyring');
      await shows(hands, 'Your desk');
      await hands.press('What partners sent you');
      await expect
        .poll(
          async () => {
            await hands.press('Look again');
            return hands.text();
          },
          { timeout: 30_000, interval: 500 },
        )
        .toContain('An alert that was taken back');
    });
});
