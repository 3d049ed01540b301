import type { BuildOptions } from 'esbuild';

/**
 * How anything for a browser is bundled: the same bytes on every machine, whatever folder, clock or language it is
 * built in.
 */
export const forBrowsers: BuildOptions & { write: false };

/** Takes out what a contract says to servers alone, as the bundler writes it: 67 times each in a file of phones. */
export function withoutServers(text: string): string;

/** A script for a page: its text, and the same as brotli. */
export type BrowserScript = { text: string; brotli: Uint8Array };

/** Every script of src/client/pages/ by its name, `my-code.js`; built first where there is none of these sources. */
export function browserScripts(): Promise<ReadonlyMap<string, BrowserScript>>;

/** Builds each file that stands directly in that folder to a script of its name; beside each, `.br`, its brotli. */
export function buildScripts(folder: string): Promise<Map<string, Uint8Array>>;
