import type { Reporter, SerializedError, TestModule } from 'vitest/node';
import { lacking } from './needs.ts';

/** Says at the end what could not be run on this machine, and counts; with CI=true what is lacking counts as failed. */
export default class Summary implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    let passed = 0;
    let failed = unhandled.length;
    for (const module of modules) {
      failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed++;
        if (state === 'failed') failed++;
      }
    }
    for (const what of lacking) process.stdout.write(`Not run: ${what}\n`);
    if (process.env.CI === 'true' && lacking.length > 0) {
      failed += lacking.length;
      process.exitCode = 1;
    }
    process.stdout.write(`${passed} passed, ${failed} failed\n`);
  }
}
