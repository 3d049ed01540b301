import type { AgreementsTables } from './tables/agreements.ts';
import type { CollectiveTables } from './tables/collective.ts';
import type { DeliveriesTables } from './tables/deliveries.ts';
import type { FederationTables } from './tables/federation.ts';
import type { FollowingTables } from './tables/following.ts';
import type { MembersTables } from './tables/members.ts';
import type { NoticesTables } from './tables/notices.ts';
import type { PeersTables } from './tables/peers.ts';
import type { RecordTables } from './tables/record.ts';
import type { RowKeysTables } from './tables/row-keys.ts';

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
    NoticesTables {}
