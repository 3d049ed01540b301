import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../../schemas/codes.ts';
import { makeFolder } from './folder.ts';

/** 32 random bytes that wrap the node's private keys, and where they came from. Never in the database or a backup. */
export type NodeSecret = { bytes: Uint8Array; source: 'credential' | 'environment' | 'file' };

/**
 * The secret from systemd's credential `node-secret`, else from NODE_SECRET, else from `node.secret` in the data
 * folder, made at the first start with mode 0600.
 * @throws `config` for one that is not 32 bytes; never shows it.
 */
export function readNodeSecret(env: NodeJS.ProcessEnv, folder: string): NodeSecret {
  const path = join(folder, fileName);
  const secret = findNodeSecret(env, folder) ?? fromFile(create(path, folder));
  if (secret.source === 'file' && statSync(path).mode & 0o077) chmodSync(path, 0o600);
  return secret;
}

/**
 * The secret where there is one; makes none.
 * @throws `config` for one that is not 32 bytes; never shows it.
 */
export function findNodeSecret(env: NodeJS.ProcessEnv, folder: string): NodeSecret | undefined {
  const credentials = env.CREDENTIALS_DIRECTORY;
  const credential = credentials ? readIfThere(join(credentials, 'node-secret')) : undefined;
  if (credential !== undefined) return { bytes: decode(credential, 'node-secret'), source: 'credential' };
  if (env.NODE_SECRET) return { bytes: decode(env.NODE_SECRET, 'NODE_SECRET'), source: 'environment' };
  const text = readIfThere(join(folder, fileName));
  return text === undefined ? undefined : fromFile(text);
}

const fileName = 'node.secret';
const fromFile = (text: string): NodeSecret => ({ bytes: decode(text, fileName), source: 'file' });

function decode(text: string, where: string): Uint8Array {
  const trimmed = text.trim();
  const bytes = /^[0-9a-f]{64}$/i.test(trimmed) ? Buffer.from(trimmed, 'hex') : Buffer.from(trimmed, 'base64');
  if (bytes.length !== 32 || !/^[\w+/-]+={0,2}$/.test(trimmed)) throw new Refusal('config', where);
  return bytes;
}

/** Complete under another name first: a first start that is killed half-way, or two at once, leave one whole secret. */
function create(path: string, folder: string): string {
  makeFolder(folder);
  const making = `${path}.${process.pid}`;
  const file = openSync(making, 'w', 0o600);
  writeSync(file, `${randomBytes(32).toString('base64url')}\n`);
  fsyncSync(file);
  closeSync(file);
  try {
    linkSync(making, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(making);
  }
  const directory = openSync(folder, 'r');
  fsyncSync(directory);
  closeSync(directory);
  return readFileSync(path, 'utf8');
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Refusal('config', 'node-secret');
  }
}
