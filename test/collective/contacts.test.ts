import { expect, test } from 'vitest';
import { type Contact, most } from '../../schemas/agreement.ts';
import { Refusal } from '../../schemas/codes.ts';
import { collectiveContract as contract, mostContacts } from '../../schemas/routes/collective.ts';
import { type Api, connect } from '../../src/client/api/api.ts';
import { call } from '../../src/client/api/call.ts';
import { signIn } from '../../src/client/api/sign-in.ts';
import type { ContactShown } from '../../src/client/desk/contacts/contacts.ts';
import { contactTasks } from '../../src/client/desk/contacts/tasks.ts';
import { draftManifest, enrol } from '../../src/client/set-up/set-up.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { enrolled, founded, founder, profile, sign, withCode } from '../members/founders.ts';
import { startTestNode, type TestNode } from '../members/node.ts';

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Refusal ? error.code : Promise.reject(error)),
  );
const care: Contact = {
  ...{ id: 'A'.repeat(22), purpose: { es: 'Si algo pasó' }, role: {}, place: {}, hours: {} },
  ...{ address: null, phone: '555 0100', email: null, languages: ['es'], ifAboutThem: {} },
};
const keep = (api: Api, contacts: Contact[], before: Contact[]) =>
  call(api, contract.keepContacts, { body: { contacts, before } });
const read = async (node: TestNode) => (await call(connect(node.origin), contract.contacts)).contacts;
const recorded = async (node: TestNode) =>
  (await node.runtime.db.selectFrom('record').select(['action', 'actor']).execute()).filter(
    ({ action }) => action === 'contacts.changed',
  );

test('whoever has the set-up code says whom to turn to; once the collective stands, its stewards do, and it is recorded who', async () => {
  await using node = await startTestNode();
  const stranger = connect(node.origin);
  expect(await code(keep(stranger, [care], []))).toBe('set-up-code');
  expect(await code(keep(withCode(node, 'AAAA-BBBB'), [care], []))).toBe('set-up-code');
  expect((await keep(withCode(node), [care], [])).contacts).toEqual([care]);
  const setUp = withCode(node);
  const { rosa } = await founded(node);
  expect(await read(node)).toEqual([care]);
  expect(await code(keep(setUp, [], [care]))).toBe('already-set-up');
  expect(await code(keep(stranger, [], [care]))).toBe('already-set-up');
  const night = { ...care, id: 'BBBBBBBBBBBBBBBBBBBBBA', purpose: { es: 'De noche' } };
  await keep(await signIn(stranger, rosa, new Date()), [care, night], [care]);
  expect(await read(node)).toEqual([care, night]);
  expect((await recorded(node)).map(({ actor }) => actor)).toEqual(['setup', rosa.member]);
});

test('members who are no stewards do not change it', async () => {
  await using node = await startTestNode();
  const { rosa, marisol, tono } = await enrolled(node);
  const luz = await founder(['accompanier']);
  await enrol(withCode(node), luz);
  await draftManifest(withCode(node), rosa, { profile }, async () => {});
  for (const one of [marisol, tono, luz]) await sign(node, one);
  const api = await signIn(connect(node.origin), luz, new Date());
  expect(await code(keep(api, [care], []))).toBe('not-allowed');
  expect(await read(node)).toEqual([]);
});

test('two who change it at once: the second reads again; repeating what was kept changes nothing', async () => {
  await using node = await startTestNode();
  const api = withCode(node);
  const other = { ...care, phone: '555 0199' };
  const both = await Promise.all([code(keep(api, [care], [])), code(keep(api, [other], []))]);
  expect(both.sort()).toEqual(['accepted', 'conflict']);
  const now = await read(node);
  expect(await code(keep(api, now, []))).toBe('accepted');
  expect(await recorded(node)).toHaveLength(1);
});

test('a contact says what for and one way there, and there are few of them', async () => {
  await using node = await startTestNode();
  const api = withCode(node);
  const refused = async (...contacts: Contact[]) => code(keep(api, contacts, []));
  expect(await refused({ ...care, phone: null })).toBe('contact-unreachable');
  expect(await refused({ ...care, phone: '  ' })).toBe('contact-unreachable');
  expect(await refused({ ...care, purpose: {} })).toBe('contact-unreachable');
  expect(await refused(care, { ...care, phone: '555 0101' })).toBe('duplicate-key');
  const many = Array.from({ length: mostContacts + 1 }, (_, at) => ({
    ...care,
    id: `${String(at).repeat(21)}A`,
  }));
  expect(await refused(...many)).toBe('malformed');
  expect(await refused({ ...care, phone: 'x'.repeat(most.line + 1) })).toBe('malformed');
  const marked = keep(api, [{ ...care, purpose: { es: 'Si\u200B' } }], []);
  await expect(marked).rejects.toMatchObject({ code: 'mark-hidden', where: 'contacts.0.purpose.es:3' });
  expect(await refused({ ...care, phone: null, place: { es: 'Calle 5' } })).toBe('accepted');
});

test('contacts of before marks that show nothing were refused are read without them, and changed', async () => {
  await using node = await startTestNode();
  const before = [{ ...care, phone: '\u202A555 0100\u202C', purpose: { es: 'Si\u200B algo pasó' } }];
  await node.runtime.db
    .updateTable('node')
    .set({ contacts: JSON.stringify(before) })
    .execute();
  expect(await read(node)).toEqual([care]);
  expect(await code(keep(withCode(node), [], [care]))).toBe('accepted');
});

test('at the desk it is written in the language of the page, and what stands in another stays', async () => {
  await using node = await startTestNode();
  await keep(withCode(node), [care], []);
  const tasks = contactTasks(() => withCode(node), i18nFor('en'));
  const value = (shown: ContactShown | undefined, name: string) => shown?.form.find((one) => one.name === name);
  const { list, opening } = await tasks.contacts();
  const [shown] = list;
  expect(shown?.heading).toBe('Si algo pasó');
  expect(value(shown, 'purpose')).toMatchObject({ value: '', hint: 'Si algo pasó', needed: false });
  expect(value(shown, 'languages')?.value).toBe('es');
  const typed = { purpose: 'If something happened', phone: ' 555 0100 ', languages: 'es, en', hours: 'Mondays' };
  await tasks.keepContact({ opening, id: care.id, typed });
  expect(await read(node)).toEqual([
    {
      ...care,
      purpose: { es: 'Si algo pasó', en: 'If something happened' },
      hours: { en: 'Mondays' },
      languages: ['es', 'en'],
    },
  ]);
  const blank = await tasks.newContact();
  expect([blank.id, value(blank, 'purpose')?.needed]).toEqual([null, true]);
  const night = { id: null, typed: { purpose: 'At night', email: 'care@example.org' } };
  // What was read before that is not what is changed.
  await expect(tasks.keepContact({ opening, ...night })).rejects.toMatchObject({ code: 'conflict', where: 'opening' });
  const more = await tasks.keepContact({ opening: (await tasks.contacts()).opening, ...night });
  expect(more.list.map(({ heading }) => heading.split(' / ').at(-1))).toEqual(['If something happened', 'At night']);
  await tasks.dropContact({ opening: more.opening, id: more.list[1]?.id ?? '' });
  expect(await read(node)).toHaveLength(1);
});
