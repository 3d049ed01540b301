import {
  type DatabaseConnection,
  type DeleteQueryNode,
  type Dialect,
  type Driver,
  type InsertQueryNode,
  type MergeQueryNode,
  type OperationNode,
  TableNode,
  type UpdateQueryNode,
  type WithNode,
} from 'kysely';
import { declaredWrites } from './by-hand.ts';

/** Says whether no page for everybody shows anything of a table. */
export type Quiet = (table: string) => boolean;

/** `ours`: the driver itself speaks, to begin or end a transaction. */
type State = { ours: boolean; open: boolean; wrote: boolean };

/**
 * A dialect that calls `moved` when something was written that a page for everybody may show: before whoever committed
 * it goes on, in a transaction once, and never for one that was rolled back. Called too often rather than too rarely:
 * also for a statement of which nobody knows what it writes, and when a commit failed, since nobody knows what became
 * of it then.
 */
export function watchWrites(dialect: Dialect, quiet: Quiet, moved: () => void): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => watchedDriver(dialect.createDriver(), quiet, moved),
  };
}

function watchedDriver(driver: Driver, quiet: Quiet, moved: () => void): Driver {
  const states = new WeakMap<DatabaseConnection, State>();
  const acquire = driver.acquireConnection.bind(driver);
  const speak = async (connection: DatabaseConnection, next: Omit<State, 'ours'>, work: () => Promise<void>) => {
    const state = states.get(connection);
    Object.assign(state ?? {}, next, { ours: true });
    await work().finally(() => Object.assign(state ?? {}, { ours: false }));
  };
  const begin = driver.beginTransaction.bind(driver);
  const commit = driver.commitTransaction.bind(driver);
  const rollback = driver.rollbackTransaction.bind(driver);
  return Object.assign(driver, {
    async acquireConnection(...options: Parameters<Driver['acquireConnection']>) {
      const connection = await acquire(...options);
      if (!states.has(connection)) states.set(connection, watchedState(connection, quiet, moved));
      return connection;
    },
    beginTransaction: (connection: DatabaseConnection, settings: Parameters<Driver['beginTransaction']>[1]) =>
      speak(connection, { open: true, wrote: false }, () => begin(connection, settings)),
    async commitTransaction(connection: DatabaseConnection) {
      const wrote = states.get(connection)?.wrote === true;
      const over = speak(connection, { open: false, wrote: false }, () => commit(connection));
      await (wrote ? over.finally(moved) : over);
    },
    rollbackTransaction: (connection: DatabaseConnection) =>
      speak(connection, { open: false, wrote: false }, () => rollback(connection)),
  });
}

function watchedState(connection: DatabaseConnection, quiet: Quiet, moved: () => void): State {
  const state: State = { ours: false, open: false, wrote: false };
  const execute = connection.executeQuery.bind(connection);
  const stream = connection.streamQuery.bind(connection);
  const shows = ({ query }: { query: OperationNode }) =>
    !state.ours && tablesWritten(query)?.every((table) => quiet(table)) !== true;
  const watched: Pick<DatabaseConnection, 'executeQuery' | 'streamQuery'> = {
    executeQuery(query, options) {
      const asked = execute<never>(query, options);
      if (!shows(query)) return asked;
      state.wrote = true;
      return state.open ? asked : asked.finally(moved);
    },
    streamQuery(query, size, options) {
      if (shows(query)) moved();
      return stream<never>(query, size, options);
    },
  };
  Object.assign(connection, watched);
  return state;
}

/** The tables that a statement writes; undefined when that cannot be told. */
function tablesWritten(query: OperationNode): readonly string[] | undefined {
  const targets = targetsOf(query);
  if (targets === undefined) return undefined;
  const { with: before } = query as { with?: WithNode };
  const written = [...targets];
  for (const { expression } of before?.expressions ?? []) {
    const more = tablesWritten(expression);
    if (more === undefined) return undefined;
    written.push(...more);
  }
  return written;
}

function targetsOf(query: OperationNode): readonly string[] | undefined {
  switch (query.kind) {
    case 'SelectQueryNode':
      return [];
    case 'InsertQueryNode':
      return namesOf((query as InsertQueryNode).into);
    case 'UpdateQueryNode':
      return namesOf((query as UpdateQueryNode).table);
    case 'DeleteQueryNode':
      return namesOf(...(query as DeleteQueryNode).from.froms);
    case 'MergeQueryNode':
      return namesOf((query as MergeQueryNode).into);
    default:
      return declaredWrites(query);
  }
}

function namesOf(...tables: (OperationNode | undefined)[]): string[] | undefined {
  const names = tables.map((table) => {
    const named = table?.kind === 'AliasNode' ? (table as OperationNode & { node: OperationNode }).node : table;
    return named !== undefined && TableNode.is(named) ? named.table.identifier.name : undefined;
  });
  return names.every((name) => name !== undefined) ? names : undefined;
}
