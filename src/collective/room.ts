import { collectiveContract } from '../../schemas/routes/collective.ts';
import type { Room } from '../room.ts';
import { ownProfile } from './activity.ts';
import { prepareNode } from './first-start.ts';
import { formerKey, receiptSigner, signingKey } from './node-keys.ts';
import { collectiveRoutes } from './routes.tsx';
import { ownNode } from './store.ts';

/*
 * Collective: who runs this node. Manifest: its signed statement of members, roles, keys and policy; each names the one
 * before, which makes the chain. Node key: signs requests or receipts, never for the collective. Set-up: everything
 * until manifest v1 stands.
 */
export const room = {
  name: 'collective',
  contracts: [collectiveContract],
  opens: async ({ runtime, announce }) => {
    const { setUpCode } = await prepareNode(runtime);
    if (setUpCode !== null) announce(setUpCode);
  },
  routes: ({ runtime }) => collectiveRoutes(runtime),
  tables: {
    node: { shown: true, until: 'stays' },
    node_keys: { shown: true, until: { chore: 'proposed-node-keys' } },
    manifests: { shown: true, until: 'stays' },
    manifest_drafts: { shown: false, until: 'ended' },
  },
  record: { 'node.started': 'members', 'contacts.changed': 'members' },
  supplies: (runtime) => ({
    self: async () => {
      const node = await ownNode(runtime.db);
      return { name: node?.name ?? null, collective: node?.collective ?? null, alone: node?.alone ?? false };
    },
    profile: () => ownProfile(runtime),
    signingKey: () => signingKey(runtime),
    formerKey: () => formerKey(runtime),
    signer: () => receiptSigner(runtime),
  }),
} satisfies Room;
