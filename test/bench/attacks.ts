import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activityStreams } from '../../src/federation/contexts.ts';
import { type Attack, attacks } from './attack-set.ts';
import { foundConvive } from './convive.ts';
import { startFedify } from './fedify.ts';
import { post, ready } from './load.ts';
import { startStranger } from './loopback.ts';
import type { Measured } from './measured.ts';
import { limited, median, type Row, rounded } from './rows.ts';

/** What one request may cost. */
const mostCpuMs = 50;
/** How long a request may take before it is given up and the process ended. */
const capMs = 30_000;
const warmUps = 50;
const restSeconds = 5;

/** `atRest` is what it uses by itself, in CPU ms per second: taken off what an attack costs. */
type Target = Measured & { inbox: string; atRest: number };
type Result = { status: number | null; cpuMs: number[]; fetches: number; seconds: number; rssMb: number };

/** What each attack costs the process that is attacked: ours on the embedded database, the bare Fedify in memory. */
export async function attackRows(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'convive-bench-'));
  const founded = await foundConvive(folder, null);
  let bare: Target | null = null;
  const rows: Row[] = [];
  try {
    const ours = await warmUp(founded);
    for (const attack of attacks) {
      bare ??= await warmUp(await startFedify(null));
      const times = attack.times ?? { ours: 10, bare: 10 };
      const own = await suffer(ours, attack, times.ours);
      const theirs = await suffer(bare, attack, times.bare);
      rows.push(rowOf(attack, own, theirs));
      if (theirs.status !== null) continue;
      await bare.kill();
      bare = null;
    }
  } finally {
    await bare?.kill();
    await founded[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  }
  return rows;
}

function rowOf({ what }: Attack, own: Result, theirs: Result): Row {
  const side = ({ status, fetches, seconds, rssMb }: Result) => {
    const answer = status === null ? 'none' : String(status);
    const memory = rssMb > 100 ? `, +${Math.round(rssMb)} MB` : '';
    return `${answer} in ${rounded(seconds)} s after ${rounded(fetches)} fetches${memory}`;
  };
  const beside = {
    what: theirs.status === null ? `bare Fedify, given up after ${capMs / 1000} s` : 'bare Fedify',
    value: median(theirs.cpuMs),
    ...(theirs.status === null && median(theirs.cpuMs) > 0 && { atLeast: true as const }),
  };
  const note = `median ${median(own.cpuMs)}; ours ${side(own)}; bare ${side(theirs)}`;
  // Demanded of each request, so the dearest one counts.
  return limited(
    { row: 'attack', what, value: rounded(Math.max(...own.cpuMs)), unit: 'CPU ms', beside, note },
    mostCpuMs,
  );
}

/**
 * One request after the other, each by itself. A server of its own for each attack: what one host may ask is limited.
 */
async function suffer(target: Target, attack: Attack, times: number): Promise<Result> {
  await using attacker = await startStranger('Mallory');
  await using victim = await startStranger('Lu');
  const scene = { inbox: target.inbox, attacker, victim };
  attacker.answer = attack.answer?.(scene) ?? null;
  const result: Result = { status: null, cpuMs: [], fetches: 0, seconds: 0, rssMb: 0 };
  // Once unmeasured, so that what is compiled at first use is not counted; not where once takes seconds.
  const tries = times < 10 ? times : times + 1;
  for (let at = 0; at < tries; at++) {
    const request = await attack.make(scene);
    const before = await target.usage();
    const began = performance.now();
    const [answered] = await post([request], 1, capMs);
    const seconds = (performance.now() - began) / 1000;
    const after = await target.usage(1000);
    result.status = answered?.status ?? null;
    if (at < tries - times) continue;
    result.cpuMs.push(rounded(Math.max(0, after.cpuMs - before.cpuMs - target.atRest * seconds)));
    result.seconds = Math.max(result.seconds, seconds);
    result.rssMb = Math.max(result.rssMb, after.rssMb - before.rssMb);
  }
  result.fetches = (attacker.asked.length + victim.asked.length) / tries;
  return result;
}

/** What any node has long seen: ordinary activities of a stranger. */
async function warmUp(node: Measured & { inbox: string }): Promise<Target> {
  await using stranger = await startStranger('Ordinary');
  for (let at = 0; at < warmUps; at++) {
    const activity = {
      '@context': activityStreams,
      id: `${stranger.origin}/activities/${at}`,
      type: 'Like',
      actor: stranger.actor,
      object: node.inbox,
    };
    await post([await ready(node.inbox, activity, stranger.key)], 1);
  }
  const before = await node.usage();
  await new Promise((resolve) => setTimeout(resolve, restSeconds * 1000));
  const { cpuMs } = await node.usage();
  return { ...node, atRest: (cpuMs - before.cpuMs) / restSeconds };
}
