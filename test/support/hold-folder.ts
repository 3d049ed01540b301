import { holdFolder } from '../../src/database/lock.ts';

// Holds the folder of the first argument until it is killed or its input ends, or says that it could not.
try {
  const held = holdFolder(String(process.argv[2]));
  process.stdout.write('held\n');
  process.stdin.resume().once('end', () => held[Symbol.dispose]());
} catch {
  process.stdout.write('refused\n');
}
