import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, globSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The full path of the first of these programs that this machine has. */
function program(...names: string[]): string | undefined {
  return names
    .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
    .find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function webkitBinaries(): { browser: string; driver: string; xvfb: string } | undefined {
  const folders = globSync('/usr/lib/*/webkit2gtk-4*/MiniBrowser');
  const [browser, driver, xvfb] = [folders.find(isProgram), program('WebKitWebDriver'), program('Xvfb')];
  return browser && driver && xvfb ? { browser, driver, xvfb } : undefined;
}

/** Where the machine keeps `initdb` and `postgres`. */
export function postgresBinaries(): string | undefined {
  const config = program('pg_config');
  const folder = config && execFileSync(config, ['--bindir'], { encoding: 'utf8' }).trim();
  return folder && ['initdb', 'postgres'].every((name) => isProgram(join(folder, name))) ? folder : undefined;
}

export const hasPostgres = process.env.TEST_DATABASE_URL !== undefined || postgresBinaries() !== undefined;
export const chromium = program('chromium', 'chromium-browser', 'google-chrome');
export const firefox = program('firefox-esr', 'firefox');
/** WebKitGTK's small browser stands beside its library, outside PATH; it wants a screen. */
export const webkit = webkitBinaries();
export const snac = program('snac');
/** `script` of util-linux opens a pseudo-terminal. */
export const hasTerminal = program('script') !== undefined;

const testing = join(
  process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
  'convive/activitypub-testing/node_modules/activitypub-testing/src/cli.js',
);
/**
 * The program of npm's activitypub-testing, in the folder that `.ci/install-activitypub-testing` prepares outside of
 * the repository.
 */
export const activitypubTesting = existsSync(testing) ? testing : undefined;

/** What this machine lacks, and what is therefore not tested; with CI=true that is a failure. */
export const lacking: readonly string[] = [
  ...(hasPostgres ? [] : ['the tests on PostgreSQL: no TEST_DATABASE_URL, and pg_config finds no server']),
  ...(chromium ? [] : ['the tests in a browser: no chromium']),
  ...(firefox ? [] : ['the tests in another browser: no firefox (Debian package firefox-esr)']),
  ...(snac ? [] : ['the tests with another fediverse server: no snac (Debian package snac2)']),
  ...(activitypubTesting ? [] : ['the test cases of activitypub-testing: run .ci/install-activitypub-testing first']),
  ...(hasTerminal ? [] : ['the tests at a real terminal: no script (Debian package bsdutils)']),
];
