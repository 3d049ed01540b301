import { daysAfter } from './calendar.ts';
import { dateOf, fromB64u } from './encoding.ts';
import { keyidOf } from './envelope.ts';
import type { Chain, Link } from './manifest.ts';

/** Days that an old box's identity is kept, to open what was under way when it was replaced (PROTOCOL §2). */
const keptDays = 45;

/**
 * When the identity of a box is over, by the signed chain alone: null while the newest version lists it or none ever
 * did; 45 days after the version that replaced it; that version's own date when an accompanier's key that shared it is
 * now marked `compromised`.
 */
export function boxOver(chain: Chain, recipient: string): Date | null {
  const listing = chain.all.filter((link) => lists(link, recipient));
  const last = listing.at(-1);
  const replaced = last && chain.all[last.version];
  if (!replaced) return null;
  const since = dateOf(replaced.statement.issuedAt);
  const stolen = new Set(
    chain.newest.statement.revoked.filter(({ reason }) => reason === 'compromised').map(({ keyid }) => keyid),
  );
  return listing.some((link) => accompanierKeyids(link).some((keyid) => stolen.has(keyid)))
    ? since
    : daysAfter(since, keptDays);
}

const lists = ({ statement }: Link, recipient: string): boolean =>
  statement.box.some((box) => box.recipient === recipient);

function accompanierKeyids({ statement }: Link): string[] {
  return statement.members
    .filter(({ roles }) => roles.includes('accompanier'))
    .flatMap(({ sign }) => sign.map((key) => keyidOf(fromB64u(key, 32))));
}
