import { Refusal } from '../../schemas/codes.ts';
import { isObject, type JsonObject, objectsIn } from './json-shape.ts';

/** The vocabulary of ActivityStreams 2.0, and of everything this node writes. */
export const activityStreams = 'https://www.w3.org/ns/activitystreams';

/** Contexts that other software names. None is ever fetched: what an activity means is read from its plain members. */
const allowed: ReadonlySet<string> = new Set([
  activityStreams,
  'http://joinmastodon.org/ns',
  'http://schema.org/',
  'https://gotosocial.org/ns',
  'https://join-lemmy.org/context.json',
  'https://purl.archive.org/miscellany',
  'https://purl.archive.org/socialweb/webfinger',
  'https://w3id.org/fep/5711',
  'https://w3id.org/fep/844e',
  'https://w3id.org/fep/ef61',
  'https://w3id.org/identity/v1',
  'https://w3id.org/security/data-integrity/v1',
  'https://w3id.org/security/data-integrity/v2',
  'https://w3id.org/security/multikey/v1',
  'https://w3id.org/security/v1',
  'https://www.w3.org/ns/cid/v1',
  'https://www.w3.org/ns/did/v1',
]);
/** Pleroma and Akkoma name the copy on their own host. */
const litepub = /^https?:\/\/[^/?#]{1,253}\/schemas\/litepub-[\d.]{1,8}\.jsonld$/;

const mostTerms = 64;
const mostContexts = 16;
const containers = new Set(['@list', '@set', '@language', '@index']);
const wordTypes = new Set(['@id', '@vocab', '@json']);

/**
 * Refuses (`context`) contexts that are not on the list, nested or scoped definitions, and more than 64 inline terms in
 * the whole document; and any other word of JSON-LD with an `@` (`keyword`).
 */
export function checkContexts(document: JsonObject): void {
  let terms = 0;
  let contexts = 0;
  for (const object of objectsIn(document, '@context')) {
    for (const name in object) {
      if (!name.startsWith('@')) continue;
      if (name !== '@context') throw new Refusal('keyword');
      for (const entry of [object[name]].flat()) {
        if (++contexts > mostContexts) throw new Refusal('context', '@context');
        terms += termsOf(entry);
        if (terms > mostTerms) throw new Refusal('context', '@context');
      }
    }
  }
}

function termsOf(entry: unknown): number {
  if (typeof entry === 'string') {
    if (allowed.has(entry) || litepub.test(entry)) return 0;
    throw new Refusal('context', '@context');
  }
  if (!isObject(entry)) throw new Refusal('context', '@context');
  let terms = 0;
  for (const [term, meaning] of Object.entries(entry)) {
    terms++;
    const plain = term === '@language' || term === '@vocab' || !term.startsWith('@');
    if (!plain || !(isPlainMeaning(term, meaning) || isDefinition(meaning))) throw new Refusal('context', '@context');
  }
  return terms;
}

function isPlainMeaning(term: string, meaning: unknown): boolean {
  if (meaning === null) return true;
  if (typeof meaning !== 'string') return false;
  return !meaning.startsWith('@') || (term === 'id' && meaning === '@id') || (term === 'type' && meaning === '@type');
}

function isDefinition(meaning: unknown): boolean {
  if (!isObject(meaning)) return false;
  return Object.entries(meaning).every(([key, value]) => {
    if (typeof value !== 'string') return false;
    if (key === '@id') return !value.startsWith('@');
    if (key === '@type') return !value.startsWith('@') || wordTypes.has(value);
    return key === '@container' && containers.has(value);
  });
}
