import * as z from 'zod';
import { Refusal } from '../../../schemas/codes.ts';
import { header } from '../../../schemas/delivery.ts';
import { b64u16, b64u32 } from '../../../schemas/encodings.ts';
import { envelope } from '../../../schemas/envelope.ts';
import type { Keyring } from '../keyring/keyring.ts';
import { openPadded, sealPadded } from './padded.ts';

/*
 * What a draft holds (PROTOCOL §2): the alert, and per partner the consent, the delivery's header and SHA-256(locator).
 * Never the secret, a locator or a token. It carries its own id, so that a server cannot put one draft in the place of
 * another.
 */

const granted = z.strictObject({
  consent: envelope,
  header,
  locatorHash: b64u32,
  /** Who read it together with the person: the witness is somebody else, at another device. */
  readBy: b64u16,
});

/** For whom an alert is meant, and on what terms, before anybody is asked. It binds nobody: consents do. */
const meant = z.strictObject({
  to: z.array(b64u32).max(16),
  days: z.union([z.literal(30), z.literal(90), z.literal(365)]),
  handling: z.enum(['accompaniers', 'assembly']),
  mayAskAgain: z.boolean(),
});

const draftFile = z.strictObject({
  type: z.literal('alert-draft'),
  v: z.literal(1),
  draft: b64u16,
  alert: envelope,
  consents: z.array(granted).max(16),
  meant: meant.optional(),
});

/** What somebody has typed so far, field by field, while it is no text that could be signed. */
const begunFile = z.strictObject({
  type: z.literal('alert-begun'),
  v: z.literal(1),
  draft: b64u16,
  answers: z.record(z.string().max(40), z.array(z.string().max(4000)).max(60)),
});

export type DraftFile = z.infer<typeof draftFile>;
export type BegunFile = z.infer<typeof begunFile>;
export type Granted = z.infer<typeof granted>;
export type Meant = z.infer<typeof meant>;

const eitherFile = z.discriminatedUnion('type', [draftFile, begunFile]);

/** The consent for one partner in a draft, or undefined. */
export function grantFor(file: DraftFile, audience: string): Granted | undefined {
  return file.consents.find((one) => one.header.to === audience);
}

/** Seals a draft to the own care team's box, padded like a delivery, so that its length says nothing about the text. */
export async function sealDraft(file: DraftFile | BegunFile, box: string): Promise<Uint8Array> {
  return sealPadded(eitherFile.parse(file), box);
}

/**
 * Opens a draft with the boxes of a keyring.
 * @throws `unseal`, `bundle` for another file, and another draft's under this id.
 */
export async function openDraft(sealed: Uint8Array, draft: string, keyring: Keyring): Promise<DraftFile | BegunFile> {
  const identities = keyring.boxes.map((box) => box.identity);
  const read = eitherFile.safeParse(await openPadded(sealed, identities));
  if (!read.success || read.data.draft !== draft) throw new Refusal('bundle', 'draft');
  return read.data;
}
