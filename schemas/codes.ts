/** Why something was refused. A code names the rule, never the value; its sentence for people is in platform/refusal.ts. */
export const refusalCodes = [
  // Asking and answering
  'not-found',
  'sign-in-needed',
  'not-allowed',
  'conflict',
  'too-large',
  'too-many',
  'malformed',
  'words',
  // Set-up and the machine
  'set-up-code',
  'already-set-up',
  'not-set-up',
  'config',
  'node-secret',
  'port-busy',
  'database',
  'database-denied',
  'database-in-use',
  'database-newer',
  'database-too-old',
  'database-unreachable',
  'unreachable',
  // What stands before the inbox
  'inbox-context',
  'inbox-depth',
  'inbox-digest',
  'inbox-keyword',
  'inbox-nodes',
  'inbox-origin-mismatch',
  'inbox-proofs',
  'inbox-signature-coverage',
  'inbox-signature-label',
  'inbox-signature-time',
  'inbox-unicode',
  'http-signature',
  'ld-signature',
  // Keyrings, sign-in and the command line
  'nonce',
  'origin-fixed',
  'set-up-members',
  'set-up-shares',
  'set-up-draft',
  'keyring-exists',
  'keyring-file',
  'keyring-phrase',
  'node-address',
  'unexpected-answer',
  'cancelled',
  'input-ended',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/** A refusal to be shown as its code's sentence. `where` is a field path, a header name or file:line, never a value. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly where?: string;

  constructor(code: RefusalCode, where?: string) {
    super(where === undefined ? code : `${code} (${where})`);
    this.name = 'Refusal';
    this.code = code;
    if (where !== undefined) this.where = where;
  }
}
