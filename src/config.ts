import { isIP } from 'node:net';
import { resolve } from 'node:path';
import * as z from 'zod';
import { Refusal } from '../schemas/codes.ts';
import type { DatabasePlace } from './database/database.ts';
import { loopbackHost, onionHost, parsedUrl } from './platform/addresses.ts';
import type { LogOptions } from './platform/logging.ts';

/** What the keeper chose, checked once at start. */
export type Settings = {
  /** Absolute path of the data folder. */
  folder: string;
  host: string;
  /** 0 takes a free port. */
  port: number;
  /** The canonical origin; undefined means this machine, see `originOf`. */
  origin: string | undefined;
  /** The origin of the desk; undefined means a name under the node's, see `deskOriginOf`. */
  desk: string | undefined;
  database: DatabasePlace;
  /** Where quick exit leads. */
  exitSite: string;
  /** Addresses of reverse proxies whose word about a visitor's address counts; none: nobody's. */
  proxies: readonly string[];
  /** How many followers of one registrable domain there may be. */
  followersPerDomain: number;
  /** For how many days backups and a server's log are kept, as the keeper says; undefined where nobody said. */
  backupDays: number | undefined;
  log: Pick<LogOptions, 'format'> & { level: NonNullable<LogOptions['level']> };
  /** Whether the node may reach others on this machine, over plain HTTP. */
  allowLoopback: boolean;
};

type SettingName = keyof typeof shape.shape;

const shape = z.object({
  DATA: z.string().min(1).default('./data'),
  HOST: z
    .string()
    .refine((host) => host === 'localhost' || isIP(host) !== 0)
    .default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((port) => port <= 65_535)
    .default(8420),
  ORIGIN: z.string().transform(toOrigin).optional(),
  DESK_ORIGIN: z.string().transform(toOrigin).optional(),
  DATABASE_URL: z
    .string()
    .refine((url) => URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol))
    .optional(),
  EXIT_SITE: z
    .string()
    .refine((url) => URL.canParse(url) && new URL(url).protocol === 'https:')
    .default('https://www.bbc.com/weather'),
  PROXY: z
    .string()
    .transform((list) => list.split(',').map((one) => one.trim()))
    .refine((list) => list.every((one) => isIP(one) !== 0))
    .default([]),
  FOLLOWERS_PER_DOMAIN: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((most) => most >= 1 && most <= 10_000)
    .default(500),
  BACKUP_DAYS: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number)
    .optional(),
  LOG: z.enum(['text', 'json']).default('text'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warning']).default('info'),
  ALLOW_LOOPBACK: z.enum(['yes', 'no']).optional(),
});

/**
 * Reads settings from flags (named as the variables) and then the environment; an empty variable counts as not set.
 * Refuses (`config`, with the name of the first wrong setting) anything that does not fit; never repeats a value.
 */
export function readSettings(
  env: NodeJS.ProcessEnv,
  flags: Partial<Record<SettingName, string | undefined>> = {},
): Settings {
  const names = Object.keys(shape.shape) as SettingName[];
  const given = Object.fromEntries(names.map((name) => [name, flags[name] ?? (env[name] || undefined)]));
  const read = shape.safeParse(given);
  if (!read.success) throw new Refusal('config', String(read.error.issues[0]?.path[0]));
  const { DATA, HOST, PORT, ORIGIN, DATABASE_URL, EXIT_SITE, PROXY, LOG, LOG_LEVEL, ALLOW_LOOPBACK } = read.data;
  const { DESK_ORIGIN, FOLLOWERS_PER_DOMAIN, BACKUP_DAYS } = read.data;
  const folder = resolve(DATA);
  const local = ORIGIN === undefined || (ORIGIN.startsWith('http:') && loopbackHost(new URL(ORIGIN).hostname));
  return {
    folder,
    host: HOST,
    port: PORT,
    origin: ORIGIN,
    desk: DESK_ORIGIN,
    database: DATABASE_URL === undefined ? { folder } : { url: DATABASE_URL },
    exitSite: EXIT_SITE,
    proxies: PROXY,
    followersPerDomain: FOLLOWERS_PER_DOMAIN,
    backupDays: BACKUP_DAYS,
    log: { format: LOG, level: LOG_LEVEL },
    allowLoopback: ALLOW_LOOPBACK === undefined ? local : ALLOW_LOOPBACK === 'yes',
  };
}

/** The canonical origin once the port is known: without ORIGIN it is this machine, by the name that passkeys accept. */
export function originOf(settings: Pick<Settings, 'origin'>, port: number): string {
  return settings.origin ?? `http://localhost:${port}`;
}

/**
 * The origin of the desk: as the keeper chose, else `desk.` before the node's name. A node that has no name but an
 * address has a desk on this machine alone, and none (null) elsewhere.
 * @throws `config` where its name would be the node's own, or stand above it: pages with texts of members share no
 * origin with keys, and cannot ask for passkeys
 */
export function deskOriginOf(settings: Pick<Settings, 'desk'>, origin: string): string | null {
  const { protocol, hostname, port } = new URL(origin);
  if (settings.desk !== undefined) {
    // Passkeys of a name are good for every page under it.
    const there = new URL(settings.desk).hostname;
    if (there === hostname || hostname.endsWith(`.${there}`)) throw new Refusal('config', 'DESK_ORIGIN');
    return settings.desk;
  }
  const named = isIP(hostname.replace(/^\[|\]$/g, '')) === 0;
  if (!named && !loopbackHost(hostname)) return null;
  const place = port === '' ? '' : `:${port}`;
  return `${protocol}//desk.${named ? hostname : 'localhost'}${place}`;
}

function toOrigin(text: string, context: z.RefinementCtx): string {
  const url = parsedUrl(text);
  const plain = url?.protocol === 'http:' && (loopbackHost(url.hostname) || onionHost(url.hostname));
  if (url && (url.protocol === 'https:' || plain) && url.href === `${url.origin}/`) return url.origin;
  context.addIssue({ code: 'custom' });
  return z.NEVER;
}
