import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { newKeyring } from '../../src/client/keyring/keyring.ts';
import { createKeyringFile } from '../../src/commands/keyring-file.ts';
import { membersRoutes } from '../../src/members/routes.tsx';
import { whoIs } from '../../src/members/sign-in.ts';
import { newSecret, wordsOf } from '../../src/protocol/secrets.ts';
import { answerError, answerNotFound } from '../../src/web/errors.tsx';
import { session } from '../../src/web/session.ts';
import { convive, type Run } from '../members/command-line.ts';
import { now } from '../protocol/cast.ts';
import { deskOf, type Office } from './office.ts';

/** An office on loopback, at the address that its manifest names, with real sign-in, and its people's keyring files. */
export type Served = AsyncDisposable & {
  folder: string;
  /** The twelve words of somebody's keyring, and the file that it lies in. */
  keyringOf(name: string): { path: string; phrase: string };
  /** Runs a command as one of the people; `lines` follow the phrase on standard input. */
  as(name: string, argv: string[], lines?: string[]): Promise<Run>;
  /** Runs a command as somebody without a keyring. */
  nobody(argv: string[], lines?: string[]): Promise<Run>;
};

export async function serveOffice(office: Office): Promise<Served> {
  const held = new AsyncDisposableStack();
  const { runtime, own } = office.house;
  let app = new Hono();
  const server = createAdaptorServer({ fetch: (request: Request) => app.fetch(request) });
  const { origin } = runtime;
  await new Promise<void>((resolve) => server.listen(Number(new URL(origin).port), '127.0.0.1', resolve));
  held.defer(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  const page = { name: own.name, links: () => [] };
  app = new Hono();
  app.use(session((token, via) => whoIs(runtime, token, via), runtime.origin, ['accompanier']));
  app.onError(answerError(page, (error) => office.house.logged.push(String(error))));
  app.notFound(answerNotFound(page));
  app.route('/', membersRoutes(runtime));
  for (const routes of office.rooms) app.route('/', routes);

  const folder = mkdtempSync(join(tmpdir(), 'convive-alert-'));
  held.defer(() => rmSync(folder, { recursive: true, force: true }));
  const phrases = new Map<string, string>();
  for (const [name, { member, publicKey, roles }] of Object.entries(own.people)) {
    await runtime.db.insertInto('members').values({ member, public_key: publicKey, roles, joined: now }).execute();
    const phrase = wordsOf(newSecret(), 'en');
    const blank = await newKeyring(roles, phrase);
    const { keyring } = deskOf(office, name);
    const { identity, recipient } = blank;
    await createKeyringFile(join(folder, `${name}.keyring`), { ...keyring, identity, recipient, phrase: blank.phrase });
    phrases.set(name, phrase);
  }
  return {
    folder,
    keyringOf: (name) => ({ path: join(folder, `${name}.keyring`), phrase: phrases.get(name) ?? '' }),
    as: (name, argv, lines = []) =>
      convive([...argv, '--node', origin, '--keyring', join(folder, `${name}.keyring`)], {
        lines: [phrases.get(name) ?? '', ...lines],
      }),
    nobody: (argv, lines = []) => convive([...argv, '--node', origin], { lines }),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}
