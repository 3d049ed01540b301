import type { RefusalCode } from '../../../schemas/codes.ts';
import type { StatementKind, StatementOf } from '../../../schemas/statements.ts';
import { canonical } from '../../../src/protocol/canonical.ts';
import { b64u, fromB64u, text, utf8 } from '../../../src/protocol/encoding.ts';
import { draftEnvelope, type Envelope, payloadTypeOf } from '../../../src/protocol/envelope.ts';
import type { Given } from '../judge-statements.ts';
import type { Draft } from './cases.ts';
import { outsider, type Signer, signedBy } from './world.ts';

type Fields<K extends StatementKind> = Omit<StatementOf<K>, 'type'>;

/** One more case of a kind: these fields changed, signed by these (else by enough), judged with this beside it. */
type Rule<K extends StatementKind> = {
  name: string;
  changes?: Partial<Fields<K>>;
  signers?: Signer[];
  /** Takes the place of what is made from `changes` and `signers`. */
  envelope?: Envelope;
  given?: Given;
  expect: 'ok' | RefusalCode;
};

/** What is to be said about one kind; everything that all kinds share is added to it. */
export type KindSpec<K extends StatementKind> = {
  about: string;
  statement: Fields<K>;
  /** What its judge is told beside the envelope. */
  given?: Given;
  enough: Signer[];
  tooFew: [who: string, signers: Signer[], code: RefusalCode][];
  /** Fields that somebody changes after it was signed. */
  tampered: Partial<Fields<K>>;
  /** The code for any signature that does not hold, where it is not `signature`. */
  broken?: RefusalCode;
  rules: Rule<K>[];
  /** Cases of another check than the kind's own. */
  more?: Draft[];
};

const order = 2n ** 252n + 27742317777372353535851937790883648493n;

/** Every case of a kind: how it is made byte by byte, who suffices, what all kinds refuse, and its own rules. */
export function statementCases<K extends StatementKind>(kind: K, spec: KindSpec<K>): Draft[] {
  const { enough, tooFew, tampered, rules, broken = 'signature', more = [] } = spec;
  const whole = (changes: Partial<Fields<K>> = {}) =>
    ({ type: kind, ...spec.statement, ...changes }) as unknown as StatementOf<K>;
  const signed = (changes?: Partial<Fields<K>>, signers = enough) =>
    signedBy(draftEnvelope(kind, whole(changes)), ...signers);
  const verify = (name: string, envelope: unknown, expect: Draft['expect'], given: Given = {}): Draft => {
    return { name, check: 'verify', given: { kind, ...spec.given, ...given, envelope }, expect };
  };
  const good = signed();
  const json = text(fromB64u(good.payload));
  const withPayload = (payload: string) => ({ ...good, payload: b64u(utf8(payload)) });
  const withSig = (change: (sig: Uint8Array) => Uint8Array) => {
    const [first, ...rest] = good.signatures;
    return { ...good, signatures: [{ ...first!, sig: b64u(change(fromB64u(first!.sig, 64))) }, ...rest] };
  };
  const other = kind === 'level' ? 'dispute' : 'level';
  return [
    {
      name: 'is made byte by byte',
      check: 'make',
      given: { kind, statement: whole(), signers: enough.map(({ secret }) => secret) },
      expect: 'ok',
    },
    verify('signed by enough', good, 'ok'),
    verify('signed in another order', { ...good, signatures: [...good.signatures].reverse() }, 'ok'),
    ...tooFew.map(([who, signers, code]) => verify(`signed by ${who}`, signed({}, signers), code)),
    verify('signed by an outsider beside enough', signedBy(good, outsider), 'signature'),
    verify('signed by an outsider alone', signed({}, [outsider]), broken),
    verify(
      'one bit of a signature flipped',
      withSig((sig) => sig.with(40, sig[40]! ^ 1)),
      broken,
    ),
    verify('S raised by the group order', withSig(raised), broken),
    verify('signature not canonical base64url', notCanonical(good), 'encoding'),
    verify('a field changed after signing', { ...signed(tampered), signatures: good.signatures }, broken),
    verify('no signature', { ...good, signatures: [] }, 'schema'),
    verify('another key in the envelope', { ...good, note: '' }, 'schema'),
    verify(`as a ${other}`, { ...good, payloadType: payloadTypeOf(other) }, 'payload-type'),
    verify('as version 2', { ...good, payloadType: good.payloadType.replace('.v1+', '.v2+') }, 'version'),
    verify('with a field smuggled in', withPayload(json.replace(/}$/, ',"zz":0}')), 'schema'),
    verify('with a field missing', withPayload(json.replace(/,?"type":"[a-z-]+"/, '')), 'schema'),
    verify('with white space', withPayload(json.replace(/:/, ': ')), 'canonical'),
    verify('with a key twice', withPayload(json.replace(/}$/, `,"type":"${kind}"}`)), 'canonical'),
    verify('with keys in another order', withPayload(backwards(json)), 'canonical'),
    ...rules.map(({ name, changes, signers, envelope, given, expect }) =>
      verify(name, envelope ?? signed(changes, signers), expect, given),
    ),
    ...more,
  ];
}

function raised(sig: Uint8Array): Uint8Array {
  const s = sig.subarray(32).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n) + order;
  const bytes = Uint8Array.from({ length: 32 }, (_, at) => Number((s >> BigInt(8 * at)) & 255n));
  return new Uint8Array([...sig.subarray(0, 32), ...bytes]);
}

// 64 bytes leave four stray bits in the last letter.
function notCanonical(envelope: Envelope): Envelope {
  const [first, ...rest] = envelope.signatures;
  const last = { A: 'B', Q: 'R', g: 'h', w: 'x' }[first!.sig.at(-1)!] ?? '';
  return { ...envelope, signatures: [{ ...first!, sig: first!.sig.slice(0, -1) + last }, ...rest] };
}

function backwards(json: string): string {
  return JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(json)).reverse()));
}

/** An envelope over any canonical JSON, whether or not it has the shape of its kind. */
export function unshaped(kind: StatementKind, statement: object, signers: Signer[]): Envelope {
  const payload = b64u(utf8(canonical(statement)));
  return signedBy({ payloadType: payloadTypeOf(kind), payload, signatures: [] }, ...signers);
}
