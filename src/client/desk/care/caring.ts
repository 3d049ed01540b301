import { renewLists } from '../../alerts/lists.ts';
import { forgetOldBoxes } from '../../alerts/reseal.ts';
import type { Desk } from '../../api/desk.ts';
import type { AtDesk } from '../at-desk.ts';
import type { Saying } from '../sign/signing.ts';

/** An accompanier at work in a browser: the desk of alerts, and in which language. */
export type Caring = Pick<Saying, 'i18n'> & { desk: Desk };

const cared = new WeakSet<AtDesk>();

/**
 * The desk of alerts. The first time after unlocking, old boxes are forgotten and partners told what they may still
 * hold, as at the terminal.
 */
export async function caring({ desk: at, i18n, now }: Saying): Promise<Caring> {
  const unlocked = (): Desk => ({ api: at.api, keyring: at.keyring, own: at.root.chain, now });
  if (!cared.has(at)) {
    const opened = unlocked();
    await at.save(opened.keyring, await forgetOldBoxes(opened, at.root.recipients));
    await renewLists(unlocked());
    cared.add(at);
  }
  return { desk: unlocked(), i18n };
}
