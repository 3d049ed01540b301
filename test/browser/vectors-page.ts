import { judge } from '../vectors/judge.ts';
import type { SealedFiles, Vector, Verdict, World } from '../vectors/vector.ts';

/**
 * What the page is given, and what it leaves for the test: every verdict in order, what the policy stopped meanwhile,
 * and then of an attempt to make code.
 */
export type Given = { world: World; sealed: SealedFiles; vectors: Vector[] };
export type Left = { verdicts: Verdict[]; stopped: string[]; madeCode: boolean; stoppedThen: string[] };

const stopped: string[] = [];
addEventListener('securitypolicyviolation', (event) => stopped.push(`${event.violatedDirective} ${event.blockedURI}`));

async function judgeAll(): Promise<Left> {
  const { world, sealed, vectors } = (await (await fetch('/vectors.json')).json()) as Given;
  const verdicts: Verdict[] = [];
  for (const vector of vectors) verdicts.push(await judge(vector, world, sealed));
  const before = [...stopped];
  const madeCode = makesCode();
  await new Promise((done) => setTimeout(done));
  return { verdicts, stopped: before, madeCode, stoppedThen: stopped.slice(before.length) };
}

function makesCode(): boolean {
  try {
    return new Function('return true')() === true;
  } catch {
    return false;
  }
}

(globalThis as { left?: Promise<Left> }).left = judgeAll();
