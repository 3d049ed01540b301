import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookUp } from '../../src/client/alerts/withdraw.ts';
import { connect } from '../../src/client/api/api.ts';
import { checkPeer, wordsWith } from '../../src/client/peers/peers.ts';
import { standQuestion } from '../../src/client/say/peers.ts';
import { adopt, attested, atWork, consented, meet } from '../../src/commands/scripted-steps.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { twoWords } from '../../src/protocol/compare.ts';
import { convive } from '../members/command-line.ts';
import { alertWords } from '../support/alert-words.ts';
import { agreementText, sharedAlert, trustForAlerts } from '../support/trust.ts';
import { openDesks } from '../support/typed.ts';
import { type Collective, eventually, found } from '../support/world.ts';

/* A server that shows one collective under another one's name, and what people read all the same (decision 0018). */

const [rosa, marisol, tono] = [0, 1, 2];
const { typed, asked, ...desks } = openDesks();
type Standing = Collective & AsyncDisposable;
let ceiba: Standing;
let maguey: Standing;
let hawthorn: Standing;
let ids: { maguey: string; hawthorn: string };
/** As two of Ceiba signed it, in English. */
let as: { maguey: string; hawthorn: string };

const db = (party: Collective) => party.node!.app.runtime.db;
const called = (name: string, party: Collective, id: string) =>
  `${name} (${new URL(party.origin).host}, ${twoWords(id, 'en')})`;
/** As a server does that says what it likes, and asks nobody else. */
const showAs = async (peer: string, name: string, by: Collective = ceiba) => {
  const said = { name, called: null, pulled: new Date() };
  await db(by).updateTable('peers').set(said).where('peer', '=', peer).execute();
};
/** From here on Ceiba's own node shows each of the two under the name of the other. */
const swapNames = async () => {
  await showAs(ids.maguey, 'Hawthorn');
  await showAs(ids.hawthorn, 'Maguey');
};

beforeAll(async () => {
  [ceiba, maguey, hawthorn] = [await found('Ceiba'), await found('Maguey'), await found('Hawthorn')];
  await adopt(ceiba, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
  await adopt(maguey, 'hawthorn-v1.en.md', agreementText('hawthorn-v1.en.md'));
  ids = { maguey: await trustForAlerts(ceiba, maguey), hawthorn: await trustForAlerts(ceiba, hawthorn) };
  as = { maguey: called('Maguey', maguey, ids.maguey), hawthorn: called('Hawthorn', hawthorn, ids.hawthorn) };
}, 120_000);
afterAll(async () => {
  for (const party of [ceiba, maguey, hawthorn]) await party?.[Symbol.asyncDispose]();
  desks[Symbol.dispose]();
});

describe('a server that gives one collective the name of another', () => {
  let draft = '';
  let words = '';
  const now = 'they now call themselves “Hawthorn”';
  const place = () => as.maguey.slice(0, -1);

  beforeAll(async () => {
    draft = await attested(ceiba, alertWords());
    words = await consented(ceiba, draft, ids.maguey);
    await swapNames();
  });
  afterAll(async () => {
    await showAs(ids.maguey, 'Maguey');
    await showAs(ids.hawthorn, 'Hawthorn');
  });

  it('changes nothing of what a list says but what is said beside it', async () => {
    const { out } = await typed(ceiba, rosa, 'peers', 'list');
    expect(out).toContain(`${place()}; ${now})  trusted  ${ids.maguey}`);
    expect(out).toContain(`${as.hawthorn.slice(0, -1)}; they now call themselves “Maguey”)  trusted  ${ids.hawthorn}`);
  });

  it('does not get a consent, a witness, a seal or a decision for the other one by that name', async () => {
    const meant = { exit: 1, err: expect.stringContaining('belong to different collectives') };
    const text = alertWords().conduct;
    for (const argv of [
      ['alert', 'consent', await attested(ceiba, alertWords()), '--to', 'Maguey'],
      ['alert', 'witness', draft, '--to', 'Hawthorn'],
      ['alert', 'seal', draft, '--to', 'Hawthorn'],
      ['peers', 'stand', 'Maguey', '--sends', 'alerts', '--review', '2027-05-01'],
      ['peers', 'words', 'Maguey'],
      ['peers', 'compare', 'Maguey', '--words-file', '-'],
    ]) {
      const run = await typed(ceiba, rosa, ...argv);
      expect(run, argv.join(' ')).toMatchObject(meant);
      expect(run.out + run.err).not.toContain(text);
    }
  });

  it('does not change what the person and the witness read', async () => {
    const other = await attested(ceiba, alertWords());
    const read = await asked(ceiba, rosa, ['alert', 'consent', other, '--to', ids.maguey], ['no']);
    expect(read.out).toContain(`It goes to ${place()}; ${now}), and to nobody else.`);
    const witnessed = await typed(ceiba, marisol, 'alert', 'witness', draft, '--to', maguey.origin);
    expect(witnessed.out).toContain(`It goes to ${place()}; ${now}), and to nobody else.`);
  });

  it('does not change what is read where it is decided what the other may do', async () => {
    const said = { accepts: [], sends: ['alerts' as const], attest: 2, reviewBy: '2027-05-01T00:00:00Z', ended: null };
    const question = standQuestion(i18nFor('en'), (await checked(ids.maguey)).called, said);
    expect(question).toContain(`Trust in ${place()}; ${now})\n`);
    expect(question).toContain('2027-05-01');
  });

  it('does not change what is read when an alert is sealed, sent and looked for', async () => {
    const sealing = await typed(ceiba, rosa, 'alert', 'seal', draft, '--to', ids.maguey);
    expect(sealing.err).toContain(`Sealed for ${place()}`);
    const file = join(desks.folder, 'sealed');
    writeFileSync(file, sealing.out);
    const sent = await typed(ceiba, rosa, 'alert', 'send', file);
    expect(sent.err).toContain(`It is sealed for ${place()}; ${now}).`);
    const where = await typed(ceiba, rosa, 'alert', 'where', draft);
    expect(where.out).toContain(`${place()}; ${now})`);
    expect(JSON.parse((await typed(ceiba, rosa, 'alert', 'where', draft, '--json')).out)).toMatchObject({
      deliveries: [{ name: expect.stringContaining(as.maguey.slice(0, -1)) }],
    });
  });

  it('does not change what the person with the twelve words reads', async () => {
    const look = ['withdraw', '--look', '--node', ceiba.origin];
    const seen = await convive(look, { lines: [words] });
    expect(seen.out).toContain(`${place()}; ${now})`);
    const [mine] = (await lookUp(connect(ceiba.origin), words, new Date())).deliveries;
    expect(mine).toMatchObject({ called: { collective: ids.maguey, name: 'Maguey', says: 'Hawthorn', before: null } });
  });

  it('does not change what is read of an agreement that is acknowledged', async () => {
    const listed = await eventually(
      async () => JSON.parse((await typed(ceiba, rosa, 'agreements', 'list', '--json')).out).partners,
      (partners) => partners.length === 1,
    );
    const run = await typed(ceiba, rosa, 'agreements', 'acknowledge', listed[0].id, '--compatible');
    expect(run.out).toContain(`of ${place()}; ${now}): it fits`);
    expect((await typed(ceiba, rosa, 'agreements', 'list')).out).toContain(
      `“Hawthorn” (${new URL(maguey.origin).host}, ${twoWords(ids.maguey, 'en')}; name not signed): `,
    );
  });
});

describe('a sender whose name its receiver’s server changed', () => {
  it('is read as two of the receivers signed it', async () => {
    const { delivery } = await sharedAlert(ceiba, ids.hawthorn);
    const id = ceiba.keyrings[rosa]!.collective!;
    await showAs(id, 'Maguey', hawthorn);
    const place = `Ceiba (${new URL(ceiba.origin).host}, ${twoWords(id, 'en')}; they now call themselves “Maguey”)`;
    await atWork(hawthorn, rosa);
    const listed = () => typed(hawthorn, rosa, 'alert', 'list');
    const list = await eventually(listed, ({ out }) => out.includes(delivery));
    expect(list.out).toContain(place);
    expect((await typed(hawthorn, rosa, 'alert', 'open', delivery)).out).toContain(
      `Signed by ${place}; words compared`,
    );
    const json = JSON.parse((await typed(hawthorn, rosa, 'alert', 'open', delivery, '--json')).out);
    expect(json.from).toBe(place);
    await showAs(id, 'Ceiba', hawthorn);
  });
});

describe('a server that is silent about a name that looks like another one', () => {
  it('does not get it signed', async () => {
    const lookalike = 'H\u0430wthorn';
    await showAs(ids.maguey, lookalike);
    const heard = await heardFrom(maguey);
    for (const name of [lookalike, 'HAWTHORN ', 'h a w t h o r n']) {
      const run = await asked(ceiba, rosa, ['peers', 'compare', ids.maguey, '--name', name], [heard]);
      expect(run, name).toMatchObject({ exit: 1, err: expect.stringContaining(`the name of ${as.hawthorn}`) });
    }
    // What stands is signed again by nobody but by that name.
    const { called: stands } = await checked(ids.maguey);
    expect(stands).toMatchObject({ name: 'Maguey', says: lookalike, alike: false });
    await showAs(ids.maguey, 'Maguey');
  });
});

describe('another name', () => {
  it('is signed by two members with the words, the second by what the first signed, and stands from then on', async () => {
    const heard = await heardFrom(maguey);
    const compare = ['peers', 'compare', ids.maguey];
    const first = await asked(ceiba, rosa, [...compare, '--name', 'Maguey of the coast'], [heard]);
    expect(first.err).toContain('they are called “Maguey of the coast” here');
    expect((await typed(ceiba, tono, 'peers', 'list')).out).toContain(`${as.maguey}  trusted`);
    const second = await asked(ceiba, tono, compare, [heard]);
    expect(second.err).toContain('they are called “Maguey of the coast” here');
    expect(second.out).toContain('two of you signed it');
    const listed = (await typed(ceiba, tono, 'peers', 'list')).out;
    expect(listed).toContain(`Maguey of the coast (${new URL(maguey.origin).host}, `);
    expect(listed).toContain('; they now call themselves “Maguey”)  trusted');
    expect((await typed(ceiba, tono, 'peers', 'words', 'Maguey of the coast')).exit).toBe(0);
    expect((await typed(ceiba, tono, 'peers', 'words', 'Maguey')).err).toContain('Look at: Maguey');
  });

  it('of a collective that was only added is in quotes, as what nobody signed', async () => {
    await meet(hawthorn, maguey);
    const { out } = await typed(hawthorn, rosa, 'peers', 'list');
    expect(out).toContain(`“Maguey” (${new URL(maguey.origin).host}, ${twoWords(ids.maguey, 'en')}; name not signed)`);
  });
});

const checked = async (peer: string) => checkPeer(await atWork(ceiba, rosa), peer);
/** The twelve words as the other side reads them out. */
async function heardFrom(party: Collective): Promise<string> {
  const there = await atWork(party, rosa);
  return wordsWith(there, await checkPeer(there, ceiba.keyrings[rosa]!.collective!), 'es');
}
