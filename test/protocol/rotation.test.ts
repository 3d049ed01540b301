import { beforeAll, describe, expect, it } from 'vitest';
import { identityFrom, newBoxIdentity, openFile, sealFile } from '../../src/protocol/age-seal.ts';
import { boxOver } from '../../src/protocol/box-life.ts';
import { fromB64u, utf8 } from '../../src/protocol/encoding.ts';
import { draftEnvelope, keyidOf, membersWhoSigned } from '../../src/protocol/envelope.ts';
import { judgeNext, keysOf } from '../../src/protocol/manifest.ts';
import { recipientsWithout, reseal } from '../../src/protocol/resealing.ts';
import { keysAffected, withoutFormerKeys } from '../../src/protocol/rotation.ts';
import {
  alertOf,
  type Collective,
  collective,
  entryOf,
  extended,
  inDays,
  nextManifest,
  now,
  type Person,
  person,
  signedBy,
} from './cast.ts';

let ceiba: Collective;
let again: Person;
beforeAll(async () => {
  ceiba = await collective('ceiba');
  again = { ...person('Rosa', ['steward', 'accompanier']), member: ceiba.people.rosa!.member };
});

const code = (code: string) => expect.objectContaining({ code });
const keyid = ({ publicKey }: Person) => keyidOf(fromB64u(publicKey, 32));
type Reason = 'left' | 'rotated' | 'compromised';
/** Rosa's new key in place of her old one. */
const replaced = (reason: Reason = 'rotated') => {
  const { rosa, ...others } = ceiba.people as Record<string, Person>;
  return {
    members: [again, ...Object.values(others)].map(entryOf),
    revoked: [{ keyid: keyid(rosa!), at: inDays(-1), reason }],
  };
};

describe('a drafted next manifest', () => {
  const judged = (...signers: Person[]) =>
    judgeNext(ceiba.chain, signedBy(nextManifest(ceiba.chain, replaced()), ...signers), now);

  it('waits for stewards of the old one, and for the new key itself, with the code that it would be refused with', () => {
    const { marisol, lu, itzel } = ceiba.people as Record<string, Person>;
    expect(judged(marisol!)).toEqual({ waiting: 'rotate-threshold-old' });
    expect(judged(marisol!, itzel!)).toEqual({ waiting: 'rotate-threshold-old' });
    expect(judged(marisol!, again)).toEqual({ waiting: 'rotate-threshold-old' });
    expect(judged(marisol!, lu!)).toEqual({ waiting: 'no-proof-of-possession' });
    expect(judged(marisol!, lu!, again)).toMatchObject({ complete: { newest: { version: 2 } } });
  });

  it('waits for stewards of the new one when these become more', () => {
    const { marisol, lu, tono } = ceiba.people as Record<string, Person>;
    const policy = { rotate: 3, attest: 2, consentWitnesses: 1 };
    const draft = nextManifest(ceiba.chain, { policy });
    expect(judgeNext(ceiba.chain, signedBy(draft, marisol!, lu!), now)).toEqual({ waiting: 'rotate-threshold-new' });
    expect(judgeNext(ceiba.chain, signedBy(draft, marisol!, lu!, tono!), now)).toHaveProperty('complete');
  });

  it('is refused for what no signature mends', () => {
    const { marisol, lu, rosa } = ceiba.people as Record<string, Person>;
    const few = nextManifest(ceiba.chain, { members: [rosa!, lu!].map(entryOf) });
    expect(() => judgeNext(ceiba.chain, signedBy(few, marisol!, lu!), now)).toThrow(code('rotate-threshold-new'));
    expect(() => judged(marisol!, lu!, person('Nobody', []))).toThrow(code('signature'));
    const unproven = { ...again, secret: person('Other', []).secret };
    expect(() => judged(marisol!, lu!, unproven)).toThrow(code('signature'));
  });
});

it('leaves out signatures of keys that are gone, and of nobody else', () => {
  const { marisol, lu, rosa } = ceiba.people as Record<string, Person>;
  const chain = extended(ceiba.chain, replaced(), marisol!, lu!, again);
  const alert = signedBy(draftEnvelope('alert', alertOf(ceiba)), rosa!, marisol!);
  expect(() => membersWhoSigned(alert, keysOf(chain))).toThrow(code('signature'));
  expect([...membersWhoSigned(withoutFormerKeys(alert, chain), keysOf(chain))]).toEqual([marisol!.member]);
  const strange = signedBy(alert, person('Nobody', []));
  expect(() => membersWhoSigned(withoutFormerKeys(strange, chain), keysOf(chain))).toThrow(code('signature'));
  expect(withoutFormerKeys(alert, ceiba.chain)).toEqual(alert);
});

describe('a next manifest takes something from', () => {
  const people = () => ceiba.people as Record<string, Person>;
  const affected = (changes: Parameters<typeof nextManifest>[1]) =>
    keysAffected(ceiba.chain.newest.statement, { ...ceiba.chain.newest.statement, ...changes });
  const keyOf = ({ member, publicKey }: Person) => ({ member, publicKey });

  it('whoever it lists no more, and nobody else', () => {
    const { rosa, ...others } = people();
    expect(affected({ members: Object.values(others).map(entryOf) })).toEqual([keyOf(rosa!)]);
  });

  it('whoever has a role less, not whoever has one more', () => {
    const { rosa, ...others } = people();
    const members = (roles: ('steward' | 'accompanier' | 'process-accompanier')[]) => [
      { ...entryOf(rosa!), roles },
      ...Object.values(others).map(entryOf),
    ];
    expect(affected({ members: members(['steward']) })).toEqual([keyOf(rosa!)]);
    expect(affected({ members: members(['steward', 'accompanier', 'process-accompanier']) })).toEqual([]);
  });

  it('a key that another one takes the place of, not the new one', () => {
    expect(affected(replaced())).toEqual([keyOf(people().rosa!)]);
    const { rosa, ...others } = people();
    const both = { ...entryOf(rosa!), sign: [rosa!.publicKey, again.publicKey] };
    expect(affected({ members: [both, ...Object.values(others).map(entryOf)] })).toEqual([]);
  });

  it('nobody, where nobody changes', () => {
    expect(affected({})).toEqual([]);
  });
});

describe('an old box', () => {
  const newBox = async (reason: Reason) => {
    const { marisol, lu } = ceiba.people as Record<string, Person>;
    const { recipient } = await newBoxIdentity();
    const box = [{ recipient, notBefore: inDays(-1) }];
    const second = extended(ceiba.chain, { ...replaced(reason), box }, marisol!, lu!, again);
    return { second, recipient };
  };

  it('is kept 45 days after the version that replaced it, whoever asks when', async () => {
    const { second, recipient } = await newBox('rotated');
    expect(boxOver(second, recipient)).toBeNull();
    expect(boxOver(second, ceiba.box.recipient)).toEqual(new Date(inDays(44)));
    expect(boxOver(second, 'age1pq1never')).toBeNull();
    expect(boxOver(ceiba.chain, ceiba.box.recipient)).toBeNull();
  });

  it('is over at once when somebody else may hold it, also when that is found out later', async () => {
    const { second } = await newBox('compromised');
    expect(boxOver(second, ceiba.box.recipient)).toEqual(new Date(inDays(-1)));
    const left = (await newBox('left')).second;
    const { marisol, lu } = ceiba.people as Record<string, Person>;
    const revoked = left.newest.statement.revoked.map((one) => ({ ...one, reason: 'compromised' as const }));
    const third = extended(left, { revoked }, marisol!, lu!);
    expect(boxOver(left, ceiba.box.recipient)).toEqual(new Date(inDays(44)));
    expect(boxOver(third, ceiba.box.recipient)).toEqual(new Date(inDays(-1)));
  });

  it('stays when the stolen key was of a steward who never had it', async () => {
    const { marisol, tono, rosa, itzel, lu } = ceiba.people as Record<string, Person>;
    const other = { ...person('Lu', ['steward']), member: lu!.member };
    const { recipient } = await newBoxIdentity();
    const changes = {
      members: [rosa!, marisol!, tono!, other, itzel!].map(entryOf),
      revoked: [{ keyid: keyid(lu!), at: inDays(-1), reason: 'compromised' as const }],
      box: [{ recipient, notBefore: inDays(-1) }],
    };
    const second = extended(ceiba.chain, changes, marisol!, tono!, other);
    expect(boxOver(second, ceiba.box.recipient)).toEqual(new Date(inDays(44)));
  });
});

describe('sealing again', () => {
  const file = utf8('what stays the same, byte for byte');

  it('gives the same bytes to the named recipients, and to nobody who had it before', async () => {
    const [old, one, two] = [await newBoxIdentity(), await newBoxIdentity(), await newBoxIdentity()];
    const sealed = await sealFile(file, [old.recipient]);
    const anew = await reseal(sealed, [old.identity], [one.recipient, two.recipient]);
    for (const { identity } of [one, two]) expect(await openFile(anew, [identity])).toEqual(file);
    await expect(openFile(anew, [old.identity])).rejects.toEqual(code('unseal'));
    await expect(reseal(sealed, [one.identity], [one.recipient])).rejects.toEqual(code('unseal'));
    await expect(reseal(sealed, [old.identity], [])).rejects.toEqual(code('recipient'));
  });

  it('refuses a classical recipient, alone or beside others', async () => {
    const old = await newBoxIdentity();
    const sealed = await sealFile(file, [old.recipient]);
    const classical = `age1${'q'.repeat(58)}`;
    await expect(reseal(sealed, [old.identity], [classical])).rejects.toEqual(code('recipient'));
    await expect(reseal(sealed, [old.identity], [old.recipient, classical])).rejects.toEqual(code('recipient'));
  });

  it('takes the others’ own recipients when somebody is recused: never theirs, never a steward’s, never a guess', async () => {
    const { rosa, marisol, tono, itzel, lu } = ceiba.people as Record<string, Person>;
    const recipients = new Map<string, string>();
    for (const [at, { member }] of [rosa!, marisol!, tono!, itzel!, lu!].entries())
      recipients.set(member, (await identityFrom(new Uint8Array(32).fill(at + 1))).recipient);
    const named = (people: Person[]) => new Set(people.map(({ member }) => recipients.get(member)));
    const to = (recused: Person[], known = recipients) =>
      recipientsWithout(
        ceiba.chain,
        known,
        recused.map(({ member }) => member),
      );
    expect(new Set(to([rosa!]))).toEqual(named([marisol!, tono!, itzel!]));
    expect(new Set(to([rosa!, tono!, itzel!]))).toEqual(named([marisol!]));
    expect(to([rosa!])).not.toContain(ceiba.box.recipient);
    expect(() => to([rosa!, marisol!, tono!, itzel!])).toThrow(code('recipient'));
    const fewer = new Map([...recipients].filter(([member]) => member !== tono!.member));
    expect(() => to([rosa!], fewer)).toThrow(code('recipient'));
    const chain = extended(ceiba.chain, replaced(), marisol!, lu!, again);
    expect(recipientsWithout(chain, recipients, [])).toHaveLength(4);
  });
});
