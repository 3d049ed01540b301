import type { I18n } from '@lingui/core';
import type { Role } from '../../../../schemas/manifest.ts';
import type { Profile } from '../../../../schemas/routes/collective.ts';
import { calledBy } from '../../../protocol/two-word-name.ts';
import type { Api } from '../../api/api.ts';
import { newPhrase } from '../../keyring/keyring.ts';
import { foundersKept, keepUnderCode, sealedFor } from '../../keyring/under-code.ts';
import { rolesText } from '../../say/names.ts';
import { readSetUp, tryAlone } from '../../set-up/set-up.ts';
import { setUpTogether } from '../../set-up/set-up-together.ts';

/** Somebody who was made up to try a node out: who they are, what they do, and the words that open their desk. */
export type MadeUp = { called: string; roles: string; words: string[] };

const founders: readonly (readonly Role[])[] = [['steward', 'accompanier'], ['steward', 'accompanier'], ['steward']];

/**
 * Founds a collective of three made-up people, whose keyrings all lie at the node, after telling it so. Whoever was cut
 * off and begins again makes three others.
 */
export async function foundAlone(api: Api, i18n: I18n, now: () => Date): Promise<MadeUp[]> {
  await tryAlone(api);
  const { profile } = await readSetUp(api);
  const language = i18n.locale === 'es' ? 'es' : 'en';
  const plans = founders.map((roles) => ({ roles, words: newPhrase(language) }));
  const revisions: number[] = [];
  const keyrings = await setUpTogether(
    api,
    plans,
    { profile: profile ?? madeUp(i18n), now: now() },
    async (at, keyring) => {
      const [revision, words] = [revisions[at], plans[at]?.words ?? ''];
      if (revision !== undefined)
        revisions[at] = await keepUnderCode(api, foundersKept, { keyring, words, revision }, now());
    },
    async (at, keyring) => {
      revisions[at] = 1;
      return sealedFor(keyring, plans[at]?.words ?? '');
    },
  );
  return keyrings.map(({ member, roles }, at) => ({
    called: calledBy(member, i18n.locale),
    roles: rolesText(i18n, roles),
    words: (plans[at]?.words ?? '').split(' '),
  }));
}

const madeUp = (i18n: I18n): Profile => ({
  name: i18n._('alone.name', {}, { message: 'Only to try out' }),
  handle: 'try_out',
  summary: i18n._('alone.summary', {}, { message: 'Nothing here is real.' }),
  language: i18n.locale,
});
