import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Api } from '../../src/client/api/api.ts';
import { type Keyring, newKeyring, signingSecret } from '../../src/client/keyring/keyring.ts';
import { ownRoot } from '../../src/client/keyring/own-trust.ts';
import { draftRotation } from '../../src/client/keyring/rotation-draft.ts';
import { timeOf } from '../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope, signEnvelope } from '../../src/protocol/envelope.ts';
import { newSecret, wordsOf } from '../../src/protocol/secrets.ts';
import { founded } from './founders.ts';
import { startTestNode, type TestNode } from './node.ts';
import { drafting, newDevice, signing, working } from './people.ts';

let node: TestNode;
let people: { rosa: Keyring; marisol: Keyring; tono: Keyring };
beforeEach(async () => {
  node = await startTestNode();
  people = await founded(node);
});
afterEach(() => node[Symbol.asyncDispose]());

const code = (code: string) => expect.objectContaining({ code });

/** The node's answers, some of them swapped on the way as a hostile node would. */
function swapping(api: Api, swap: (path: string, answer: never) => unknown): Api {
  const send: Api['send'] = async (method, path, ...more) =>
    JSON.stringify(swap(path, JSON.parse(await api.send(method, path, ...more)) as never));
  return { ...api, send };
}
type Manifests = { manifests: Envelope[] };
type SealKeys = { sealKeys: Envelope[] };

const sealKeyOf = ({ member, recipient }: Keyring, signer: Keyring, at = new Date()): Envelope =>
  signEnvelope(
    draftEnvelope('seal-key', { type: 'seal-key', member, recipient, at: timeOf(at) }),
    signingSecret(signer),
  );

describe('a keyring believes its own chain and nothing that its node says', () => {
  const rotated = async () => {
    const { rosa, marisol, tono } = people;
    const device = await newDevice(node, marisol, { member: rosa.member, roles: [] });
    const { keyring } = await drafting(node, marisol, { replace: [rosa.member] });
    await signing(node, device.keyring, device.code);
    await signing(node, tono);
    return keyring;
  };

  it('moves its mark up with the chain, and refuses an older one from then on', async () => {
    const marisol = await rotated();
    const { api, keyring } = await working(node, marisol);
    expect(keyring.manifest?.version).toBe(2);
    const older = swapping(api, (path, answer) =>
      path.startsWith('/manifest') ? { manifests: (answer as Manifests).manifests.slice(0, 1) } : answer,
    );
    await expect(ownRoot(older, keyring)).rejects.toEqual(code('manifest-rollback'));
    const other = { ...keyring, manifest: { version: 2, id: marisol.collective! } };
    await expect(ownRoot(api, other)).rejects.toEqual(code('equivocation'));
  });

  it('refuses keys that the chain does not explain: one steward alone, another collective', async () => {
    const { marisol, tono } = people;
    const { api, root } = await working(node, marisol);
    const { statement, id } = root.chain.newest;
    const stranger = await newKeyring(['steward'], wordsOf(newSecret(), 'es'));
    const swapped = { ...statement, collective: id, version: 2, prev: id };
    const alone = signEnvelope(draftEnvelope('manifest', swapped), signingSecret(tono));
    const served = (more: Envelope) =>
      swapping(api, (path, answer) =>
        path.startsWith('/manifest') ? { manifests: [...(answer as Manifests).manifests, more] } : answer,
      );
    await expect(ownRoot(served(alone), marisol)).rejects.toEqual(code('rotate-threshold-old'));
    const own = sealKeyOf(stranger, stranger);
    await expect(ownRoot(served(own), marisol)).rejects.toEqual(code('payload-type'));
  });

  it('seals to no recipient that the node hands it as a member’s', async () => {
    const { rosa, marisol } = people;
    const { api } = await working(node, marisol);
    const stranger = await newKeyring([], wordsOf(newSecret(), 'es'), rosa.member);
    const own = sealKeyOf({ ...stranger, member: rosa.member }, stranger);
    const handed = swapping(api, (path, answer) =>
      path === '/seal-keys' ? { sealKeys: [own, ...(answer as SealKeys).sealKeys.slice(1)] } : answer,
    );
    await expect(ownRoot(handed, marisol)).rejects.toEqual(code('signature'));
  });

  it('seals to no older seal-key than it has seen, neither of a member nor of a new device', async () => {
    const { rosa, marisol } = people;
    const { api, keyring, root } = await working(node, marisol);
    const seen = {
      ...keyring,
      sealKeys: { ...keyring.sealKeys, [rosa.member]: timeOf(new Date(Date.now() + 60_000)) },
    };
    await expect(ownRoot(api, seen)).rejects.toEqual(code('manifest-rollback'));
    await newDevice(node, marisol, { member: rosa.member, roles: [] });
    const draft = draftRotation({ api, keyring: seen, root }, { replace: [rosa.member] }, async () => {});
    await expect(draft).rejects.toEqual(code('manifest-rollback'));
  });

  it('makes no box for a member whose seal-key the node holds back', async () => {
    const { rosa, marisol } = people;
    const { api } = await working(node, marisol);
    const held = swapping(api, (path, answer) =>
      path === '/seal-keys' ? { sealKeys: (answer as SealKeys).sealKeys.slice(0, 0) } : answer,
    );
    const root = await ownRoot(held, marisol);
    await newDevice(node, marisol, { member: rosa.member, roles: [] });
    const draft = draftRotation({ api, keyring: root.keyring, root }, { replace: [rosa.member] }, async () => {});
    await expect(draft).rejects.toEqual(code('set-up-shares'));
  });
});
