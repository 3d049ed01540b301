import { Refusal } from '../../../schemas/codes.ts';
import { timeOf } from '../../protocol/encoding.ts';
import { type Keyring, sameKeyring } from './keyring.ts';
import { type Lies, savingOver } from './saving.ts';

/** What a keyring has seen, so that nothing older is believed. */
export type Marks = Pick<Keyring, 'manifest' | 'peers' | 'sealKeys' | 'standings' | 'desk' | 'contacts' | 'wordsTyped'>;

function marksOf({ manifest, peers, sealKeys, standings, desk, contacts, wordsTyped }: Keyring): Marks {
  return { manifest, peers, sealKeys, standings, desk, contacts, wordsTyped };
}

const later = <T extends { version: number } | null>(one: T, other: T): T =>
  other && (!one || other.version > one.version) ? other : one;

/** A keyring with the later of its own marks and these. */
export function withMarks(keyring: Keyring, seen: Partial<Marks>): Keyring {
  const peers = { ...keyring.peers };
  for (const [peer, mark] of Object.entries(seen.peers ?? {})) peers[peer] = later(peers[peer] ?? mark, mark);
  return {
    ...keyring,
    peers,
    manifest: later(keyring.manifest, seen.manifest ?? null),
    desk: later(keyring.desk, seen.desk ?? null),
    wordsTyped: (seen.wordsTyped ?? '') > (keyring.wordsTyped ?? '') ? (seen.wordsTyped ?? null) : keyring.wordsTyped,
    contacts: (seen.contacts?.at ?? '') > (keyring.contacts?.at ?? '') ? (seen.contacts ?? null) : keyring.contacts,
    sealKeys: latest(keyring.sealKeys, seen.sealKeys),
    standings: latest(keyring.standings, seen.standings),
  };
}

function latest(own: Record<string, string>, seen: Record<string, string> = {}): Record<string, string> {
  const times = { ...own };
  for (const [id, at] of Object.entries(seen)) if (at > (times[id] ?? '')) times[id] = at;
  return times;
}

/** What was looked at last, dated after what was looked at before it: times are whole seconds. */
function looked(before: Keyring['contacts'], last: Keyring['contacts']): Keyring['contacts'] {
  if (!before || !last || last.at > before.at) return last;
  return { ...last, at: last.sha256 === before.sha256 ? before.at : timeOf(new Date(Date.parse(before.at) + 1000)) };
}

/** A list with what came and went between two others. */
function changedList<One extends { recipient: string }>(
  now: readonly One[],
  then: readonly One[],
  made: readonly One[],
) {
  const has = (some: readonly One[], one: string) => some.some(({ recipient }) => recipient === one);
  const came = made.filter(({ recipient }) => !has(then, recipient) && !has(now, recipient));
  return [...came, ...now.filter(({ recipient }) => has(made, recipient) || !has(then, recipient))];
}

/** A keyring with what was made of it as it was then: what changed meanwhile stays, no box or passkey comes back. */
function withChanges(now: Keyring, then: Keyring, made: Keyring): Keyring {
  const boxes = changedList(now.boxes, then.boxes, made.boxes).slice(0, 32);
  const passkeys = changedList(now.passkeys, then.passkeys, made.passkeys);
  const fields = Object.entries(made).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(then[name as keyof Keyring]),
  );
  // Of marks, the later ones count below, whichever side saw them.
  const changed = { ...now, ...Object.fromEntries(fields), ...marksOf(now) };
  return withMarks({ ...changed, boxes, passkeys }, made);
}

/** Whether two keyrings are one but for what they have seen. */
function sameButMarks(one: Keyring, other: Keyring): boolean {
  return sameKeyring(one, { ...other, ...marksOf(one) });
}

/** A keyring that is open, and the place where it lies. */
export type Keeping = {
  /** As it is now, with all that was seen. */
  now(): Keyring;
  /**
   * Puts what was made of the keyring as it was then in the place of what lies there, with what changed since.
   * @throws `conflict` when another device saved more than what it had seen, and what the line refuses
   */
  save(then: Keyring, made: Keyring): Promise<void>;
  /** Notes what was seen, and keeps it as soon as it can; never fails. */
  saw(seen: Partial<Marks>): void;
  /**
   * As `saw`, with what else was learnt by reading with the keyring as it was then: roles, and boxes that came. What
   * changed meanwhile stays.
   */
  learnt(then: Keyring, keyring: Keyring): void;
  /** Once all of it is kept, or could not be; never fails. */
  settled(): Promise<void>;
  /** Whether something that was seen could not be kept, once for each time. */
  lost(): boolean;
};

/** Puts a keyring where it lies; `there` is what was put last. */
function putting({ keyring: first, revision }: Opened, lies: Lies) {
  let there = first;
  let write = savingOver(revision, lies);
  const put = async (keyring: Keyring): Promise<void> => {
    if (sameKeyring(keyring, there)) return;
    try {
      await write(keyring);
      there = keyring;
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'conflict')) throw error;
      const found = await lies.read();
      // One of ours whose answer was lost, or ours as another device read on with it.
      if (![there, keyring].some((one) => sameButMarks(one, found.keyring))) throw error;
      write = savingOver(found.revision, lies);
      const both = withMarks(keyring, found.keyring);
      await write(both);
      there = both;
    }
  };
  return { put, there: () => there };
}

type Opened = { keyring: Keyring; revision: number };

/**
 * Keeps an open keyring where it lies, one save at a time. Where another device kept what it had seen meanwhile, both
 * are kept; what else another device saved is never written over.
 */
export function keeping(first: Opened, lies: Lies): Keeping {
  const { put, there } = putting(first, lies);
  let now = first.keyring;
  let last: Promise<void> = Promise.resolve();
  let lost = false;
  let waits = false;

  // What another device saved beside stays as it is, with what was seen here, and is not taken for ours.
  const putSeen = async (): Promise<void> => {
    try {
      await put(now);
      now = withMarks(now, there());
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'conflict')) throw error;
      const found = await lies.read();
      const both = withMarks(found.keyring, now);
      if (!sameKeyring(both, found.keyring)) await lies.write(both, found.revision);
    }
  };
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = last.then(work);
    last = done.catch(() => {});
    return done;
  };
  const note = (keyring: Keyring): void => {
    if (sameKeyring(keyring, now) && sameKeyring(now, there())) return;
    now = keyring;
    // What waits for its turn puts all that was seen by then.
    if (waits) return;
    waits = true;
    inTurn(() => {
      waits = false;
      return putSeen();
    }).then(
      () => {
        lost = false;
      },
      () => {
        lost = true;
      },
    );
  };
  return {
    now: () => now,
    save: (then, made) =>
      inTurn(async () => {
        await put(withChanges(now, then, made));
        now = withMarks(there(), now);
      }),
    saw: (seen) => note(withMarks(now, { ...seen, contacts: looked(now.contacts, seen.contacts ?? null) })),
    learnt: (then, keyring) => note(withChanges(now, then, keyring)),
    settled: () => last,
    lost() {
      const was = lost;
      lost = false;
      return was;
    },
  };
}
