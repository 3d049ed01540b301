import { Refusal } from '../../schemas/codes.ts';
import type { Manifest, Role } from '../../schemas/manifest.ts';
import { ahead, daysAfter } from './calendar.ts';
import { keyStrong } from './ed25519.ts';
import { dateOf, fromB64u, timeOf } from './encoding.ts';
import { keyidOf, type SignerKey } from './envelope.ts';
import { ed25519Multikey, isRsa2048Multikey } from './multibase.ts';

const longestLife = 400;

/** Every signing key of a manifest with whose it is, of one role or of all, those it revokes left out. */
export function keysIn(manifest: Manifest, role?: Role): SignerKey[] {
  const revoked = new Set(manifest.revoked.map((one) => one.keyid));
  return manifest.members
    .filter((member) => role === undefined || member.roles.includes(role))
    .flatMap(({ member, sign }) => sign.map((publicKey) => ({ member, publicKey })))
    .filter((key) => !revoked.has(keyidOf(fromB64u(key.publicKey, 32))));
}

/**
 * The rules inside one manifest (PROTOCOL §4), signatures aside.
 * @throws `manifest-rule` (times, box, node), `duplicate-key`, `weak-key`, `unrevoke` (a listed key that is revoked),
 * `rotate-threshold-new` (rotate below 2, too few stewards), `attest-threshold` (too few accompaniers).
 */
export function checkManifest(manifest: Manifest, now: Date): void {
  checkTimes(manifest, now);
  checkKeys(manifest);
  checkNode(manifest);
  if (!stewardsSuffice(manifest)) throw new Refusal('rotate-threshold-new', 'policy.rotate');
  if (!accompaniersSuffice(manifest)) throw new Refusal('attest-threshold', 'policy.attest');
}

/** Whether a manifest without these members would list as many stewards and accompaniers as it takes. */
export function staysWithout(manifest: Manifest, going: readonly string[]): boolean {
  const without = { ...manifest, members: manifest.members.filter(({ member }) => !going.includes(member)) };
  return stewardsSuffice(without) && accompaniersSuffice(without);
}

const people = (manifest: Manifest, role: Role): number =>
  new Set(keysIn(manifest, role).map((key) => key.member)).size;

function stewardsSuffice(manifest: Manifest): boolean {
  const { rotate } = manifest.policy;
  return rotate >= 2 && people(manifest, 'steward') > rotate;
}

const accompaniersSuffice = (manifest: Manifest): boolean => people(manifest, 'accompanier') >= manifest.policy.attest;

function checkTimes({ issuedAt, expires, box, revoked }: Manifest, now: Date): void {
  if (ahead(issuedAt, now)) throw new Refusal('manifest-rule', 'issuedAt');
  const last = timeOf(daysAfter(dateOf(issuedAt), longestLife));
  if (dateOf(expires) <= dateOf(issuedAt) || expires > last) throw new Refusal('manifest-rule', 'expires');
  for (const { notBefore } of box) dateOf(notBefore);
  for (const { at } of revoked) dateOf(at);
  if (new Set(box.map((one) => one.recipient)).size < box.length) throw new Refusal('manifest-rule', 'box');
  if (!box.some((one) => one.notBefore <= issuedAt)) throw new Refusal('manifest-rule', 'box');
}

function checkKeys({ members, revoked }: Manifest): void {
  const keys = members.flatMap((member) => member.sign);
  const people = members.map((member) => member.member);
  const duplicate = new Set(keys).size < keys.length || new Set(people).size < people.length;
  if (duplicate) throw new Refusal('duplicate-key', 'members');
  const gone = new Set(revoked.map((one) => one.keyid));
  if (gone.size < revoked.length) throw new Refusal('manifest-rule', 'revoked');
  for (const key of keys) {
    const publicKey = fromB64u(key, 32);
    if (!keyStrong(publicKey)) throw new Refusal('weak-key', 'members.sign');
    if (gone.has(keyidOf(publicKey))) throw new Refusal('unrevoke', 'members.sign');
  }
}

function checkNode({ node }: Manifest): void {
  const origin = originOf(node.actor, 'node.actor');
  if (new Set(node.keys.map((key) => key.id)).size < node.keys.length) throw new Refusal('duplicate-key', 'node.keys');
  for (const { id, use, publicKeyMultibase } of node.keys) {
    if (originOf(id, 'node.keys.id') !== origin) throw new Refusal('manifest-rule', 'node.keys.id');
    const strong =
      use === 'http' ? isRsa2048Multikey(publicKeyMultibase) : keyStrong(ed25519Multikey(publicKeyMultibase));
    if (!strong) throw new Refusal('weak-key', 'node.keys');
  }
  if (new Set(node.keys.map((key) => key.use)).size < 2) throw new Refusal('manifest-rule', 'node.keys');
}

function originOf(address: string, where: string): string {
  if (!URL.canParse(address)) throw new Refusal('manifest-rule', where);
  return new URL(address).origin;
}
