import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

declare module 'hono' {
  interface ContextVariableMap {
    /** The page holds a form that changes something: our own server, and no other, is told which page sent it. */
    holdsForm: boolean;
  }
}

type Options = NonNullable<Parameters<typeof secureHeaders>[0]>;
type ContentPolicy = NonNullable<Options['contentSecurityPolicy']>;
type Permissions = NonNullable<Options['permissionsPolicy']>;

const strictest: ContentPolicy = {
  defaultSrc: ["'none'"],
  styleSrc: ["'self'"],
  scriptSrc: ["'self'"],
  imgSrc: ["'self'"],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
  requireTrustedTypesFor: ["'script'"],
  trustedTypes: ["'none'"],
};

/**
 * Security headers on every answer (PROTOCOL §9): nothing from elsewhere, nothing inline, no frame, no referrer.
 * `differing` and `allowed` say what differs where something stands apart. HSTS only where the origin is https, so that
 * an onion service or a trial on loopback stays reachable.
 */
export function safeHeaders(
  origin: string,
  differing: ContentPolicy = {},
  allowed: Permissions = {},
): MiddlewareHandler {
  const headers = secureHeaders({
    contentSecurityPolicy: { ...strictest, ...differing },
    strictTransportSecurity: origin.startsWith('https:') ? 'max-age=31536000' : false,
    xFrameOptions: 'DENY',
    permissionsPolicy: {
      accelerometer: false,
      camera: false,
      displayCapture: false,
      geolocation: false,
      gyroscope: false,
      magnetometer: false,
      microphone: false,
      midi: false,
      payment: false,
      usb: false,
      ...allowed,
    },
  });
  return async (c, next) => {
    await headers(c, next);
    // With `no-referrer` a form comes with the origin "null", which says nothing where a browser is too old for
    // Sec-Fetch-Site.
    if (c.get('holdsForm')) c.res.headers.set('referrer-policy', 'same-origin');
  };
}
