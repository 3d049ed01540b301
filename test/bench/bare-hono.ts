import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';

/*
 * A server with Hono and nothing else, in a process of its own: answers one file, with the one type and encoding that
 * it is told.
 */

const [file = '', type = '', encoding = ''] = process.argv.slice(2);
const body = readFileSync(file);
const headers = { 'content-type': type, ...(encoding && { 'content-encoding': encoding }) };
const app = new Hono().get('/', (c) => c.body(body, 200, headers));
const server = createAdaptorServer({ fetch: app.fetch });
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`answers at http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.once('SIGTERM', () => process.exit(0));
