import * as z from 'zod';
import { withoutMarks } from '../../schemas/characters.ts';
import { Refusal } from '../../schemas/codes.ts';
import type { Header } from '../../schemas/delivery.ts';
import { conviveProtocol } from '../collective/activity.ts';
import { manifestUrl } from '../collective/addresses.ts';
import { actorUrls } from '../federation/actor-document.ts';
import { activityStreams } from '../federation/contexts.ts';
import { fedify } from '../federation/fedify.ts';
import { deliveryType } from '../federation/inbox-guard.ts';
import { isObject } from '../federation/json-shape.ts';
import { deliveryContent } from '../protocol/delivery.ts';
import type { Envelope } from '../protocol/envelope.ts';

/**
 * The one message that peers exchange (FEDERATION.md, "Peer deliveries"), as the exact bytes to post: strict, to that
 * peer alone, without cc, summary or name. The id is the ledger row's, so it stays the same across retries, and answers
 * 404 when fetched.
 */
export function deliveryActivity(
  origin: string,
  row: { id: string; recipient: string },
  delivery: { header: Header; body: string | Envelope },
): string {
  return JSON.stringify({
    '@context': activityStreams,
    id: `${origin}/activities/${row.id}`,
    type: 'Create',
    actor: actorUrls(origin).actor,
    to: [row.recipient],
    object: { type: 'Document', mediaType: deliveryType, content: deliveryContent(delivery.header, delivery.body) },
  });
}

const iri = z.string().regex(/^https?:\/\/[!-~]{1,492}$/);
const shortText = z.string().max(1000).catch('');
const actorDocument = z.looseObject({
  id: iri,
  type: z.union([z.string().max(100), z.array(z.string().max(100)).max(8)]),
  inbox: iri,
  preferredUsername: shortText.default(''),
  name: shortText.nullish(),
});
const keyShape = z.looseObject({ id: iri, publicKeyPem: z.string().max(4000) });

/** Another server's actor, as far as we need it. */
export type RemoteActor = {
  id: string;
  inbox: string;
  origin: string;
  name: string;
  handle: string;
  /** Says that it speaks the Convive protocol (FEP-844e) and links to its manifest chain. */
  convive: boolean;
  keys: { id: string; publicKeyMultibase: string }[];
};

/**
 * Reads an actor document that was fetched from `url`. Refuses (`malformed`, with the member) what is none, names
 * another id than where it was found, or an inbox on another origin.
 */
export async function readActor(document: unknown, url: string): Promise<RemoteActor> {
  const read = actorDocument.safeParse(document);
  if (!read.success) throw new Refusal('malformed', 'actor');
  const { id, inbox, name, preferredUsername } = read.data;
  const { origin, host } = new URL(id);
  if (id !== url) throw new Refusal('origin-mismatch', 'actor.id');
  if (new URL(inbox).origin !== origin) throw new Refusal('origin-mismatch', 'actor.inbox');
  return {
    id,
    inbox,
    origin,
    name: plain(name || preferredUsername || host),
    handle: `@${plain(preferredUsername)}@${host}`,
    convive: implementsConvive(read.data) && linksTo(read.data.attachment, manifestUrl(origin)),
    keys: await keysIn(read.data.publicKey),
  };
}

// FEP-844e names the software under `generator`; some write the list at the actor itself.
function implementsConvive({ generator, implements: own }: Record<string, unknown>): boolean {
  const lists = [own, isObject(generator) ? generator.implements : undefined];
  const entries = lists.flat().slice(0, 64);
  return entries.some((entry) => (isObject(entry) ? entry.href : entry) === conviveProtocol.href);
}

function linksTo(attachment: unknown, href: string): boolean {
  return [attachment].flat().some((entry) => isObject(entry) && entry.type === 'Link' && entry.href === href);
}

async function keysIn(value: unknown): Promise<RemoteActor['keys']> {
  const { importPem, exportMultibaseKey } = await fedify.runtime();
  const keys: RemoteActor['keys'] = [];
  for (const entry of [value ?? []].flat().slice(0, 8)) {
    const read = keyShape.safeParse(entry);
    if (!read.success) continue;
    const key = await importPem(read.data.publicKeyPem).catch(() => null);
    if (key) keys.push({ id: read.data.id, publicKeyMultibase: await exportMultibaseKey(key) });
  }
  return keys;
}

/** A name from elsewhere on one line, without control or direction characters, at most 100 characters. */
function plain(text: string): string {
  return [...withoutMarks(text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ')).trim()].slice(0, 100).join('');
}
