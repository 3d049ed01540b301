import type { RefusalCode } from '../../schemas/codes.ts';

/**
 * Every code has a sentence, in English here and under `refusal.<code>` in the catalogues: what to do next, never what
 * was written. `{where}` is a field path, a header name, a file:line or a process id.
 */
export const refusalSentences: Record<RefusalCode, string> = {
  // any statement, header or envelope
  canonical: 'The document is not written in its one canonical form. Make it again with Convive.',
  encoding: 'The encoding is not the canonical one: {where}',
  future: 'This is dated ahead of our clock. Check the clocks of both nodes.',
  failed: 'This could not be checked.',
  malformed: 'This does not have the expected form. Look at: {where}',
  'mark-control':
    'A control character, or an end of line where none belongs, stands at {where} (the field, and which character).',
  'mark-hidden': 'A mark that shows nothing stands at {where} (the field, and which character). Type that again.',
  'mark-order':
    'A mark that turns the order of letters round stands at {where} (the field, and which character). Type that again.',
  'payload-type': 'This document is of another type than its envelope says.',
  schema: 'A field is missing, unknown or of another form: {where}',
  signature: 'The signature does not fit.',
  'statement-rule': 'Two parts of this statement do not go together: {where}',
  version: 'This comes from another version of the protocol. Update the older of the two nodes.',
  'weak-key': 'This key is too weak to sign with. Make a new one.',
  // manifests and the chain
  chain: 'This manifest does not follow from the one before it.',
  'duplicate-key': 'Each person needs a key of their own: {where}',
  equivocation: 'There are two different manifests with one number. Compare words again before you go on.',
  'manifest-expired': 'The manifest has ended. Ask its collective to renew it.',
  'manifest-rollback': 'This manifest is older than the one already known.',
  'manifest-rule': 'The manifest breaks a rule: {where}',
  'need-manifest': 'Their newest manifest is needed first. Try again in a moment.',
  'no-proof-of-possession': 'A new key is not signed by itself yet.',
  'rotate-threshold-new': 'Too few stewards: at least three must belong, and enough of them sign.',
  'rotate-threshold-old': 'Enough of the stewards until now have not signed yet.',
  unrevoke: 'A revoked key cannot come back. Make a new one.',
  // a delivery at the receiver's server
  'attest-threshold': 'Too few accompaniers: enough of them must belong, and sign.',
  'delivery-reuse': 'This delivery number is already taken by something else.',
  'drop-token': 'This request to erase does not hold the right token.',
  'edition-rollback': 'A newer edition is already here.',
  expired: 'This has already ended.',
  'from-mismatch': 'Sender and signature belong to different collectives.',
  'live-audience': 'This list of alerts is for another collective.',
  'live-future': 'This list of alerts is dated too far ahead. Check the clocks of both nodes.',
  'not-accepted': 'This collective does not take this kind from that partner.',
  'not-for-me': 'This is addressed to another collective.',
  replay: 'This had already arrived.',
  tombstone: 'This was erased here and cannot come back.',
  'unknown-issuer': 'This comes from a key that no known partner holds.',
  // sealing, and a delivery in the receiver's client
  bundle: 'What is inside does not fit what is written outside.',
  'case-key-is-member': "The consent is signed with a member's key. The person affected signs with a key of their own.",
  'consent-audience': 'The consent is for another collective.',
  'consent-content': 'The consent is to another text. Ask again with the text as it is now.',
  'consent-delegate': 'The person who consented on behalf needs one more witness.',
  'consent-delivery': 'The consent is for another delivery.',
  'consent-issuer': 'The consent was given to another collective.',
  'consent-person-signature': 'The person affected has not signed this consent.',
  'consent-purpose': 'The consent is for another purpose.',
  'consent-window': 'The consent has not begun yet, or has ended.',
  'consent-witnesses': 'The consent has too few witnesses.',
  'drop-after': 'The date until which this may be kept does not fit the consent.',
  'mixed-recipients': 'All keys this is sealed to have to be of one kind.',
  'notice-equivocation': 'There are two different texts with one number. Ask the collective that sent them.',
  'notice-rollback': 'A newer version is already here.',
  'notice-rule': 'The text breaks a rule: {where}',
  padding: 'The sealed box has a wrong size or filling.',
  're-attest': 'Somebody who signed this has left or has a new key. It has to be signed again.',
  recipient: 'This is not a key that can be sealed to: {where}',
  'reference-revoked': 'The collective has taken this card back. Ask it for a new one.',
  unseal: 'This box does not open with our keys.',
  'unverified-peer': 'Compare words with this collective first.',
  // inquiries
  'inquiry-quota': 'This collective has asked three times in 30 days. Answer again later, or call them.',
  'oprf-key-changed':
    'They answered with another key than before in this month. Do not go by this answer, and call them.',
  'oprf-proof': 'This answer does not come from the key that it names. Do not go by it, and call them.',
  // a person's words, a member's sign-in
  'name-alike':
    'This name looks like the one of another collective here. Look at both addresses: if this is another one, give ' +
    'it a name of your own, with --name.',
  'no-such-consent': 'There is no consent under these words here.',
  origin: 'This was signed for another address. Start again at the address you see.',
  words: 'These words do not belong together. Check each word and their order.',
  'words-differ': 'The words are not the same. Stop here, and tell each other over another channel before you go on.',
  'words-seen':
    'These words were typed on a page of this node. What is new needs new words: make them ' +
    'together, and write them down.',
  // agreements
  'agreement-form': 'The agreement does not have the expected form: {where}',
  'agreement-not-adopted': 'This agreement has not been adopted yet. Add when and how you adopted it.',
  'agreement-rollback': 'A newer version of this agreement stands. Begin from that one.',
  // the inbox guard
  context: 'The activity brings a vocabulary that this node does not read.',
  depth: 'The activity is nested too deeply.',
  digest: 'The body does not fit its digest. Send it again.',
  keyword: 'The activity uses a keyword that this node does not read.',
  nodes: 'The activity has too many parts.',
  'origin-mismatch': 'Actor, id and key of the activity are not on one origin.',
  proofs: 'The activity carries too many proofs.',
  'signature-coverage': 'The signature does not cover what it has to: {where}',
  'signature-label': 'The request carries more than one signature.',
  unicode: 'The activity holds characters that cannot be stored.',
  // a node and its people
  'already-set-up': 'This node is already set up. Sign in instead.',
  config: 'A setting does not have the expected form: {where}',
  'contact-unreachable':
    'Say what somebody can turn to them for, and one way to reach them: a place, an address, a telephone or an e-mail.',
  conflict: 'This changed in the meantime. Load it again and repeat your step.',
  database: 'The database could not be opened. Run: convive doctor --offline',
  busy: 'This node asks as many others as it can just now. Try again in a minute.',
  'duplicate-drop-commit': 'This consent is already in use for another delivery.',
  elsewhere: 'This was not sent from a page of this node, so nothing was done. Open the page here and send it again.',
  entry: 'This link is not good: it was used, or its minute is over. Run convive enter again for a new one.',
  lapsed: 'Something else was decided first, and this rests on what was before. Read what stands now.',
  'no-consent': 'There is no consent to share this with that collective.',
  'not-imminent': 'The pause is shortened only where the violence is extreme and may happen any moment.',
  'pause-over': 'The pause is over. What has gone out is taken back with the twelve words of the person affected.',
  'proposed-together':
    'Two other stewards signed that this person gets a role. Talk with them: it ends once you sign another manifest.',
  'too-few-stay':
    'Without you there would be too few stewards or accompaniers. Once somebody else takes that role you can leave.',
  'not-allowed': 'Your role does not cover this. Ask somebody who holds it.',
  'not-found': 'There is nothing here, or it is not for you to see.',
  'nothing-here': 'Nothing lies here under this code (any more).',
  'not-set-up': 'This node is not set up yet. Start with: convive setup',
  'set-up-code': 'This is not the set-up code. The node prints a new one at each start, until the collective stands.',
  several: 'Several stand side by side. Name the one that you mean by its first characters: {where}',
  'sign-in-needed': 'Sign in first, then try again.',
  'too-large': 'This is too large to take in. Make it shorter.',
  'too-many': 'Too many attempts. Wait a few minutes and try again.',
  unreachable: 'The other node cannot be reached ({where}). Check its address, or try again later.',
  // the machine
  'database-denied': 'The database server did not let Convive in. Check name, password and database in DATABASE_URL.',
  'database-in-use':
    'Another Convive (process {where}) uses this data folder. Stop it, or choose another folder with DATA.',
  'database-newer': 'A newer Convive has already changed this database. Start that version, or a newer one.',
  'database-too-old': 'This PostgreSQL server is too old. Convive needs version 15 or newer.',
  'database-unreachable': 'The database server does not answer. Check that it runs, and the address in DATABASE_URL.',
  'folder-embedded':
    'The data folder holds the database of the node at {where}, and DATABASE_URL names another one. To go on with ' +
    'that node, leave DATABASE_URL out; it cannot be moved to a server yet. To begin another one, name an empty ' +
    'folder with DATA.',
  'folder-no-database':
    'The database of the node at {where} is not in this data folder. Put it back as it was. To begin another node, ' +
    'name an empty folder with DATA.',
  'folder-other-server':
    'The data folder belongs to the node at {where}, and the database that DATABASE_URL names is not the one of that ' +
    'node. Put DATABASE_URL back; a database that pg_dump and pg_restore moved is taken as the same. To begin ' +
    'another node, name an empty folder with DATA.',
  'folder-secretless':
    'The database belongs to the node at {where}, and the secret of that node is not in this data folder. Name its ' +
    'folder with DATA, or put its node.secret or NODE_SECRET back. To begin another node, name an empty database.',
  'folder-server':
    'The data folder belongs to the node at {where}, whose database is on a server. Put DATABASE_URL back. To begin ' +
    'another node, name an empty folder with DATA.',
  'no-database': 'There is no database in this data folder. Name the folder of your node with DATA.',
  'node-secret': 'The node secret does not fit this database. Put back the node.secret or NODE_SECRET it began with.',
  'port-busy': 'Another program already listens on this port. Stop it, or choose another one, for example PORT=8421',
  // keyrings, sign-in and the command line
  'called-alike':
    'Somebody new would be called by the two words of another one. Whoever comes new makes a new keyring.',
  cancelled: 'Stopped. Nothing was sent and nothing was saved.',
  'clear-text':
    'The rest is done, but {where} could not be overwritten and removed, or was changed meanwhile: clear words ' +
    'still lie there.',
  clock:
    'The clock of this device is {unit, select, day {{count, plural, one {# day} other {# days}}} ' +
    'hour {{count, plural, one {# hour} other {# hours}}} ' +
    'other {{count, plural, one {# minute} other {# minutes}}}} {way, select, ahead {ahead of the clock} ' +
    'other {behind the clock}} of the node. Set the one that is wrong, then try again.',
  file: 'The file {where} cannot be read. Check where it is.',
  'input-ended': 'The answer is missing: the input ended before it came.',
  invitation: 'This code is not known here, was used for another key, or is over. Ask a steward for a new one.',
  'keyring-exists': 'There is already a keyring here. Choose another file, or keep this one.',
  'keyring-file': 'The keyring file cannot be read. Check where it is, or take your copy.',
  'keyring-needed': 'This command needs your keyring. Add --keyring FILE, or set CONVIVE_KEYRING.',
  'keyring-passkey':
    'This passkey opens no keyring here. Type your twelve words. Then set it up again, or delete it on your device.',
  'passkey-differs':
    'This passkey cannot open your keyring: its device or this browser does not give what that ' +
    'takes. Go on with your words; you can delete the passkey.',
  'keyring-phrase': 'The phrase does not open this keyring. Check each word.',
  'manifest-draft': 'No new manifest waits under this name. Read what waits, with: convive manifest show',
  'manifest-members': 'The draft does not fit what the people gave: {where}',
  'node-address': 'This is not the address of a node. Only localhost and .onion may use http.',
  nonce: 'This sign-in was already used or waited too long. Start it again.',
  'origin-fixed':
    'This node was set up at {where}, and its address cannot change. Put ORIGIN or PORT back. To begin another node, ' +
    'name an empty folder with DATA.',
  'secret-file': 'The file with the secret cannot be read. Check where it is, or leave it out and type the secret.',
  'set-up-draft': 'There is no draft of the first manifest yet, or it changed. Draft it again.',
  'set-up-members': 'The first people do not fit what set-up needs: {where}',
  'set-up-shares': 'Every accompanier needs their share of the box, and nobody else may have one.',
  'record-broken': 'The record of this node is not whole. Tell the others, and keep the file you compared with.',
  'record-head':
    "That is no head of this collective's record. Give the file record-head.json that you kept, unchanged.",
  'unexpected-answer': 'The node answered in a way this version does not know. Check that both have the same version.',
};

/** For `config`, by setting and under `setting.<name>` in the catalogues: what to write there. */
export const settingSentences: Record<string, string | undefined> = {
  DATA: 'DATA is the folder for the data of this node; choose one that you can write to.',
  PORT: 'PORT is a whole number from 0 to 65535; 0 takes any free port.',
  HOST: 'HOST is the address to listen on: localhost, or an IP address of this machine such as 0.0.0.0.',
  ORIGIN:
    'ORIGIN is the public address of this node, like https://node.example, with nothing after it. Only localhost and ' +
    '.onion may use http.',
  DESK_ORIGIN:
    'DESK_ORIGIN is the address of the desk, like https://desk.node.example, with nothing after it. It has another ' +
    'name than the node.',
  DATABASE_URL: 'DATABASE_URL looks like postgres://name:password@host:5432/database. Without it, data stays in DATA.',
  NODE_SECRET: 'NODE_SECRET is 32 random bytes, made with: openssl rand -base64 32',
  'node-secret':
    'The systemd credential node-secret is 32 random bytes that this service can read, made with: openssl rand ' +
    '-base64 32',
  'node.secret': 'The file node.secret in the data folder is damaged. Put it back from where you keep a copy.',
  'belongs-to.json':
    'The file belongs-to.json in the data folder is damaged. Remove it if you know that this is the database of this ' +
    'folder.',
  PROXY: 'PROXY lists the IP addresses of your reverse proxies, with commas between them: 127.0.0.1,::1',
  EXIT_SITE: 'EXIT_SITE is the https address of an everyday site, shown when somebody leaves in a hurry.',
  BACKUP_DAYS: 'BACKUP_DAYS says for how many days backups and logs are kept: a whole number from 0 to 9999.',
  FOLLOWERS_PER_DOMAIN:
    'FOLLOWERS_PER_DOMAIN says how many followers of one domain there may be: a whole number from 1 to 10000.',
  LOG: 'LOG is text or json.',
  LOG_LEVEL: 'LOG_LEVEL is debug, info or warning.',
  ALLOW_LOOPBACK: 'ALLOW_LOOPBACK is yes or no: whether this node may reach others on the same machine.',
};
