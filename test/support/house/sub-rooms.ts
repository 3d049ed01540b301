import { type Parsed, targetOf } from './imports.ts';

/** Rooms with rooms in them, in order: each may import those before it, and what lies beside them all of them. */
const subRooms: Record<string, readonly string[]> = {
  agreements: [
    'versions',
    'sheet',
    'differences',
    'search',
    'wire',
    'acknowledgements',
    'texts',
    'rounds',
    'publishing',
    'reading',
  ],
};

/** What a file of a room with sub-rooms imports against their order, and folders that are none of them. */
export function brokenSubRooms({ path, imports }: Parsed): string[] {
  const own = placeOf(path);
  if (own === null) return [];
  if (own.at === -1) return [`${own.name} is no sub-room of ${own.room}`];
  return imports.flatMap((one) => {
    const other = placeOf(targetOf(path, one) ?? '');
    return other?.room === own.room && other.at > own.at ? [`${own.name} may not import ${other.name}`] : [];
  });
}

function placeOf(path: string): { room: string; name: string; at: number } | null {
  const [src, room = '', ...rest] = path.split('/');
  const order = subRooms[room];
  if (src !== 'src' || order === undefined) return null;
  const [name = '', ...deeper] = rest;
  return deeper.length === 0 ? { room, name, at: order.length } : { room, name, at: order.indexOf(name) };
}
