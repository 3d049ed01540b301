import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { I18n } from '@lingui/core';
import packageJson from '../../package.json' with { type: 'json' };
import { Refusal } from '../../schemas/codes.ts';
import { upkeepContract } from '../../schemas/routes/upkeep.ts';
import { checkFolder } from '../collective/belonging.ts';
import { checkSecret } from '../collective/node-keys.ts';
import { ownNode } from '../collective/store.ts';
import { readSettings, type Settings } from '../config.ts';
import { type OpenDatabase, openDatabase } from '../database/database.ts';
import { embeddedThere } from '../database/embedded.ts';
import { pendingMigrations } from '../database/migrate.ts';
import { loopbackHost } from '../platform/addresses.ts';
import { createEgress } from '../platform/egress.ts';
import { nodeKeys } from '../platform/keys.ts';
import { startLogging } from '../platform/logging.ts';
import { findNodeSecret } from '../platform/node-secret.ts';
import { refusalSentence } from '../platform/refusal.ts';
import { lookAtSignedDesk } from './desk-signed.ts';
import { lookAtDesk } from './desk-there.ts';
import type { Finding } from './finding.ts';
import { lookAtManifest } from './manifest-ends.ts';
import { olderBlocks } from './older-blocks.ts';
import { floodedText, sentences } from './sentences.ts';

type Terminal = { env: NodeJS.ProcessEnv; i18n: I18n; print: (line: string) => void };

/**
 * Looks at a node and says in sentences whether it is all right: at the running one over HTTP, or with `--offline` at
 * the data folder and the database themselves. Changes nothing.
 * @returns 0, or 1 when something needs a person.
 */
export async function doctor({ env, i18n, print }: Terminal, argv: readonly string[]): Promise<number> {
  const settings = readSettings(env);
  const findings = argv.includes('--offline')
    ? await lookOffline(settings, env, i18n)
    : await lookOnline(settings, i18n);
  const versions = { version: packageJson.version, node: process.versions.node };
  print(i18n._('doctor.version', versions, { message: 'Convive {version} on Node {node}.' }));
  for (const { well, sentence } of findings) print(`${well ? '  ' : '! '}${sentence}`);
  return findings.every(({ well }) => well) ? 0 : 1;
}

async function lookOnline(settings: Settings, i18n: I18n): Promise<Finding[]> {
  const address = await readFile(join(settings.folder, 'address'), 'utf8').catch(() => null);
  if (address === null) throw new Refusal('node-address');
  await using egress = createEgress({ allowLoopback: true, userAgent: 'Convive doctor' });
  const answer = await egress.get(`${address.trim()}/readyz`, { accept: 'application/json' });
  const read = upkeepContract.ready.answer.safeParse(JSON.parse(Buffer.from(answer.bytes).toString('utf8')));
  if (!read.success) throw new Refusal('unexpected-answer');
  const told = sentences(i18n);
  const node = address.trim();
  const desk = [...(await lookAtDesk(settings, node, egress, i18n)), ...(await lookAtSignedDesk(node, i18n))];
  const manifest = await lookAtManifest(node, new Date(), i18n);
  const unseen = addressesUnseen(settings, i18n);
  const older = (await olderBlocks(settings, i18n)).map(fine);
  return (['database', 'migrations', 'worker', 'disk'] as const)
    .map((part) => ({
      well: read.data[part],
      sentence: told[part][read.data[part] ? 'well' : 'ill'],
    }))
    .concat(manifest, desk, unseen, older, read.data.calm ? [] : [fine(floodedText(i18n))]);
}

const fine = (sentence: string): Finding => ({ well: true, sentence });

/** Where visitors' addresses cannot be known, nothing is counted for each of them. */
function addressesUnseen({ origin, host, proxies }: Settings, i18n: I18n): Finding[] {
  const name = origin === undefined ? 'localhost' : new URL(origin).hostname;
  if (name.endsWith('.onion'))
    return [
      {
        well: true,
        sentence: i18n._(
          'doctor.onion',
          {},
          { message: 'Visitors of an onion service have no address, so nothing is counted for each of them.' },
        ),
      },
    ];
  if (loopbackHost(name) || !loopbackHost(host) || proxies.length > 0) return [];
  return [
    {
      well: true,
      sentence: i18n._(
        'doctor.proxy-unnamed',
        {},
        {
          message:
            'Visitors come through a proxy that PROXY does not name, so nothing is counted for each of them. Name ' +
            'it, and let it write X-Forwarded-For.',
        },
      ),
    },
  ];
}

async function lookOffline(settings: Settings, env: NodeJS.ProcessEnv, i18n: I18n): Promise<Finding[]> {
  const told = sentences(i18n);
  const findings: Finding[] = [];
  const secret = findNodeSecret(env, settings.folder);
  const opened = await openThere(settings).catch((error: unknown) => {
    if (error instanceof Refusal) return error;
    throw error;
  });
  if (opened instanceof Refusal) return [{ well: false, sentence: refusalSentence(i18n, opened) }];
  await using database = opened;
  const { db, kind } = database;
  const facts = { kind, version: await database.version() };
  findings.push({
    well: true,
    sentence: i18n._('doctor.opened', facts, {
      message: 'The database opens ({kind}, version {version}) and nobody else holds it.',
    }),
  });
  const current = (await pendingMigrations(db)).length === 0;
  findings.push({ well: current, sentence: told.migrations[current ? 'well' : 'ill'] });
  findings.push(...(await olderBlocks(settings, i18n)).map(fine));
  const node = current ? await ownNode(db) : null;
  if (!node) return findings;
  findings.push({
    well: true,
    sentence: i18n._('doctor.origin', { origin: node.origin }, { message: 'Its address is {origin}.' }),
  });
  if (secret === undefined) return [...findings, { well: false, sentence: told.secret.none }];
  const opens = await checkSecret(db, nodeKeys(secret)).then(
    () => true,
    () => false,
  );
  findings.push({ well: opens, sentence: told.key[opens ? 'well' : 'ill'] });
  findings.push({ well: true, sentence: told.secret[secret.source] });
  return findings;
}

/** The database of this folder's node, where there is one: makes none. */
async function openThere({ folder, database, log }: Settings): Promise<OpenDatabase> {
  checkFolder(folder, database);
  if (!('url' in database) && !embeddedThere(folder)) throw new Refusal('no-database', 'DATA');
  return openDatabase({ ...database, log: startLogging(log) });
}
