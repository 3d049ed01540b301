import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rooms } from '../../src/app.ts';
import { growth } from '../../src/database/schema.ts';
import { readDoors } from '../../src/doors.ts';

/* Every table says who can make it grow; where others can, it says where that ends, and a test floods it. */

const onePeer = 'one-peer.test.ts';
const disk = 'flood-disk.test.ts';
const keptNewest = [onePeer, 'leaves one row of each kind, the newest, however much it sends'] as const;
const fullShare = [onePeer, 'may leave 5,000 rows in all; over that it is refused, and what erases is taken'] as const;
const crowd = [disk, 'take 500 places and a bounded ledger, and leave nothing when they go'] as const;
const announced = [disk, 'announces agreements until its share is full, and takes them back all the same'] as const;
const said = [disk, 'says something of our agreements until twenty wait, and until its share is full'] as const;

/** The flood of each table that others can make grow, or the one of the rows without which these do not come. */
const floods: Readonly<Record<string, readonly [file: string, name: string]>> = {
  followers: crowd,
  deliveries: crowd,
  lanes: crowd,
  received_activities: crowd,
  kv: [disk, 'fill no more than their part of the cache: the ones that end first go'],
  incoming: fullShare,
  row_keys: fullShare,
  rewrites_due: fullShare,
  incoming_facts: [onePeer, 'changes the record by one row with a list about many'],
  tombstones: fullShare,
  peer_lists: keptNewest,
  peer_statements: keptNewest,
  peer_manifests: [onePeer, 'adds one manifest an hour to its chain'],
  record: [onePeer, 'changes the record by one row with a list about many'],
  agreements_received: announced,
  agreements_taken_down: ['taken-down.test.ts', 'is remembered of each partner a hundred times at most, the newest'],
  agreement_words: announced,
  acknowledgements: said,
  desk_releases: ['../desk/releases.test.ts', 'the newest two, whatever is signed'],
  acknowledgements_pending: said,
};

const ofOthers = Object.entries(growth).flatMap(([table, how]) => (typeof how === 'object' ? [{ table, ...how }] : []));

test('each table that a door names says who can make it grow', () => {
  expect(Object.keys(growth).sort()).toEqual([...readDoors(rooms).tables.keys()].sort());
});

test('each table that others can make grow says how far and what goes first, and names the flood that shows it', () => {
  expect(ofOthers.map(({ table }) => table).sort()).toEqual(Object.keys(floods).sort());
  for (const { table, goesFirst, most } of ofOthers) {
    expect(goesFirst, table).toMatch(/\w+ \w+/);
    if (typeof most === 'object' && 'with' in most) expect(ofOthers.map((one) => one.table)).toContain(most.with);
    const [file, name] = floods[table]!;
    expect(readFileSync(`test/attack/${file}`, 'utf8'), table).toContain(name);
  }
});

test('what counts as a share of a peer is counted, and the record alone grows without an end', () => {
  const counted = readFileSync('src/peers/left-store.ts', 'utf8');
  const shares = ofOthers.filter(({ by, most }) => by === 'peers' && most === 'share').map(({ table }) => table);
  for (const table of shares) expect(counted).toMatch(new RegExp(`from ${table} where`));
  expect(ofOthers.filter(({ most }) => most === 'pace').map(({ table }) => table)).toEqual(['record']);
});
