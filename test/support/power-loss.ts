import fs from 'node:fs';
import { dirname, join } from 'node:path';

type File = { bytes: Buffer };
type Event =
  | { kind: 'write'; file: number; at: number; bytes: Buffer }
  | { kind: 'size'; file: number; size: number }
  | { kind: 'sync'; path: string; file: number | null }
  | { kind: 'create'; path: string; file: number }
  | { kind: 'folder'; path: string }
  | { kind: 'rename'; path: string; to: string }
  | { kind: 'remove'; path: string };

/**
 * What a process asked of the disk under one folder, in order. `length` is a moment; `image` a disk that lost its power
 * then.
 */
export type Recording = Disposable & {
  readonly length: number;
  /**
   * Writes the folder as a power loss at that moment may leave it into `target`, a copy of how it began. What was
   * synced is there. Of the rest each page of 4 KB has any of its states since, and of the changes of names a random
   * first part happened. With `synced: false` no sync counts: the disk of a process that never asks for one.
   */
  image(moment: number, target: string, options: { synced: boolean; random: () => number }): void;
};

const page = 4096;

/**
 * Records from now on, until it is disposed. Only what goes through `fs` in this process, as PGlite's file system does.
 */
export function recordDisk(folder: string): Recording {
  const events: Event[] = [];
  const descriptors = new Map<number, string>();
  const names = new Map<string, number>();
  let files = 0;
  for (const name of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    if (fs.statSync(join(folder, name)).isFile()) names.set(name, files++);
  const first = new Map(names);

  const inside = (path: unknown) =>
    typeof path === 'string' && path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null;
  const fileAt = (path: string): number => {
    const known = names.get(path);
    if (known !== undefined) return known;
    names.set(path, files);
    events.push({ kind: 'create', path, file: files });
    return files++;
  };
  const undo: (() => void)[] = [];
  /** Lets `note` look at each call before it is made; what it gives back is called with the result. */
  function watch<K extends keyof typeof fs>(name: K, note: (args: unknown[]) => ((result: unknown) => void) | null) {
    const real = fs[name] as (...args: unknown[]) => unknown;
    const watched = (...args: unknown[]) => {
      const then = note(args);
      const result = real.apply(fs, args);
      then?.(result);
      return result;
    };
    Object.assign(fs, { [name]: watched });
    undo.push(() => Object.assign(fs, { [name]: real }));
  }
  watch('openSync', ([path, flags]) => {
    const name = inside(path);
    if (name === null) return null;
    const writes = typeof flags === 'number' ? flags : 0;
    return (descriptor) => {
      descriptors.set(descriptor as number, name);
      if (writes & fs.constants.O_CREAT) fileAt(name);
      if (writes & fs.constants.O_TRUNC) events.push({ kind: 'size', file: fileAt(name), size: 0 });
    };
  });
  watch('writeFileSync', ([path, text]) => {
    const name = inside(path);
    if (name === null) return null;
    const bytes = Buffer.from(String(text));
    return () => {
      const file = fileAt(name);
      events.push({ kind: 'size', file, size: 0 }, { kind: 'write', file, at: 0, bytes });
    };
  });
  watch('writeSync', ([descriptor, from, offset, , position]) => {
    const name = descriptors.get(descriptor as number);
    if (name === undefined) return null;
    if (typeof position !== 'number') throw new Error('a write without a place');
    return (count) => {
      const { buffer, byteOffset } = from as Int8Array;
      const bytes = Buffer.from(new Uint8Array(buffer, byteOffset + Number(offset), Number(count)));
      events.push({ kind: 'write', file: fileAt(name), at: position, bytes });
    };
  });
  watch(
    'closeSync',
    ([descriptor]) =>
      () =>
        descriptors.delete(descriptor as number),
  );
  watch('ftruncateSync', ([descriptor, size]) => {
    const name = descriptors.get(descriptor as number);
    return name === undefined ? null : () => events.push({ kind: 'size', file: fileAt(name), size: Number(size) });
  });
  watch('truncateSync', ([path, size]) => {
    const name = inside(path);
    return name === null ? null : () => events.push({ kind: 'size', file: fileAt(name), size: Number(size) });
  });
  watch('fsyncSync', ([descriptor]) => {
    const name = descriptors.get(descriptor as number);
    return name === undefined ? null : () => events.push({ kind: 'sync', path: name, file: names.get(name) ?? null });
  });
  watch('mkdirSync', ([path]) => {
    const name = inside(path);
    return name === null ? null : () => events.push({ kind: 'folder', path: name });
  });
  for (const remove of ['unlinkSync', 'rmdirSync'] as const)
    watch(remove, ([path]) => {
      const name = inside(path);
      return name === null
        ? null
        : () => {
            names.delete(name);
            events.push({ kind: 'remove', path: name });
          };
    });
  watch('renameSync', ([from, to]) => {
    const [name, other] = [inside(from), inside(to)];
    if (name === null || other === null) return null;
    return () => {
      const file = names.get(name);
      names.delete(name);
      if (file !== undefined) names.set(other, file);
      for (const [descriptor, at] of descriptors) if (at === name) descriptors.set(descriptor, other);
      events.push({ kind: 'rename', path: name, to: other });
    };
  });
  return {
    get length() {
      return events.length;
    },
    image: (moment, target, options) => lose(events.slice(0, moment), { first, target, ...options }),
    [Symbol.dispose]() {
      for (const one of undo) one();
    },
  };
}

type Disk = { first: ReadonlyMap<string, number>; target: string; synced: boolean; random: () => number };

function lose(events: Event[], { first, target, synced, random }: Disk): void {
  const contents = new Map<number, File>();
  const names = new Map(first);
  const read = new Map([...first].map(([name, file]) => [file, name]));
  const contentOf = (file: number): File => {
    const known = contents.get(file);
    if (known) return known;
    const name = read.get(file);
    const content = { bytes: name === undefined ? Buffer.alloc(0) : fs.readFileSync(join(target, name)) };
    contents.set(file, content);
    return content;
  };
  const lastSync = new Map<string, number>();
  const lastFileSync = new Map<number, number>();
  if (synced)
    for (const [at, event] of events.entries())
      if (event.kind === 'sync') {
        lastSync.set(event.path, at);
        if (event.file !== null) lastFileSync.set(event.file, at);
      }
  // Names: a folder's sync keeps what happened to them; a new file's own sync keeps its name too, as on ext4.
  const keepsNames = Math.floor(random() * (events.length + 1));
  const named = (at: number, event: { path: string; file?: number }, other = event.path) =>
    at < keepsNames ||
    (lastSync.get(parent(event.path)) ?? -1) > at ||
    (lastSync.get(parent(other)) ?? -1) > at ||
    (event.file !== undefined && (lastFileSync.get(event.file) ?? -1) > at);
  /** By page: up to which event it reached the disk. */
  const cuts = new Map<string, number>();
  const cutOf = (file: number, number: number | 'size') => {
    const key = `${file}/${number}`;
    const from = lastFileSync.get(file) ?? 0;
    const cut = cuts.get(key) ?? from + Math.floor(random() * (events.length + 1 - from));
    cuts.set(key, cut);
    return cut;
  };
  for (const [at, event] of events.entries()) {
    if (event.kind === 'create') {
      if (named(at, event)) names.set(event.path, event.file);
    } else if (event.kind === 'folder') {
      if (named(at, event)) fs.mkdirSync(join(target, event.path), { recursive: true });
    } else if (event.kind === 'remove') {
      if (named(at, event)) names.delete(event.path);
    } else if (event.kind === 'rename') {
      const file = names.get(event.path);
      if (file !== undefined && named(at, event, event.to)) {
        names.delete(event.path);
        names.set(event.to, file);
      }
    } else if (event.kind === 'size') {
      if (at < cutOf(event.file, 'size')) resize(contentOf(event.file), event.size);
    } else if (event.kind === 'write') {
      const content = contentOf(event.file);
      for (let from = event.at; from < event.at + event.bytes.length; ) {
        const number = Math.floor(from / page);
        const to = Math.min((number + 1) * page, event.at + event.bytes.length);
        if (at < cutOf(event.file, number)) {
          if (to > content.bytes.length) resize(content, to);
          event.bytes.copy(content.bytes, from, from - event.at, to - event.at);
        }
        from = to;
      }
    }
  }
  const changed = [...names].filter(([name, file]) => contents.has(file) || first.get(name) !== file);
  // Read before anything is removed: a file under another name is that file.
  for (const [, file] of changed) contentOf(file);
  for (const name of first.keys())
    if (!names.has(name) || names.get(name) !== first.get(name)) fs.rmSync(join(target, name));
  for (const [name, file] of changed) {
    fs.mkdirSync(join(target, dirname(name)), { recursive: true });
    fs.writeFileSync(join(target, name), contentOf(file).bytes);
  }
}

const parent = (path: string): string => (path.includes('/') ? dirname(path) : '');

function resize(content: File, size: number): void {
  const resized = Buffer.alloc(size);
  content.bytes.copy(resized, 0, 0, Math.min(size, content.bytes.length));
  content.bytes = resized;
}
