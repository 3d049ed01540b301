import { ristretto255 } from '@noble/curves/ed25519.js';
import * as ed from '@noble/ed25519';
import { MLKEM768X25519 } from '@noble/post-quantum/hybrid.js';
import { unsealBundle } from '../../src/protocol/age-seal.ts';
import { sealAlert } from '../../src/protocol/compose-sealed.ts';
import { checkConsent } from '../../src/protocol/consent.ts';
import { generateSigningKey, sign, verifyStrict } from '../../src/protocol/ed25519.ts';
import { b64u, fromB64u, utf8 } from '../../src/protocol/encoding.ts';
import { idOf } from '../../src/protocol/envelope.ts';
import { verifyAlert } from '../../src/protocol/notice.ts';
import { openDelivery } from '../../src/protocol/opening.ts';
import { blind, evaluate, monthKey } from '../../src/protocol/oprf.ts';
import { collective, now, sealUnchecked, shareAlert, trust } from '../protocol/cast.ts';
import { compared, limited, median, type Row, rounded } from './rows.ts';

type Work = { name: string; do: (at: number) => unknown };

/**
 * P5, first half, and what its parts cost: every alert another one with its own case key, so that nothing is remembered
 * from the last.
 */
export async function protocolRows(rounds: number, alerts: number): Promise<Row[]> {
  const each = await measure(
    [...(await alertWork(alerts * (rounds + 1))), ...bareWork(), ...inquiryWork()],
    rounds,
    alerts,
  );
  const of = (name: string) => each.get(name) ?? Number.NaN;
  const parts = ['unseal', 'attestation', 'consent'].map((name) => `${name} ${of(name)}`).join(', ');
  const bareOpen = rounded(of('bare decapsulation') + 3 * of('bare verify'));
  const row = (what: string, name: string, beside: string, value: number) => ({
    row: 'P5',
    what,
    value: of(name),
    unit: 'CPU ms' as const,
    beside: { what: beside, value },
  });
  return [
    limited(
      {
        ...row(
          'open and fully check one alert, 4 signatures',
          'open',
          'bare hybrid decapsulation + 3 bare noble verifies',
          bareOpen,
        ),
        note: `of it ${parts}`,
      },
      12,
    ),
    compared(row('check and seal one alert', 'seal', 'bare hybrid encapsulation', of('bare encapsulation'))),
    compared(row('one strict verify', 'strict verify', 'bare noble verify', of('bare verify'))),
    compared(
      row(
        'evaluate 8 blinded identifiers with proof',
        'evaluate',
        '8 bare multiplications',
        rounded(8 * of('bare multiply')),
      ),
    ),
  ];
}

async function alertWork(alerts: number): Promise<Work[]> {
  const [ceiba, maguey] = [await collective('ceiba'), await collective('maguey')];
  const [sending, root] = [trust(ceiba, maguey), trust(maguey, ceiba)];
  const identities = [maguey.box.identity];
  const some = () => Array.from({ length: alerts }, () => shareAlert(ceiba, maguey));
  const [toSeal, toOpen, toTakeApart] = [some(), some(), some()];
  const sealed: string[] = [];
  // Unchecked, so that no work has met the case keys of another.
  for (const { header, alert, consent } of toOpen)
    sealed.push((await sealUnchecked(header, [alert, consent], maguey.box.recipient)).body);
  const opens = (at: number) =>
    openDelivery({ header: toOpen[at]!.header, body: sealed[at]!, identities, root, stored: () => null, now });
  const checks = (at: number) => {
    const { header, consent, alert } = toTakeApart[at]!;
    return checkConsent(consent, { header, notice: idOf(alert), attesters: new Set(), chain: ceiba.chain, now });
  };
  return [
    { name: 'seal', do: (at) => sealAlert({ ...toSeal[at]!, root: sending, now }) },
    { name: 'open', do: opens },
    { name: 'unseal', do: (at) => unsealBundle(fromB64u(sealed[at]!), identities) },
    { name: 'attestation', do: (at) => verifyAlert(toTakeApart[at]!.alert, ceiba.chain, 2, now) },
    { name: 'consent', do: checks },
  ];
}

function bareWork(): Work[] {
  const { secret, publicKey } = generateSigningKey();
  const message = utf8('x'.repeat(1_000));
  const signature = sign(message, secret);
  const box = MLKEM768X25519.keygen();
  const { cipherText } = MLKEM768X25519.encapsulate(box.publicKey);
  return [
    { name: 'strict verify', do: () => verifyStrict(signature, message, publicKey) },
    { name: 'bare verify', do: () => ed.verify(signature, message, publicKey, { zip215: false }) },
    { name: 'bare encapsulation', do: () => MLKEM768X25519.encapsulate(box.publicKey) },
    { name: 'bare decapsulation', do: () => MLKEM768X25519.decapsulate(cipherText, box.secretKey) },
  ];
}

function inquiryWork(): Work[] {
  const key = monthKey(
    new Uint8Array(32).fill(7),
    b64u(new Uint8Array(32).fill(1)),
    b64u(new Uint8Array(32).fill(2)),
    '2026-11',
  );
  const blinded = Array.from({ length: 8 }, (_, at) => b64u(blind(utf8(`name ${at}`)).blinded));
  const point = ristretto255.Point.BASE.multiply(12345n);
  const scalar = ristretto255.Point.Fn.fromBytes(key.secretKey);
  return [
    { name: 'evaluate', do: () => evaluate(blinded, key) },
    { name: 'bare multiply', do: () => point.multiply(scalar) },
  ];
}

/**
 * Median over the rounds of CPU milliseconds per operation; the works take turns, so that noise meets all of them. The
 * first round only warms up.
 */
async function measure(works: readonly Work[], rounds: number, times: number): Promise<Map<string, number>> {
  const found = new Map<string, number[]>(works.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const work of works) {
      const before = process.cpuUsage();
      for (let at = 0; at < times; at++) await work.do(round * times + at);
      const { user, system } = process.cpuUsage(before);
      if (round > 0) found.get(work.name)?.push((user + system) / 1000 / times);
    }
  }
  return new Map([...found].map(([name, values]) => [name, median(values)]));
}
