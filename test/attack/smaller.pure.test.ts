import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { LookupFunction } from 'node:net';
import { expect, test, vi } from 'vitest';
import { articleContent } from '../../src/agreements/wire/article.ts';
import { signedHeaders } from '../../src/federation/signing.ts';
import { domainOf, onionHost, parsedUrl } from '../../src/platform/addresses.ts';
import { createEgress } from '../../src/platform/egress.ts';
import { openPlaces } from '../../src/platform/places.ts';
import { markdownHtml, markdownLine, safeHtml } from '../../src/web/markdown.ts';
import { agreementOf } from '../agreements/words.ts';

/* Names that are written in another way than the one that is judged. */

const onions = [
  'abcdefghij.onion',
  'abcdefghij.onion.',
  'abcdefghij.onion..',
  'abcdefghij.onion...',
  'ABCDEFGHIJ.ONION.',
  'www.abcdefghij.OnIoN..',
  'abcdefghij%2eonion.',
  'abcdefghij.oni%6fn',
  'abcdefghij\u3002onion\u3002',
  'abcdefghij\uff0eonion\uff61\uff61',
  'abcdefghij.\uff4f\uff4e\uff49\uff4f\uff4e.',
  'abcdefghij.on\u00adion.',
  'abcdefghij.on\tion.',
  '\u24d0bc.onion.',
  'onion',
  'onion.',
];

test.each(onions)('%j is never asked of the DNS', async (name) => {
  const asked: string[] = [];
  const resolve: LookupFunction = (hostname, _options, callback) => {
    asked.push(hostname);
    callback(null, [{ address: '127.0.0.1', family: 4 }], 0);
  };
  await using egress = createEgress({ allowLoopback: true, userAgent: 'Convive-test', resolve });
  const place = openPlaces().take({ origin: 'https://elsewhere.example', rank: 'other' })!;
  for (const url of [`http://${name}/`, `https://${name}:8443/`, `https://${name}`]) {
    await expect(egress.get(url, { accept: '*/*' }), url).rejects.toMatchObject({ code: 'unreachable' });
    await expect(egress.get(url, { accept: '*/*', place }), url).rejects.toMatchObject({ code: 'unreachable' });
    await expect(egress.post(url, { headers: {}, body: '' }), url).rejects.toMatchObject({ code: 'unreachable' });
  }
  expect(asked).toEqual([]);
});

test('a name keeps one spelling before it is judged, counted, signed and sent', async () => {
  const spelled = (text: string) => parsedUrl(text)?.href ?? null;
  expect(spelled('https://Example.ORG../a?b#c')).toBe('https://example.org/a?b#c');
  expect(spelled('https://\uff25xample\u3002org\u3002:8443')).toBe('https://example.org:8443/');
  expect(spelled('https://127.1..')).toBe('https://127.0.0.1/');
  expect(spelled('https://localhost.')).toBe('https://localhost/');
  expect(spelled('https://1.2.3.400..')).toBeNull();
  expect(spelled('https://...')).toBeNull();
  expect(domainOf('https://www.example.org..')).toBe('example.org');
  expect(onionHost('onion.example')).toBe(false);
  expect(onionHost('myonion')).toBe(false);
  await using egress = createEgress({ allowLoopback: false, userAgent: 'Convive-test' });
  for (const url of ['https://localhost./', 'https://127.0.0.1../', 'https://a.localhost../'])
    await expect(egress.get(url, { accept: '*/*' })).rejects.toMatchObject({ where: 'address' });
});

test.each(['cavage', 'rfc9421'] as const)('a signature (%s) is for the name that is sent', async (kind) => {
  const { privateKey } = await crypto.subtle.generateKey(
    { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
    true,
    ['sign', 'verify'],
  );
  const key = { keyId: 'https://us.example/actor#main-key', privateKey };
  const signed = async (url: string) => {
    const headers = await signedHeaders({ method: 'POST', url, headers: { date }, body: Buffer.from('{}') }, key, kind);
    return headers.signature?.replace(/created=\d+;?/, '');
  };
  const date = new Date(Date.UTC(2026, 0, 1)).toUTCString();
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1), toFake: ['Date'] });
  try {
    expect(await signed('https://EXAMPLE.org../inbox')).toBe(await signed('https://example.org/inbox'));
    expect(await signed('https://example.com/inbox')).not.toBe(await signed('https://example.org/inbox'));
  } finally {
    vi.useRealTimers();
  }
});

/* Links of a text that somebody else wrote, shown on our pages. */

const theirs = 'https://partner.example/agreements/abc';
const here = 'https://ours.example/agreements/partners/x/abc';
const relative = [
  '/leave',
  'followers',
  '?lang=es',
  '#support',
  './x',
  '../../exit',
  '//ours.example/leave',
  '//partner.example/own',
  '/\\ours.example/leave',
  '\\\\ours.example\\leave',
  '\\leave',
  'https:leave',
  'https:/leave',
  'HTTPS:leave',
  'http:leave',
  'https:///leave',
  'https:\\leave',
  'javascript:alert(1)',
  'java\tscript:alert(1)',
  'data:text/html,x',
  'https://ours.example@evil.example/',
  '&#47;leave',
  '%2Fleave',
  '&Tab;/leave',
  '',
];

/** Where a press on each link would lead from one of our pages. */
const ways = (html: string): string[] =>
  tags(html).flatMap((tag) =>
    [...tag.matchAll(/(?:href|src|action|srcset|cite|poster|background)="([^"]*)"/gi)].map(
      ([, href = '']) => new URL(href.replaceAll('&amp;', '&'), here).href,
    ),
  );
const tags = (html: string): string[] => html.match(/<[^>]*>/g) ?? [];

const written = (href: string): string[] => [
  `[words](${href})`,
  `[words](<${href}>)`,
  `[words](${href} "title")`,
  `![words](${href})`,
  `[![words](${href})](${href})`,
  `<${href}>`,
  `[words]: ${href}\n\n[words]`,
  `<a href="${href}">words</a><img src="${href}"><form action="${href}"></form>`,
];

test.each(relative)('a link to %j in a text from elsewhere never leads to one of our routes', (href) => {
  for (const text of written(href)) {
    for (const from of [undefined, theirs]) {
      const all = [markdownHtml(text, from), markdownLine(text, from), safeHtml(text, from)];
      for (const html of all) {
        for (const way of ways(html)) {
          // What names another host in full is somebody's own address; nothing is guessed from where it is shown.
          expect(new URL(way).hostname, `${text} → ${html}`).not.toBe('ours.example');
          if (from === undefined) expect(way, text).toMatch(/^https:\/\/leave\/$/);
          else expect(way, text).toMatch(/^https:\/\/(leave|partner\.example)\//);
        }
        expect(tags(html).join('')).not.toMatch(/<(img|form)|="(java|data)/i);
      }
    }
  }
});

test('a link of a partner is relative to where the text comes from, or else plain words', () => {
  const rel = 'rel="noreferrer nofollow noopener"';
  expect(markdownLine('[a](/b) [c](?d) [e](#f)', theirs)).toBe(
    `<a href="https://partner.example/b" ${rel}>a</a> <a href="${theirs}?d" ${rel}>c</a> ` +
      `<a href="${theirs}#f" ${rel}>e</a>`,
  );
  expect(markdownLine('[a](/b) *c*', 'http://localhost:1/x')).toContain('href="http://localhost:1/b"');
  expect(markdownLine('[a](http://localhost:2/b)', 'http://localhost:1/x')).toBe('<a>a</a>');
  expect(markdownLine('[a](/b) [c](https://d.example/e?f=1&g) [h](mailto:i@j.example)')).toBe(
    `<a>a</a> <a href="https://d.example/e?f=1&amp;g" ${rel}>c</a> <a href="mailto:i@j.example" ${rel}>h</a>`,
  );
});

test('what goes out of ours has links that are read in the same way everywhere', () => {
  const said = { es: `${relative.map((href) => `[x](${href})`).join(' ')} [y](https://y.example/)` };
  const { html } = articleContent({ ...agreementOf({ id: 'C'.repeat(43) }), summary: said }, theirs);
  const leading = tags(html).flatMap((tag) => /href="([^"]*)"/.exec(tag)?.[1] ?? []);
  expect(leading).toContain('https://y.example/');
  for (const way of leading) expect(way).toMatch(/^https:\/\/[a-z]/);
});

/* The unit under which a node runs on a server. */

const unitFile = 'deploy/convive.service';
const unit = readFileSync(unitFile, 'utf8').split('\n');

test('the unit leaves no memory on a disk and opens only what the node needs', () => {
  const closed = [
    ...['LimitCORE=0', 'MemorySwapMax=0', 'UMask=0077', 'StateDirectoryMode=0700', 'NoNewPrivileges=yes'],
    ...['CapabilityBoundingSet=', 'AmbientCapabilities=', 'ProtectSystem=strict', 'ProtectHome=yes'],
    ...['ProtectProc=invisible', 'ProcSubset=pid', 'ProtectClock=yes', 'ProtectHostname=yes'],
    ...['ProtectControlGroups=yes', 'ProtectKernelLogs=yes', 'ProtectKernelModules=yes', 'ProtectKernelTunables=yes'],
    ...['PrivateDevices=yes', 'DevicePolicy=closed', 'PrivateIPC=yes', 'PrivateMounts=yes', 'PrivateTmp=yes'],
    ...['PrivateUsers=yes', 'KeyringMode=private', 'LockPersonality=yes', 'RemoveIPC=yes', 'RestrictNamespaces=yes'],
    ...['RestrictRealtime=yes', 'RestrictSUIDSGID=yes', 'RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX'],
    ...['SystemCallArchitectures=native', 'SystemCallFilter=@system-service', 'SystemCallErrorNumber=EPERM'],
    'SystemCallFilter=~@privileged @resources',
  ];
  expect(closed.filter((one) => !unit.includes(one))).toEqual([]);
  // The engine makes its code, WebAssembly included, while it runs.
  expect(unit.filter((line) => line.startsWith('MemoryDenyWriteExecute'))).toEqual([]);
  expect(unit.find((line) => line.startsWith('ExecStart='))).not.toMatch(/jitless|abort-on|report-on|heapsnapshot/);
});

const analyze = (...given: string[]) => spawnSync('systemd-analyze', given, { encoding: 'utf8' });

test.skipIf(analyze('--version').status !== 0)('systemd finds it at most 2.0 exposed', () => {
  const { stdout } = analyze('security', '--offline=true', '--no-pager', unitFile);
  const exposure = /Overall exposure level for convive\.service: ([\d.]+)/.exec(stdout)?.[1];
  expect(Number(exposure)).toBeLessThanOrEqual(2);
});
