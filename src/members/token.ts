import { createHash, randomBytes } from 'node:crypto';

/** 32 random bytes that stand for a member: a session's token, or the code of a link. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a token. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
