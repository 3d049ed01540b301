import { createHash, timingSafeEqual } from 'node:crypto';
import { Refusal } from '../../schemas/codes.ts';

/**
 * Who a request says has signed it, and in which of the two ways; the signature is base64. Nothing is verified yet.
 * `plain` are the names in their order where draft-cavage covers nothing but the target and headers that are there.
 */
export type Claim = { kind: 'cavage' | 'rfc9421'; keyId: string; signature: string; plain: string[] | null };

/**
 * How far date and `created` may be off, in milliseconds, either way: as Fedify, so that nobody is refused by one of
 * two clocks.
 */
const window = 3_600_000;

/**
 * Reads what the signature covers, before any key is looked up. Refuses everything but exactly one signature
 * (`signature-label`) that covers method, target, date and body (`signature-coverage`: RFC 9421 with `@method`,
 * `@target-uri`, `content-digest`, or draft-cavage with `(request-target) host date digest`), that is at most an hour
 * off (`signature`), and whose digest is that of these bytes (`digest`).
 */
export function readClaim(headers: Headers, body: Uint8Array, now: Date): Claim {
  const signature = headers.get('signature');
  const input = headers.get('signature-input');
  if (!signature) throw new Refusal('signature-label', 'signature');
  return input === null ? readCavage(signature, headers, body, now) : readRfc9421(input, signature, headers, body, now);
}

const cavageNeeds = ['(request-target)', 'host', 'date', 'digest'];
const cavageParameter = /^\s*([A-Za-z]{1,20})=(?:"([^"]*)"|(\d{1,12}))\s*$/;

function readCavage(signature: string, headers: Headers, body: Uint8Array, now: Date): Claim {
  const parameters = new Map<string, string>();
  for (const part of signature.split(',')) {
    const [, name, text, number] = cavageParameter.exec(part) ?? [];
    if (!name || parameters.has(name)) throw new Refusal('signature-label', 'signature');
    parameters.set(name, text ?? number ?? '');
  }
  const covered = (parameters.get('headers') ?? '').split(' ');
  if (cavageNeeds.some((name) => !covered.includes(name))) throw new Refusal('signature-coverage', 'signature');
  if (new Set(covered).size < covered.length) throw new Refusal('signature-coverage', 'signature');
  if (!covered.every((name) => /^(\((request-target|created|expires)\)|[a-z0-9-]{1,60})$/.test(name)))
    throw new Refusal('signature-coverage', 'signature');
  const signed = checkedBase64(parameters.get('signature'));
  const date = Date.parse(headers.get('date') ?? '');
  checkTime(date, now, 'date');
  const created = parameters.get('created');
  if (created !== undefined) checkTime(seconds(created), now, 'signature');
  const expires = parameters.get('expires');
  if (expires !== undefined && !(seconds(expires) >= now.getTime())) throw new Refusal('signature', 'signature');
  const digests = (headers.get('digest') ?? '').split(',').map((entry) => /^\s*([\w-]+)=(\S+)\s*$/.exec(entry));
  const sha256 = digests.filter((digest) => digest?.[1]?.toLowerCase() === 'sha-256');
  if (digests.includes(null) || sha256.length === 0) throw new Refusal('digest', 'digest');
  for (const digest of sha256) checkDigest('sha256', digest?.[2] ?? '', body, 'digest');
  const there = (name: string) =>
    name === '(request-target)' || name === 'host' || (name[0] !== '(' && headers.has(name));
  const plain = covered.every(there) && digests.length === 1 ? covered : null;
  return { kind: 'cavage', keyId: parameters.get('keyId') ?? '', signature: signed, plain };
}

const rfcNeeds = ['"@method"', '"@target-uri"', '"content-digest"'];
const rfcInput = /^\s*([a-z*][a-z0-9_.*-]{0,40})=\(([^()]*)\)([^()]*)$/;
const rfcSignature = /^\s*([a-z*][a-z0-9_.*-]{0,40})=:([A-Za-z0-9+/=]+):\s*$/;
const rfcParameter = /;\s*([a-z*][a-z0-9_.*-]*)=(?:"((?:[^"\\]|\\["\\])*)"|(-?\d{1,15}))/y;

function readRfc9421(input: string, signature: string, headers: Headers, body: Uint8Array, now: Date): Claim {
  const [, label, list, rest] = rfcInput.exec(input) ?? [];
  const [, signedLabel, bytes] = rfcSignature.exec(signature) ?? [];
  if (!label || label !== signedLabel) throw new Refusal('signature-label', 'signature-input');
  const components = (list ?? '').trim().split(/ +/);
  // Parameters of a component would change what is signed; nobody needs one in a delivery.
  if (!components.every((name) => /^"@?[a-z0-9-]{1,60}"$/.test(name)) || new Set(components).size < components.length)
    throw new Refusal('signature-coverage', 'signature-input');
  if (rfcNeeds.some((name) => !components.includes(name))) throw new Refusal('signature-coverage', 'signature-input');
  const parameters = parametersOf(rest ?? '');
  checkTime(seconds(parameters.get('created')), now, 'signature-input');
  const expires = parameters.get('expires');
  if (expires !== undefined && !(seconds(expires) >= now.getTime())) throw new Refusal('signature', 'signature-input');
  const signed = checkedBase64(bytes);
  let matched = false;
  for (const entry of (headers.get('content-digest') ?? '').split(',')) {
    const [, algorithm, value] = /^\s*([\w-]+)=:([^:]*):\s*$/.exec(entry) ?? [];
    if (algorithm === undefined || value === undefined) throw new Refusal('digest', 'content-digest');
    if (algorithm !== 'sha-256' && algorithm !== 'sha-512') continue;
    checkDigest(algorithm === 'sha-256' ? 'sha256' : 'sha512', value, body, 'content-digest');
    matched = true;
  }
  if (!matched) throw new Refusal('digest', 'content-digest');
  return { kind: 'rfc9421', keyId: parameters.get('keyid') ?? '', signature: signed, plain: null };
}

function parametersOf(rest: string): Map<string, string> {
  const parameters = new Map<string, string>();
  rfcParameter.lastIndex = 0;
  let end = 0;
  for (let found = rfcParameter.exec(rest); found; found = rfcParameter.exec(rest)) {
    const [, name = '', text, number] = found;
    if (parameters.has(name)) throw new Refusal('signature-label', 'signature-input');
    parameters.set(name, text ?? number ?? '');
    end = rfcParameter.lastIndex;
  }
  if (rest.slice(end).trim() !== '') throw new Refusal('signature-label', 'signature-input');
  return parameters;
}

function seconds(value: string | undefined): number {
  return value !== undefined && /^\d{1,12}$/.test(value) ? Number(value) * 1000 : Number.NaN;
}

function checkTime(time: number, now: Date, where: string): void {
  if (!Number.isFinite(time)) throw new Refusal('signature-coverage', where);
  if (Math.abs(time - now.getTime()) > window) throw new Refusal('signature', where);
}

function checkedBase64(value: string | undefined): string {
  if (!value || value.length > 2048 || !/^[A-Za-z0-9+/]+={0,2}$/.test(value) || value.length % 4 !== 0)
    throw new Refusal('signature', 'signature');
  return value;
}

function checkDigest(algorithm: 'sha256' | 'sha512', value: string, body: Uint8Array, where: string): void {
  const expected = createHash(algorithm).update(body).digest();
  const given = Buffer.from(value, 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Refusal('digest', where);
}
