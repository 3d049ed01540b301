import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import type { Contract, Contracts } from '../../schemas/contract.ts';
import { nodesOf, root } from './sources.ts';

/** A contract with its room, or sub-room (`agreements-texts`), its name there, and the docstring above it. */
export type NamedContract = { room: string; name: string; about: string; contract: Contract };

/** The contracts of every file in schemas/routes/, in the order of their names. */
export async function allContracts(): Promise<NamedContract[]> {
  const folder = join(root, 'schemas/routes');
  const found: NamedContract[] = [];
  const rooms = readdirSync(folder).map((file) => file.replace(/\.ts$/, ''));
  for (const room of rooms.sort()) {
    const path = join(folder, `${room}.ts`);
    const exported = `${room.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Contract`;
    const contracts = ((await import(path)) as Record<string, Contracts>)[exported] ?? {};
    const about = docstringsIn(path);
    for (const [name, contract] of Object.entries(contracts))
      found.push({ room, name, about: about.get(name) ?? '', contract });
  }
  return found;
}

/** The docstring that stands right above each property, by the property's name. */
function docstringsIn(path: string): Map<string, string> {
  const text = readFileSync(path, 'utf8');
  const { program, comments } = parseSync(path, text);
  const found = new Map<string, string>();
  for (const node of nodesOf(program)) {
    if (node.type !== 'Property') continue;
    const { start, key } = node as unknown as { start: number; key: { name?: string } };
    const above = comments.find(({ end }) => end <= start && text.slice(end, start).trim() === '');
    if (above?.value.startsWith('*') && key.name !== undefined)
      found.set(
        key.name,
        above.value
          .replace(/(^|\n)[ \t]*\*/g, ' ')
          .replace(/\s+/g, ' ')
          .trim(),
      );
  }
  return found;
}
