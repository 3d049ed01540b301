import { expect, test } from 'vitest';
import { deskOriginOf, readSettings } from '../../src/config.ts';

test('the desk stands under the node’s own name, with its port and protocol', () => {
  const of = (origin: string) => deskOriginOf({ desk: undefined }, origin);
  expect(of('https://ceiba.example')).toBe('https://desk.ceiba.example');
  expect(of('http://localhost:8420')).toBe('http://desk.localhost:8420');
  expect(of('http://ceiba.localhost:8420')).toBe('http://desk.ceiba.localhost:8420');
  expect(of(`http://${'a'.repeat(56)}.onion`)).toBe(`http://desk.${'a'.repeat(56)}.onion`);
  // An address has no names under it: this machine has one of its own, another has none.
  expect(of('http://127.0.0.1:8420')).toBe('http://desk.localhost:8420');
  expect(of('http://[::1]:8420')).toBe('http://desk.localhost:8420');
  expect(of('https://192.0.2.7')).toBe(null);
});

test('the keeper may choose another, by an origin and nothing more', () => {
  const settings = readSettings({ DESK_ORIGIN: 'https://mesa.example' });
  expect(deskOriginOf(settings, 'https://ceiba.example')).toBe('https://mesa.example');
  for (const wrong of ['mesa.example', 'https://mesa.example/desk', 'http://mesa.example'])
    expect(() => readSettings({ DESK_ORIGIN: wrong })).toThrow('config');
  // Pages with texts of members never share it.
  for (const node of ['https://mesa.example', 'https://mesa.example:8443', 'https://ceiba.mesa.example'])
    expect(() => deskOriginOf(settings, node)).toThrow('config');
});
