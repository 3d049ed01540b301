/**
 * Limits of the HTTP server, in milliseconds: a socket that sends slowly is closed before it costs anything.
 * Passed to `createServer` as they stand.
 */
export const serverOptions = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  connectionsCheckingInterval: 2_000,
  keepAliveTimeout: 5_000,
  maxHeaderSize: 16_384,
} as const;
