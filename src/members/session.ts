/** A session as its member sees it. */
export type ShownSession = { token_hash: string; kind: 'program' | 'browser'; began: Date; expires: Date };
