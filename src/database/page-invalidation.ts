import type pg from 'pg';
import type { Database } from './schema.ts';

/**
 * Tables of which no page for everybody says anything, and that are written all the time. A table that is not named here counts as
 * shown, so that a new one is never forgotten.
 */
export const unshown: readonly (keyof Database)[] = [
  'sessions',
  'challenges',
  'entries',
  'received_activities',
  'kv',
  'text_parts',
  'text_unsaved',
  'rounds',
  'round_proposals',
  'round_entries',
  'incoming',
  'outgoing',
  'consents',
  'tombstones',
  'deliveries',
  'lanes',
  'record',
  'record_head',
];

type Kind = 'begin' | 'commit' | 'rollback' | 'read' | 'write';

const watched = new WeakSet<pg.PoolClient>();

/**
 * Calls `moved` when something that a page for everybody may show has been written: before whoever committed it goes on, in a
 * transaction once and never for one that was rolled back. Called too often rather than too rarely: also when a commit failed, since nobody
 * knows what became of it then.
 */
export function watchWrites(client: pg.PoolClient, moved: () => void): pg.PoolClient {
  if (watched.has(client)) return client;
  watched.add(client);
  const ask = client.query.bind(client) as (asked: unknown, values?: unknown) => unknown;
  let open = false;
  let wrote = false;
  const query = (asked: unknown, values?: unknown): unknown => {
    const kind = typeof asked === 'string' ? kindOf(asked) : 'write';
    if (kind === 'read') return ask(asked, values);
    if (kind === 'begin') [open, wrote] = [true, false];
    if (kind === 'rollback') [open, wrote] = [false, false];
    if (kind === 'write' && open) wrote = true;
    const over = (kind === 'write' && !open) || (kind === 'commit' && wrote);
    if (kind === 'commit') [open, wrote] = [false, false];
    const answer = ask(asked, values);
    return over ? Promise.resolve(answer).finally(moved) : answer;
  };
  return Object.assign(client, { query: query as pg.PoolClient['query'] });
}

const mostKinds = 2_000;
const kinds = new Map<string, Kind>();

function kindOf(text: string): Kind {
  const known = kinds.get(text);
  if (known !== undefined) return known;
  const kind = judged(text);
  if (kinds.size >= mostKinds) kinds.clear();
  kinds.set(text, kind);
  return kind;
}

/** `read` is also what writes to nothing but `unshown` tables. */
function judged(text: string): Kind {
  if (/^\s*(begin|start\s+transaction)\b/i.test(text)) return 'begin';
  if (/^\s*(commit|end)\b/i.test(text)) return 'commit';
  if (/^\s*rollback\s*;?\s*$/i.test(text)) return 'rollback';
  const plain = text.replace(/\b(for(\s+no\s+key)?\s+update|do\s+(update|nothing))\b/gi, '');
  const verbs = plain.match(/\b(insert|update|delete|merge|truncate|create|alter|drop|copy|call|do)\b/gi) ?? [];
  const targets = [...plain.matchAll(/\b(?:insert\s+into|update|delete\s+from)\s+(?:only\s+)?"?(\w+)"?/gi)];
  const quiet = targets.every(([, table]) => (unshown as readonly string[]).includes(table ?? ''));
  return verbs.length === targets.length && quiet ? 'read' : 'write';
}
