import type { I18n } from '@lingui/core';
import { deskOriginOf, type Settings } from '../config.ts';
import { onionHost } from '../platform/addresses.ts';
import type { Egress } from '../platform/egress.ts';
import type { Finding } from './finding.ts';

/** Whether the desk of the node at that address can be reached under its own name, and what is missing where not. */
export async function lookAtDesk(settings: Settings, node: string, egress: Egress, i18n: I18n): Promise<Finding[]> {
  const desk = deskOriginOf(settings, node);
  if (desk === null) {
    const sentence = i18n._(
      'doctor.desk-none',
      {},
      { message: 'This node has an address without a name, so it has no desk. DESK_ORIGIN can give it one.' },
    );
    return [{ well: false, sentence }];
  }
  // From here nobody reaches an onion service; its names lead to it without anybody's help.
  if (onionHost(new URL(desk).hostname)) return [];
  const there = await egress.get(`${desk}/node.json`, { accept: 'application/json' }).then(
    ({ bytes }) => namesNode(Buffer.from(bytes).toString('utf8'), node),
    () => false,
  );
  if (there) {
    const sentence = i18n._('doctor.desk', { desk }, { message: 'The desk answers at {desk}.' });
    return [{ well: true, sentence }];
  }
  const sentence = i18n._(
    'doctor.desk-ill',
    { desk },
    {
      message:
        'The desk does not answer at {desk}. Its name must lead to this node as the node’s own does: in DNS, in the ' +
        'reverse proxy, and with a certificate.',
    },
  );
  return [{ well: false, sentence }];
}

function namesNode(text: string, node: string): boolean {
  try {
    return JSON.parse(text)?.node === node;
  } catch {
    return false;
  }
}
