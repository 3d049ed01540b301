import type { Context, Hono, MiddlewareHandler } from 'hono';
import type { Transaction } from 'kysely';
import type { Contracts, Forms } from '../schemas/contract.ts';
import type { Delivery, Header } from '../schemas/delivery.ts';
import type { Settings } from './config.ts';
import type { Database } from './database/schema.ts';
import type { Sender, WorkerParts } from './deliveries/worker.ts';
import type { FederationParts } from './federation/federation.ts';
import type { From, Receive } from './federation/inbox.ts';
import type { JsonObject } from './federation/json-shape.ts';
import type { SigningKey } from './federation/signing.ts';
import type { FloodGauge } from './platform/flood-gauge.ts';
import type { NodeSigner } from './protocol/receipt.ts';
import type { Runtime } from './runtime.ts';
import type { Apart } from './web/origins.ts';
import type { MembersSee, PageLink, PageNode } from './web/page.tsx';
import type { WhoIs } from './web/session.ts';
import type { Asset } from './web/static.ts';
import type { View } from './web/view.ts';

/**
 * Everything that the rest of the house must know of one room. Each room's `room.ts` exports one; `app.ts` lists them
 * in order.
 */
export type Room = {
  /** The room's folder. */
  name: string;
  /** What the room does before anything else when a node opens; `announce` tells whoever started it the set-up code. */
  opens?: (parts: Pick<Parts, 'runtime'> & { announce: (code: string) => void }) => Promise<void>;
  /** What the room does last when a node closes. */
  closes?: (parts: Parts) => Promise<void>;
  /** Routes that answer without the database, before anybody is looked up. */
  early?: (parts: Parts) => Hono;
  /**
   * What the room has on an origin of its own, where nothing else of the house answers; null where this node has none.
   * Scripts of that origin may read the answers of JSON routes.
   */
  apart?: (parts: Parts) => Apart | null;
  /** Comes before every request for a route of the room, once it is known who asks. */
  before?: (parts: Parts) => MiddlewareHandler;
  routes?: (parts: Parts) => Hono | Hono[];
  /** What is agreed with clients about each of its JSON routes. */
  contracts?: readonly Contracts[];
  /** What its pages send, beside what a contract says. */
  forms?: readonly Forms[];
  /** Activities from outside that the room takes; a type and object that nobody takes is answered 202 and forgotten. */
  takes?: (parts: Parts) => Takes[];
  /** Deliveries of pinned collectives that the room takes, by kind. */
  delivered?: { kinds: readonly Header['kind'][]; receive: ReceiveDelivery };
  /** Builds what the room sends, by kind of item. */
  senders?: (runtime: Runtime) => Readonly<Record<string, Sender>>;
  /** Kinds of items that, once sent, say nothing more: their rows go after a day. */
  saidOnce?: readonly string[];
  chores?: (parts: Parts) => Readonly<Record<string, Chore>>;
  /** Links of the navigation: on every page, and beside them on members' pages. */
  links?: { everybody?: Links; members?: Links };
  /** Tables that the room writes. */
  tables?: Readonly<Partial<Record<keyof Database, TableFacts>>>;
  /** Paths whose pages are for everybody and may be answered from memory. */
  kept?: RegExp;
  /**
   * Actions that the room writes into the record, and who may read their rows; `name.*` stands for all that begin so.
   */
  record?: Readonly<Record<string, Readers>>;
  /** Style sheets and scripts that the room's pages load. */
  assets?: readonly Asset[];
  /** Roles for whom something is kept here of which nobody else may learn that it exists. */
  hiddenFor?: readonly string[];
  /** What the room does for others that may not import it. */
  supplies?: (runtime: Runtime) => Partial<Supplies>;
};

/** What a door is opened with. */
export type Parts = {
  runtime: Runtime;
  settings: Pick<Settings, 'folder' | 'exitSite' | 'proxies' | 'followersPerDomain'>;
  node: PageNode;
  /** The origin of the desk; null where this node has none. */
  desk: string | null;
  /** The key of the limits for whoever asks; null where nobody can say from where they ask. */
  addressOf: (c: Context) => string | null;
  /** Whether strangers send much that is refused. */
  flood: FloodGauge;
  /** When the worker last went round. */
  heartbeat: () => Date;
  /** Runs a chore, named by its door, as soon as it can. */
  soon: (chore: string) => void;
  /** Kinds of items that, once sent, say nothing more. */
  saidOnce: readonly string[];
  /** Who may read a row of the record about that action. */
  readers: (action: string) => Readers;
  /** What all rooms supply; complete once every door is open. */
  house: Supplies;
};

/** Work that comes round: how often (milliseconds), and what it does. */
export type Chore = { everyMs: number; work: () => Promise<unknown> };

/** Only accompaniers read rows of an action that no door names; `listed`: all but plain members. */
export type Readers = 'members' | 'listed' | 'accompaniers';

/** Smaller ranks come first. */
export type Links = (view: View) => (PageLink & { rank: number })[];

export type TableFacts = {
  /** Whether a page for everybody says anything of it: writing to it empties the pages kept in memory. */
  shown: boolean;
  until: Retention;
};

/**
 * When rows go: never while the node stands; when somebody takes them back, replaces or ends them; with their row in
 * another table; or when a chore of that name finds them old.
 */
export type Retention = 'stays' | 'ended' | { with: keyof Database } | { chore: string };

/**
 * One kind of activity that a room takes. `object` tells it from another room's of the same type; without it, all are
 * taken.
 */
export type Takes = {
  activity: string;
  object?: (activity: JsonObject, from: From) => boolean | Promise<boolean>;
  receive: Receive;
};

/** Takes a verified delivery of a pinned collective and gives what to answer. */
export type ReceiveDelivery = (
  runtime: Runtime,
  arrived: { peer: string; actor: string; activity: string; delivery: Delivery },
) => Promise<{ status: number; code: string | null }>;

/** What one room does for those that may not import it; every entry is supplied by one room. */
export type Supplies = {
  /** The public name, null before set-up; the id, null until the collective stands; whether one person tries it out. */
  self: () => Promise<{ name: string | null; collective: string | null; alone: boolean }>;
  profile: FederationParts['profile'];
  /** Signs requests of this node, also before set-up. */
  signingKey: () => Promise<SigningKey>;
  /** The one before, while somebody may not know the present one. */
  formerKey: () => Promise<SigningKey | null>;
  signer: () => Promise<NodeSigner>;
  pinned: FederationParts['pinned'];
  knownPeer: FederationParts['known'];
  knownFollower: FederationParts['known'];
  followers: FederationParts['followers'];
  following: FederationParts['following'];
  followerKeys: FederationParts['followerKeys'];
  followerGone: WorkerParts['followerGone'];
  /** What a new follower is sent beside the Accept; called in the same transaction. */
  greet: (
    tx: Transaction<Database>,
    follower: { actor: string; inbox: string; convive: boolean },
    now: Date,
  ) => Promise<void>;
  featured: FederationParts['featured'];
  outbox: FederationParts['outbox'];
  whoIs: WhoIs;
  signOut: (token: string) => Promise<void>;
  called: MembersSee['called'];
  leave: MembersSee['leave'];
  /** The path on which a member's browser begins when it has come in. */
  begin: string;
};
