import type { Role } from '../../schemas/manifest.ts';
import { connect } from '../../src/client/api/api.ts';
import { type Keyring, newKeyring } from '../../src/client/keyring/keyring.ts';
import {
  draftManifest,
  enrol,
  readSetUp,
  reviewDraft,
  signManifest,
  validUntil,
} from '../../src/client/set-up/set-up.ts';
import { newSecret, wordsOf } from '../../src/protocol/secrets.ts';
import { newMemberId } from '../../src/protocol/two-word-name.ts';
import type { TestNode } from './node.ts';

export const profile = { name: 'Ceiba', handle: 'ceiba', summary: 'Una casa compartida.', language: 'es' };

export const keep = async () => {};

const newWords = () => wordsOf(newSecret(), 'es');

const made: string[] = [];

/** A founder who is called otherwise than the others of a test. */
export function founder(roles: Role[]): Promise<Keyring> {
  const member = newMemberId(made);
  made.push(member);
  return newKeyring(roles, newWords(), member);
}

export const withCode = (node: TestNode, code = node.code()) => connect(node.origin, `Setup ${code}`);

/** Rosa and Marisol are stewards and accompaniers, Toño is a steward; each has given their keys. */
export async function enrolled(node: TestNode): Promise<{ rosa: Keyring; marisol: Keyring; tono: Keyring }> {
  const rosa = await founder(['steward', 'accompanier']);
  const marisol = await founder(['steward', 'accompanier']);
  const tono = await founder(['steward']);
  for (const one of [rosa, marisol, tono]) await enrol(withCode(node), one);
  return { rosa, marisol, tono };
}

/** What a founder reads before they draft: with those people alone. */
export async function read(node: TestNode, listed: (one: { member: string }) => boolean = () => true) {
  const state = await readSetUp(withCode(node));
  return { ...state, members: state.members.filter(listed), expires: validUntil(new Date()) };
}

/** Three founders, after all have signed. */
export async function founded(node: TestNode): Promise<{ rosa: Keyring; marisol: Keyring; tono: Keyring }> {
  const people = await enrolled(node);
  const { keyring: rosa } = await draftManifest(withCode(node), people.rosa, { profile }, keep);
  const { keyring: marisol } = await sign(node, people.marisol);
  const { keyring: tono } = await sign(node, people.tono);
  return { rosa, marisol, tono };
}

/** Reviews and signs the draft as one founder does on their own device. */
export async function sign(node: TestNode, keyring: Keyring) {
  const api = withCode(node);
  return signManifest(api, keyring, reviewDraft(await readSetUp(api), keyring), keep);
}
