/**
 * Every code with which this system refuses, by group. Append inside a group, keep it sorted; the sentence and the
 * status of each live in platform/refusal.ts and web/refusals.ts.
 */
export const refusalCodes = [
  // any statement, header or envelope
  'canonical',
  'encoding',
  'future',
  'failed',
  'malformed',
  'payload-type',
  'mark-control',
  'mark-hidden',
  'mark-order',
  'schema',
  'signature',
  'statement-rule',
  'version',
  'weak-key',
  // manifests and the chain
  'chain',
  'duplicate-key',
  'equivocation',
  'manifest-expired',
  'manifest-rollback',
  'manifest-rule',
  'need-manifest',
  'no-proof-of-possession',
  'rotate-threshold-new',
  'rotate-threshold-old',
  'unrevoke',
  // a delivery at the receiver's server
  'attest-threshold',
  'delivery-reuse',
  'drop-token',
  'edition-rollback',
  'expired',
  'from-mismatch',
  'live-audience',
  'live-future',
  'not-accepted',
  'not-for-me',
  'replay',
  'tombstone',
  'unknown-issuer',
  // sealing, and a delivery in the receiver's client
  'bundle',
  'case-key-is-member',
  'consent-audience',
  'consent-content',
  'consent-delegate',
  'consent-delivery',
  'consent-issuer',
  'consent-person-signature',
  'consent-purpose',
  'consent-window',
  'consent-witnesses',
  'drop-after',
  'mixed-recipients',
  'notice-equivocation',
  'notice-rollback',
  'notice-rule',
  'padding',
  're-attest',
  'recipient',
  'reference-revoked',
  'unseal',
  'unverified-peer',
  // inquiries
  'inquiry-quota',
  'oprf-key-changed',
  'oprf-proof',
  // a person's words, a member's sign-in, names
  'name-alike',
  'no-such-consent',
  'origin',
  'words',
  'words-differ',
  'words-seen',
  // agreements
  'agreement-form',
  'agreement-not-adopted',
  'agreement-rollback',
  // the inbox guard
  'context',
  'depth',
  'digest',
  'keyword',
  'nodes',
  'origin-mismatch',
  'proofs',
  'signature-coverage',
  'signature-label',
  'unicode',
  // a node and its people
  'already-set-up',
  'busy',
  'config',
  'conflict',
  'contact-unreachable',
  'database',
  'duplicate-drop-commit',
  'elsewhere',
  'entry',
  'lapsed',
  'no-consent',
  'not-imminent',
  'pause-over',
  'proposed-together',
  'not-allowed',
  'not-found',
  'not-set-up',
  'nothing-here',
  'set-up-code',
  'several',
  'sign-in-needed',
  'too-large',
  'too-many',
  'unreachable',
  // the machine
  'database-denied',
  'database-in-use',
  'database-newer',
  'database-too-old',
  'database-unreachable',
  'folder-embedded',
  'folder-no-database',
  'folder-other-server',
  'folder-secretless',
  'folder-server',
  'no-database',
  'node-secret',
  'port-busy',
  // keyrings, sign-in and the command line
  'called-alike',
  'cancelled',
  'clear-text',
  'clock',
  'file',
  'input-ended',
  'invitation',
  'keyring-exists',
  'keyring-file',
  'keyring-needed',
  'keyring-passkey',
  'passkey-differs',
  'keyring-phrase',
  'manifest-draft',
  'manifest-members',
  'node-address',
  'nonce',
  'origin-fixed',
  'record-broken',
  'record-head',
  'secret-file',
  'set-up-draft',
  'set-up-members',
  'set-up-shares',
  'unexpected-answer',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/**
 * A decision against an input: a code, and where it stands (a field path, header name or file:line), never what it
 * says; for `clock` how far apart.
 */
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
