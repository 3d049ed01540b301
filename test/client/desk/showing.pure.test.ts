import { expect, test } from 'vitest';
import { showing } from '../../../src/client/desk/showing.ts';

/* What is shown is what a press acts on (docs/decisions/0033-what-is-shown-is-what-is-signed.md). */

const notShown = expect.objectContaining({ code: 'conflict', where: 'opening' });

/** A place of the desk, and answers that come when the test says so. */
function desk() {
  const place = showing<string>();
  const slow = (what: string) => {
    const answer = Promise.withResolvers<void>();
    const shown = place.open(async () => {
      await answer.promise;
      return [what, { says: what }];
    });
    return { shown, answers: answer.resolve, fails: answer.reject };
  };
  const open = (what: string) => place.open(async () => [what, { says: what }]);
  return { ...place, open, slow };
}

test('a press acts on what it names, and on that alone', async () => {
  const { open, under } = desk();
  const first = await open('A');
  expect(first.says).toBe('A');
  expect(under(first.opening)).toBe('A');
  const second = await open('B');
  expect(under(second.opening)).toBe('B');
  expect(() => under(first.opening)).toThrow(notShown);
  expect(() => under(0)).toThrow(notShown);
});

test('numbers of one place open nothing at another', async () => {
  const [some, others] = [desk(), desk()];
  const { opening } = await some.open('A');
  await others.open('B');
  expect(() => others.under(opening)).toThrow(notShown);
});

test('an answer that was held back takes no place that something later has, and is shown nowhere', async () => {
  const { open, slow, under } = desk();
  const held = slow('A');
  const { opening } = await open('B');
  held.answers();
  await expect(held.shown).rejects.toEqual(notShown);
  expect(under(opening)).toBe('B');
});

test('nor one that comes while something later is still under way', async () => {
  const { slow, under } = desk();
  const [first, second] = [slow('A'), slow('B')];
  first.answers();
  await expect(first.shown).rejects.toEqual(notShown);
  second.answers();
  expect(under((await second.shown).opening)).toBe('B');
});

test('what could not be opened leaves what stands on the screen as it is', async () => {
  const { open, slow, under } = desk();
  const { opening } = await open('A');
  const broken = slow('B');
  broken.fails(new Error('the line broke'));
  await expect(broken.shown).rejects.toThrow('the line broke');
  expect(under(opening)).toBe('A');
});

test('what was put away is gone, and so is what was on its way then', async () => {
  const { open, slow, under, close } = desk();
  const first = await open('A');
  const second = await open('B');
  // Who leaves a screen late puts nothing away that another one shows.
  close(first.opening);
  expect(under(second.opening)).toBe('B');
  close(second.opening);
  expect(() => under(second.opening)).toThrow(notShown);
  const held = slow('C');
  close();
  held.answers();
  await expect(held.shown).rejects.toEqual(notShown);
});
