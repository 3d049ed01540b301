import { inject } from 'vitest';
import { dump, inDatabase, writtenIn } from './dump.ts';
import { bytesOf } from './gate.ts';
import type { NodeProcess } from './node-process.ts';
import { type Trace, tracesIn } from './traces.ts';

/** Every place where a node could leave something, by its name. */
export type Places = Map<string, Buffer>;

/** Kills nodes, gathers what is in each one's tables, files, log and traffic, and starts them again. */
export async function placesOf(nodes: readonly NodeProcess[]): Promise<Places> {
  const places: Places = new Map();
  await Promise.all(nodes.map((node) => node.kill()));
  for (const { name, place, gate, printed } of nodes) {
    // Read before the database is opened once more: this is what the killed process left behind.
    const template = inject('database') === 'embedded' ? inject('embedded').template : undefined;
    places.set(`${name} files`, whole(writtenIn(place.folder, template)));
    const tables = await inDatabase(place.database, dump);
    places.set(`${name} tables`, Buffer.from([...tables].flat().join('\n')));
    places.set(`${name} log`, Buffer.from(printed.join('\n')));
    places.set(`${name} traffic`, Buffer.concat(gate.passages.map(bytesOf)));
  }
  await Promise.all(nodes.map((node) => node.start()));
  return places;
}

/** Where which of the words lie; places without any are left out. */
export function tracesByPlace(places: Places, traces: readonly Trace[]): Record<string, string[]> {
  const found = [...places].map(([place, bytes]) => [place, tracesIn(bytes, traces)] as const);
  return Object.fromEntries(found.filter(([, traces]) => traces.length > 0));
}

const whole = (files: Map<string, Buffer>): Buffer =>
  Buffer.concat([...files].flatMap(([path, bytes]) => [Buffer.from(path), bytes]));
