import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { build, type Plugin } from 'esbuild';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { forBrowsers } from '../../src/browser-scripts.js';
import { clientBundle } from '../../src/build.ts';
import { safeHeaders } from '../../src/web/headers.ts';
import { chromium } from '../support/needs.ts';
import { root } from '../support/sources.ts';
import { committedCases, committedWorld, sealedFiles } from '../vectors/files.ts';
import { judge } from '../vectors/judge.ts';
import type { Verdict } from '../vectors/vector.ts';
import { openBrowser, withPage } from './browser.ts';
import type { Given, Left } from './vectors-page.ts';

const cases = committedCases();
const given: Given = { world: committedWorld(), sealed: sealedFiles(), vectors: cases.map(({ vector }) => vector) };

/** The judge as a script of its own that takes the library from the very file that nodes serve. */
async function judgeScript(library: string): Promise<string> {
  const served: Plugin = {
    name: 'served library',
    setup({ onResolve }) {
      onResolve({ filter: /client\/library\.ts$/ }, () => ({ path: library, external: true }));
    },
  };
  const { outputFiles } = await build({
    ...forBrowsers,
    entryPoints: [`${root}test/browser/vectors-page.ts`],
    plugins: [served],
  });
  return outputFiles[0]!.text;
}

/** A node's own policy around one page: no inline, no eval, no WebAssembly, trusted types required and none allowed. */
async function servedPage(): Promise<AsyncDisposable & { origin: string }> {
  const { name, text } = clientBundle();
  const script = await judgeScript(`/${name}`);
  const app = new Hono();
  app.use(safeHeaders('http://127.0.0.1'));
  app.get('/', (c) => c.html('<!doctype html><title>vectors</title><script type="module" src="/judge.js"></script>'));
  for (const [path, body] of Object.entries({ '/judge.js': script, [`/${name}`]: text })) {
    app.get(path, (c) => c.body(body, 200, { 'content-type': 'text/javascript; charset=utf-8' }));
  }
  app.get('/favicon.ico', (c) => c.body(null, 204));
  app.get('/vectors.json', (c) => c.json(given));
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

/** How Chromium's console begins when it refuses to make code: so the policy is at work here. */
const refusedCode = "This document requires 'TrustedScript' assignment";

test.runIf(chromium)(
  'Chromium, under the policy that nodes serve, judges every vector as Node does',
  { timeout: 240_000 },
  async () => {
    await using page = await servedPage();
    await using browser = await openBrowser();
    let left: Left | undefined;
    await withPage(
      browser,
      {},
      async (tab) => {
        const answer = await tab.goto(page.origin);
        const policy = answer?.headers()['content-security-policy'];
        for (const rule of [
          "default-src 'none'",
          "script-src 'self'",
          "require-trusted-types-for 'script'",
          "trusted-types 'none'",
        ])
          expect(policy).toContain(rule);
        expect(policy).not.toContain('unsafe');
        left = await tab.evaluate(() => (globalThis as unknown as { left: Promise<Left> }).left);
      },
      [refusedCode],
    );
    expect(left?.stopped).toEqual([]);
    expect(left?.madeCode).toBe(false);
    expect(left?.stoppedThen).toEqual(['require-trusted-types-for trusted-types-sink']);
    const here: Verdict[] = [];
    for (const vector of given.vectors) here.push(await judge(vector, given.world, given.sealed));
    const named = (verdicts: readonly Verdict[] = []) =>
      verdicts.map((verdict, at) => ({ case: `${cases[at]?.folder}: ${cases[at]?.vector.name}`, verdict }));
    expect(here.length).toBeGreaterThan(900);
    expect(named(left?.verdicts)).toEqual(named(here));
    expect(named(here)).toEqual(named(given.vectors.map((vector) => vector.expect)));
    const eleven = given.vectors.flatMap(({ check, name }, at) =>
      check === 'ed25519-verify' ? [[name, left?.verdicts[at]]] : [],
    );
    expect(eleven).toHaveLength(11);
    expect(eleven.filter(([, verdict]) => JSON.stringify(verdict).includes('"valid":true'))).toEqual([
      ['honest', { ok: { keyStrong: true, valid: true } }],
    ]);
  },
);
