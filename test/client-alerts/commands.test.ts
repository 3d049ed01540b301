import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type House, know, openHouse, settleMail } from '../notices/houses.ts';
import { collective, now } from '../protocol/cast.ts';
import { freePort } from '../support/free-port.ts';
import { openOffice } from './office.ts';
import { type Served, serveOffice } from './served.ts';

let houses: House[];
let ceiba: Served;
let maguey: Served;

beforeAll(async () => {
  // Commands ask the machine for the time; the cast lives on one day.
  vi.useFakeTimers({ toFake: ['Date'], now });
  houses = await Promise.all(
    ['ceiba', 'maguey'].map(async (name) => openHouse(await collective(name, `http://localhost:${await freePort()}`))),
  );
  const [first, second] = houses as [House, House];
  await know(first, second.own);
  await know(second, first.own);
  ceiba = await serveOffice(await openOffice(first));
  maguey = await serveOffice(await openOffice(second));
});
afterAll(async () => {
  for (const one of [ceiba, maguey, ...houses]) await one[Symbol.asyncDispose]();
  vi.useRealTimers();
});

const canary = 'tlacuache';
const written = `
propósito: preventivo
identificadores:
  - cuenta: "@${canary}@social.test"
violencia: [digital]
gravedad: seria
inmediatez: reciente
periodo: 2026-Q3
región: Valle ${canary}
conducta: |
  Mandó mensajes sin parar.
  Siguió cuando le pidieron parar: ${canary}.
puntos: [digital]
pedimos: [avisar a su equipo, preguntarnos]
base: relato de la persona afectada
idiomas: [es]
`;

async function drafted(): Promise<string> {
  const file = join(ceiba.folder, 'alert.yaml');
  writeFileSync(file, written);
  const run = await ceiba.as('rosa', ['alert', 'draft', '--from', file]);
  expect(run).toMatchObject({ exit: 0 });
  expect(run.out + run.err).not.toContain(canary);
  return run.out.trim();
}

const twelve = (out: string) => out.split('\n').find((line) => /^(\p{Ll}+ ){11}\p{Ll}+$/u.test(line.trim())) ?? '';

test('from a file to the other collective and back, each person at their own device', async () => {
  const draft = await drafted();
  const attested = await ceiba.as('marisol', ['alert', 'attest', draft], ['yes']);
  expect(attested).toMatchObject({ exit: 0, out: expect.stringContaining(canary) });
  expect(attested.err).toContain('2 of 2');
  const consent = await ceiba.as('rosa', ['alert', 'consent', draft, '--to', 'maguey'], ['yes']);
  expect(consent).toMatchObject({
    exit: 0,
    out: expect.stringMatching(/It goes to maguey \(localhost:\d+, [a-z]+ [a-z]+\), and to nobody else\./),
  });
  const words = twelve(consent.out);
  expect(words).not.toBe('');
  const witnessed = await ceiba.as('tono', ['alert', 'witness', draft, '--to', 'maguey', '--yes']);
  expect(witnessed).toMatchObject({ exit: 0, out: expect.stringContaining(canary) });
  const sealed = join(ceiba.folder, 'sealed.json');
  expect(await ceiba.as('rosa', ['alert', 'seal', draft, '--to', 'maguey', '--out', sealed])).toMatchObject({
    exit: 0,
    out: '',
    err: expect.stringMatching(/It goes to maguey .+\sIt ends on \d{4}-\d\d-\d\d at the latest\./s),
  });
  const sent = await ceiba.as('rosa', ['alert', 'send', sealed, '--json']);
  const { delivery } = JSON.parse(sent.out) as { delivery: string };
  expect((await ceiba.as('rosa', ['alert', 'where', draft])).out).toMatch(
    /^It goes to maguey \(\S+, \w+ \w+\) on \S+ \S+ UTC, or sooner where it cannot wait/,
  );
  await settleMail(houses);
  expect((await ceiba.as('tono', ['alert', 'where', delivery])).out).toContain('not opened yet');

  const listed = await maguey.as('rosa', ['alert', 'list']);
  expect(listed.out).toContain(delivery);
  expect(listed.out).not.toContain(canary);
  const opened = await maguey.as('rosa', ['alert', 'open', delivery]);
  expect(opened.out).toContain(canary);
  expect(opened.out).toMatch(/Signed by ceiba \(localhost:\d+, [a-z]+ [a-z]+\); words compared on 2026-11-12\./);
  expect(opened.out).toContain('Confirmed by the person affected, valid to 2027-02-20.');
  expect(opened.out).toContain('2 accompaniers agreed.');
  const json = await maguey.as('tono', ['alert', 'open', delivery, '--json']);
  expect(JSON.parse(json.out)).toMatchObject({ kind: 'alert', facts: { care: { accompaniers: 2 } } });
  await settleMail(houses);

  const seen = await ceiba.nobody(['withdraw', '--look'], [words]);
  expect(seen.out).toMatch(
    /^maguey \(localhost:\d+, [a-z]+ [a-z]+\) has opened it, on \d{4}-\d\d-\d\d\. It ends by 2027-02-15\.\n$/,
  );
  expect(await ceiba.nobody(['withdraw'], [words, 'no'])).toMatchObject({ exit: 1 });
  const gone = await ceiba.nobody(['withdraw', '--yes'], [words]);
  expect(gone).toMatchObject({ exit: 0, out: expect.stringContaining('1 alert is taken back, and erased here.') });
  await settleMail(houses);
  const erased = (await ceiba.nobody(['withdraw', '--look'], [words])).out;
  expect(erased).toMatch(/^maguey \(localhost:\d+, [a-z]+ [a-z]+\) says that it is erased there\.\n/);
  expect(erased).toMatch(/\n {2}This node's files hold no copy after \S+ \d\d:\d\d UTC. A disk, .*\n$/);
  expect(await ceiba.nobody(['withdraw', '--yes'], [words])).toMatchObject({ exit: 0 });
  expect(await maguey.as('rosa', ['alert', 'open', delivery])).toMatchObject({ exit: 1, out: '' });

  const files = readdirSync(ceiba.folder).filter((name) => name !== 'alert.yaml');
  for (const name of files) expect(readFileSync(join(ceiba.folder, name), 'latin1')).not.toContain(canary);
  for (const { logged } of houses) expect(logged.join()).not.toContain(canary);
});

test('no flag says yes for the person, and a no leaves nothing', async () => {
  const draft = await drafted();
  await ceiba.as('marisol', ['alert', 'attest', draft, '--yes']);
  const silent = await ceiba.as('rosa', ['alert', 'consent', draft, '--to', 'maguey', '--yes']);
  expect(silent).toMatchObject({ exit: 1, err: expect.stringMatching(/input/) });
  const slipped = await ceiba.as('rosa', ['alert', 'consent', draft, '--to', 'maguey'], ['', 'ye']);
  expect(slipped).toMatchObject({ exit: 1, err: expect.stringMatching(/input/) });
  expect(await ceiba.as('rosa', ['alert', 'seal', draft, '--to', 'maguey'])).toMatchObject({ exit: 1, out: '' });
  expect((await ceiba.as('rosa', ['alert', 'list'])).out).toContain(draft);
  for (const answer of ['later', 'no']) {
    const one = await drafted();
    await ceiba.as('marisol', ['alert', 'attest', one, '--yes']);
    const said = await ceiba.as('rosa', ['alert', 'consent', one, '--to', 'maguey'], [answer]);
    expect(said).toMatchObject({ exit: 0, err: expect.stringContaining('The draft is gone') });
    expect((await ceiba.as('rosa', ['alert', 'list'])).out).not.toContain(one);
  }
});

test('a draft that two worked on goes when both ask, and what it was before is put back', async () => {
  const draft = await drafted();
  await ceiba.as('marisol', ['alert', 'attest', draft, '--yes']);
  expect((await ceiba.as('rosa', ['alert', 'revisions', draft])).out).toMatch(/^1 {2}stored by /);
  const back = await ceiba.as('rosa', ['alert', 'restore', draft, '1', '--yes']);
  expect(back).toMatchObject({ exit: 0, err: expect.stringContaining('as revision 3') });
  const asked = await ceiba.as('rosa', ['alert', 'erase', draft, '--yes']);
  expect(asked).toMatchObject({ exit: 0, err: expect.stringContaining('Somebody else worked on this draft') });
  expect((await ceiba.as('marisol', ['alert', 'list'])).out).toContain('asked to take it away');
  const gone = await ceiba.as('marisol', ['alert', 'erase', draft, '--yes']);
  expect(gone).toMatchObject({ exit: 0, err: expect.stringContaining('The draft is gone') });
});

test('fields come from answers too, and what is malformed is named without its value', async () => {
  const answers = ['preventive', `handle=@${canary}@social.test`, 'digital', '', 'serious', 'recent', '2026', 'Valle'];
  const more = ['Acts.', 'digital', 'ask_us', 'collective_process', 'es'];
  const asked = await ceiba.as('rosa', ['alert', 'draft'], [...answers, ...more]);
  expect(asked).toMatchObject({ exit: 0 });
  const file = join(ceiba.folder, 'bad.yaml');
  const from = async (text: string) => {
    writeFileSync(file, text);
    const run = await ceiba.as('rosa', ['alert', 'draft', '--from', file]);
    expect(run).toMatchObject({ exit: 1, out: '' });
    expect(run.err).not.toContain(canary);
    return run.err;
  };
  expect(await from(written.replace('seria', canary))).toContain('severity');
  expect(await from(written.replace('cuenta:', `${canary}:`))).toContain('identifiers.0.kind');
  expect(await from(`${written}víctima: ${canary}\n`)).toContain('alert');
  expect(await from(`${written}conducta: ${canary}\n`)).toContain('alert:17');
  expect(await from('- uno\n- dos\n')).toContain('alert');
  expect(await from(written.replace('puntos: [digital]', 'puntos: [sexual]'))).toContain('clauses.0');
});

test('who is no accompanier finds nothing, and wrong words find nothing', async () => {
  const draft = await drafted();
  expect(await ceiba.as('lu', ['alert', 'attest', draft])).toMatchObject({ exit: 1, out: '' });
  expect(await ceiba.as('lu', ['alert', 'list'])).toMatchObject({ exit: 1, out: '' });
  const other = 'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about';
  const wrong = await ceiba.nobody(['withdraw', '--yes'], [other]);
  expect(wrong).toMatchObject({ exit: 1, out: '' });
  const none = await ceiba.nobody(['withdraw', '--yes'], ['uno dos tres']);
  expect(none).toMatchObject({ exit: 1, out: '' });
  expect(none.err).not.toContain('dos');
});
