import { type AgreementsTables, agreementsGrowth } from './tables/agreements.ts';
import { type AgreementsTakenDownTables, agreementsTakenDownGrowth } from './tables/agreements-taken-down.ts';
import { type CollectiveTables, collectiveGrowth } from './tables/collective.ts';
import { type DeliveriesTables, deliveriesGrowth } from './tables/deliveries.ts';
import { type DeskTables, deskGrowth } from './tables/desk.ts';
import { type FederationTables, federationGrowth } from './tables/federation.ts';
import { type FollowingTables, followingGrowth } from './tables/following.ts';
import type { Growth } from './tables/growth.ts';
import { type MembersTables, membersGrowth } from './tables/members.ts';
import { type NoticesTables, noticesGrowth } from './tables/notices.ts';
import { type PeersTables, peersGrowth } from './tables/peers.ts';
import { type RecordTables, recordGrowth } from './tables/record.ts';
import { type RowKeysTables, rowKeysGrowth } from './tables/row-keys.ts';

/** Who can make each table grow, and where that ends. */
export const growth: Readonly<Record<keyof Database, Growth>> = {
  ...rowKeysGrowth,
  ...federationGrowth,
  ...recordGrowth,
  ...deliveriesGrowth,
  ...collectiveGrowth,
  ...peersGrowth,
  ...followingGrowth,
  ...membersGrowth,
  ...agreementsGrowth,
  ...agreementsTakenDownGrowth,
  ...noticesGrowth,
  ...deskGrowth,
};

/**
 * Every table of the node. `tables/<room>.ts` holds those that one room writes, and says of each what it is for, who
 * reads it and when it is erased. Ids, hashes and keys are base64url text (PROTOCOL §1); envelopes and headers are the
 * exact JSON text that was signed or sent; ciphertext is the base64url text as on the wire, under a key of its row. No
 * column holds a name, an address or a word about a person.
 */
export interface Database
  extends RowKeysTables,
    FederationTables,
    RecordTables,
    DeliveriesTables,
    CollectiveTables,
    PeersTables,
    FollowingTables,
    MembersTables,
    AgreementsTables,
    AgreementsTakenDownTables,
    NoticesTables,
    DeskTables {}
