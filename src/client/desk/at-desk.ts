import type { Role } from '../../../schemas/manifest.ts';
import { boxOver } from '../../protocol/box-life.ts';
import { phraseSignInKeyOf, secretFrom } from '../../protocol/secrets.ts';
import { calledBy } from '../../protocol/two-word-name.ts';
import { type Api, connect } from '../api/api.ts';
import { lasting } from '../api/lasting.ts';
import { signInWith, signOut } from '../api/sign-in.ts';
import { keepAtNode, openAtNode, readAtNode } from '../keyring/at-node.ts';
import { type Keeping, keeping } from '../keyring/keeping.ts';
import type { Keyring } from '../keyring/keyring.ts';
import { type OwnRoot, ownRoot } from '../keyring/own-trust.ts';
import { readNewest } from './seen.ts';

/**
 * A member at the desk: signed in for as long as they work, with a keyring that lies at their node and a root of trust
 * that was checked. Everything is in memory.
 */
export type AtDesk = {
  api: Api;
  keyring: Keyring;
  root: OwnRoot;
  /** Keeps what this keyring sees as soon as it is read, without holding up or failing what was asked for. */
  kept: Pick<Keeping, 'settled' | 'lost'>;
  /** Reads the own collective anew, and keeps what is new of it. */
  refresh(): Promise<void>;
  /**
   * Leaves at the node what was made of the keyring as it was then.
   * @throws `conflict` when another device saved meanwhile: unlock again.
   */
  save(then: Keyring, made: Keyring): Promise<void>;
  /** Another session of the same member, to be given away. */
  another(): Promise<Api>;
  leave(): Promise<void>;
};

/** Opens the keyring of these words at that node. Refuses as `openAtNode` and `ownRoot` do. */
export async function openDesk(node: string, words: string, now: () => Date): Promise<AtDesk> {
  const held = await openAtNode(connect(node), words, now());
  // By the words, as at first: of a plain member the key itself signs nobody in.
  const another = () => signInWith(connect(node), phraseSignInKeyOf(secretFrom(words)).secret, now());
  const api: Api = {
    ...lasting(held.api, another),
    saw: (seen) => kept.saw(seen),
  };
  const kept = keeping(held, {
    read: () => readAtNode(api, words),
    write: (keyring, revision) => keepAtNode(api, keyring, words, revision, now()),
  });
  const refresh = async (): Promise<void> => {
    const then = desk.keyring;
    desk.root = await ownRoot(api, then, now());
    kept.learnt(then, desk.root.keyring);
  };
  const root = await ownRoot(held.api, held.keyring, now());
  const { newest } = await readNewest(held.api, root.chain, held.keyring.desk, now());
  const mark = newest ? { version: newest.version, id: newest.id, at: newest.at } : held.keyring.desk;
  const leave = () => signOut(api);
  const desk: AtDesk = {
    get keyring() {
      return kept.now();
    },
    set keyring(keyring) {
      kept.learnt(kept.now(), keyring);
    },
    ...{ api, root, kept, refresh, save: kept.save, another, leave },
  };
  kept.learnt(held.keyring, { ...root.keyring, desk: mark });
  await kept.settled();
  return desk;
}

/**
 * Who works here: what a member is called, and what they do in the collective. `older`: the keyring still holds a box
 * from before keys changed. `plain`: no manifest lists them.
 */
export type Myself = { called: string; roles: readonly Role[]; older: boolean; plain: boolean };

export function myself({ keyring, root }: Pick<AtDesk, 'keyring' | 'root'>, language: string): Myself {
  const { members } = root.chain.newest.statement;
  const listed = members.find(({ member }) => member === keyring.member);
  const older = keyring.boxes.some(({ recipient }) => boxOver(root.chain, recipient) !== null);
  return { called: calledBy(keyring.member, language), roles: listed?.roles ?? [], older, plain: !listed };
}
