import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adopt, atWork } from '../../src/commands/scripted-steps.ts';
import { drafting, newDevice, signing } from '../members/people.ts';
import { canary } from '../support/alert-words.ts';
import { hasTerminal } from '../support/needs.ts';
import { atTerminal, mainScreen, otherScreen } from '../support/pty.ts';
import { agreementText, sharedAlert, trustForAlerts } from '../support/trust.ts';
import { openDesks } from '../support/typed.ts';
import { type Collective, eventually, found } from '../support/world.ts';

const [rosa, marisol, tono] = [0, 1, 2];
const desks = openDesks();
const { typed } = desks;
const personal = async (party: Collective, who: number) => [...(await desks.personal(party, who)), '--yes'];

describe('at the terminal', () => {
  let ceiba: Collective & AsyncDisposable;
  let maguey: Collective & AsyncDisposable;
  let magueyId = '';
  let draft = '';
  let delivery = '';

  beforeAll(async () => {
    ceiba = await found('Ceiba');
    maguey = await found('Maguey');
    await adopt(ceiba, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
    magueyId = await trustForAlerts(ceiba, maguey);
    ({ draft, delivery } = await sharedAlert(ceiba, magueyId));
    await atWork(maguey, rosa);
    const listed = () => typed(maguey, rosa, 'alert', 'list');
    await eventually(listed, ({ out }) => out.includes(delivery));
  });
  afterAll(async () => {
    await ceiba?.[Symbol.asyncDispose]();
    await maguey?.[Symbol.asyncDispose]();
    desks[Symbol.dispose]();
  });

  it.runIf(hasTerminal)('an alert is read page by page on a screen that keeps nothing of it', async () => {
    const small = { rows: 16, columns: 60 };
    await using open = atTerminal(['alert', 'open', delivery, ...(await personal(maguey, rosa))], {}, small);
    let pages = 0;
    do {
      await open.says('└', ++pages);
      open.type('\r');
    } while (!open.out().includes('when you are done'));
    expect(await open.ended()).toMatchObject({ exit: 0 });
    expect(pages).toBeGreaterThan(1);
    expect(open.out()).toContain('Press Enter to read on.');
    expect(otherScreen(open.out())).toContain('Amenazó a una compañera.');
    expect(otherScreen(open.out())).toContain(canary);
    expect(mainScreen(open.out())).not.toMatch(/Amenaz|zanzibar/);
  });

  it.runIf(hasTerminal)('Ctrl-C in the middle of writing leaves nothing of it, here or at the node', async () => {
    const drafts = () => typed(ceiba, rosa, 'alert', 'list', '--json');
    const before = (await drafts()).out;
    await using writing = atTerminal(['alert', 'draft', ...(await personal(ceiba, rosa))]);
    await writing.says('preventive, or intervention');
    writing.type('preventive\r');
    await writing.says('How the person named is known');
    writing.type(`name=${canary}`);
    await writing.says(canary);
    writing.type('\x03');
    const { exit, settings } = await writing.ended();
    expect(exit).toBe(1);
    expect(settings).toMatch(/ icanon .* echo /);
    expect(otherScreen(writing.out())).toContain(canary);
    expect(mainScreen(writing.out())).not.toContain(canary);
    expect((await drafts()).out).toBe(before);
  });

  it('a list says in words how each item stands', async () => {
    const { out } = await typed(maguey, rosa, 'alert', 'list');
    expect(out).toMatch(/ {2}(not opened yet|opened and checked) {2}Ceiba \(localhost:\d+, [a-z]+ [a-z]+\)\n/);
  });

  it('whoever is too close to an item takes no part in it, and a colleague seals it for the others', async () => {
    expect(await typed(maguey, rosa, 'alert', 'recuse', delivery)).toMatchObject({ exit: 0 });
    expect((await typed(maguey, rosa, 'alert', 'list')).out).not.toContain(delivery);
    expect((await typed(maguey, rosa, 'alert', 'open', delivery)).exit).toBe(1);
    expect((await typed(maguey, rosa, 'alert', 'recuse', delivery)).exit).toBe(1);
    const run = await typed(maguey, marisol, 'alert', 'reseal', '--json');
    expect(JSON.parse(run.out)).toMatchObject({
      received: { proposed: 1, confirmed: 0, left: 0 },
      sent: [],
      drafts: 0,
    });
    expect((await typed(maguey, marisol, 'alert', 'open', delivery)).exit).toBe(0);
    const other = maguey.keyrings[rosa]!.member;
    expect((await typed(maguey, marisol, 'alert', 'recuse', delivery, '--member', other)).exit).toBe(0);
  });

  it('a new key signs again what the old one had signed, and a colleague moves the drafts to the new box', async () => {
    const { member } = ceiba.keyrings[rosa]!;
    const device = await newDevice(ceiba, ceiba.keyrings[marisol]!, { member, roles: [] });
    ceiba.keyrings[marisol] = (await drafting(ceiba, ceiba.keyrings[marisol]!, { replace: [member] })).keyring;
    await signing(ceiba, ceiba.keyrings[tono]!);
    ceiba.keyrings[rosa] = (await signing(ceiba, device.keyring, device.code)).keyring;

    const moved = await typed(ceiba, marisol, 'alert', 'reseal', '--json');
    expect(JSON.parse(moved.out)).toMatchObject({ drafts: 1, sent: [], refused: [] });
    const renewed = await typed(ceiba, rosa, 'keys', 'renew');
    expect(renewed).toMatchObject({ exit: 0, out: 'Signed again: 3 statements.\n' });
    for (const what of [
      'compared words with Maguey (local',
      'you decided what Maguey (local',
      'lacks a signature',
      'We send them:',
    ])
      expect(renewed.err).toContain(what);
    expect((await typed(ceiba, rosa, 'keys', 'renew')).out).toBe('Signed again: 0 statements.\n');

    // The draft that the old key attested: refused with a sentence, read and signed again, sealed as the next edition.
    const seal = () => typed(ceiba, rosa, 'alert', 'seal', draft, '--to', 'Maguey');
    expect(await seal()).toMatchObject({
      exit: 1,
      err: 'Somebody who signed this has left or has a new key. It has to be signed again.\n',
    });
    expect(await typed(ceiba, rosa, 'alert', 'attest', draft)).toMatchObject({
      exit: 0,
      err: expect.stringContaining('2 of 2'),
    });
    expect(JSON.parse((await seal()).out)).toMatchObject({ header: { delivery, edition: 2 } });
  });
});
