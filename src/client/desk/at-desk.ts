import type { Role } from '../../../schemas/manifest.ts';
import { boxOver } from '../../protocol/box-life.ts';
import { daysAfter } from '../../protocol/calendar.ts';
import { b64u, timeOf } from '../../protocol/encoding.ts';
import type { Envelope } from '../../protocol/envelope.ts';
import { calledBy } from '../../protocol/two-word-name.ts';
import { type Api, connect } from '../api/api.ts';
import { lasting } from '../api/lasting.ts';
import { signInWith, signOut } from '../api/sign-in.ts';
import { keepAtNode, openAtNode, readAtNode } from '../keyring/at-node.ts';
import { type Keeping, keeping } from '../keyring/keeping.ts';
import { type Keyring, monthOf, type Opener, signInKeyOf } from '../keyring/keyring.ts';
import { type OwnRoot, ownRoot } from '../keyring/own-trust.ts';
import { provedFor } from '../keyring/under-code.ts';
import { readNewest } from './seen.ts';

/**
 * A member at the desk: signed in for as long as they work, with a keyring that lies at their node and a root of trust
 * that was checked. Everything is in memory.
 */
export type AtDesk = {
  api: Api;
  readonly keyring: Keyring;
  root: OwnRoot;
  /** Keeps what this keyring sees as soon as it is read, without holding up or failing what was asked for. */
  kept: Pick<Keeping, 'settled' | 'lost'>;
  /** The key that a passkey signed in with, where one opened this desk. */
  by: string | null;
  /** Reads the own collective anew, and keeps what is new of it. */
  refresh(): Promise<void>;
  /**
   * Leaves at the node what was made of the keyring as it was then.
   * @throws `conflict` when another device saved meanwhile: unlock again.
   */
  save(then: Keyring, made: Keyring): Promise<void>;
  /** A `sign-in` by what opened this keyring and by its key. */
  proof(): Promise<Envelope>;
  /** Another session of the same member, to be given away. */
  another(): Promise<Api>;
  leave(): Promise<void>;
};

/** Opens a keyring at that node by its words or a passkey. Refuses as `openAtNode` and `ownRoot` do. */
export async function openDesk(node: string, opener: Opener, now: () => Date): Promise<AtDesk> {
  const held = await openAtNode(connect(node), opener, now());
  // As at first: of a plain member the key itself signs nobody in.
  const another = () => signInWith(connect(node), signInKeyOf(opener).secret, now());
  const api: Api = {
    ...lasting(held.api, another),
    saw: (seen) => kept.saw(seen),
  };
  const kept = keeping(held, {
    read: () => readAtNode(api, opener),
    write: (keyring, revision) => keepAtNode(api, keyring, opener, revision, now()),
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
    ...{ api, root, kept, refresh, save: kept.save, another, leave },
    proof: () => provedFor(api, kept.now(), opener, now()),
    by: typeof opener === 'string' ? null : b64u(signInKeyOf(opener).publicKey),
  };
  kept.learnt(held.keyring, { ...root.keyring, desk: mark });
  if (typeof opener === 'string') kept.saw({ wordsTyped: monthOf(now()) });
  await kept.settled();
  return desk;
}

/** After so many days without its words a keyring that passkeys open asks for them. */
const yearDays = 365;

/**
 * Who works here: what a member is called, and what they do in the collective. `older`: the keyring still holds a box
 * from before keys changed; `plain`: no manifest lists them; `wordsDue`: its words were not typed for a year.
 */
export type Myself = {
  /** Of our own collective. */
  collective: string;
  called: string;
  roles: readonly Role[];
  older: boolean;
  plain: boolean;
  passkeys: number;
  wordsDue: boolean;
};

export function myself({ keyring, root }: Pick<AtDesk, 'keyring' | 'root'>, language: string, now: Date): Myself {
  const { members } = root.chain.newest.statement;
  const listed = members.find(({ member }) => member === keyring.member);
  const older = keyring.boxes.some(({ recipient }) => boxOver(root.chain, recipient) !== null);
  const wordsDue = keyring.passkeys.length > 0 && (keyring.wordsTyped ?? '') < timeOf(daysAfter(now, -yearDays));
  const called = calledBy(keyring.member, language);
  const passkeys = keyring.passkeys.length;
  const { collective } = root.chain;
  return { collective, called, roles: listed?.roles ?? [], older, plain: !listed, passkeys, wordsDue };
}
