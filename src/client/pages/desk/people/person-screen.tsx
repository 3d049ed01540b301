/** @jsxImportSource hono/jsx/dom */
import type { Person } from '../../../desk/people/people.ts';
import type { Wanted } from '../../../keyring/rotation-draft.ts';
import { Press, Screen, Wrong } from '../parts.tsx';
import { i18n } from '../words.ts';
import type { Working } from '../working.ts';

type Props = {
  person: Person;
  steward: boolean;
  work: Working;
  invite: () => void;
  roles: () => void;
  prepare: (wanted: Wanted) => void;
  back: () => void;
};

/** What can change of one person: their keys, their roles, that they belong. Oneself, one asks others to. */
export function PersonScreen({ person, steward, work: { wrong, busy }, invite, roles, prepare, back }: Props) {
  const { member, called, me } = person;
  return (
    <Screen title={called}>
      <p>{person.roles}</p>
      <Wrong text={wrong} />
      {me ? (
        <p>
          {i18n._(
            'people.mine-how',
            {},
            {
              message:
                'On another device you only type your twelve words. If they are lost, or somebody saw them, you get ' +
                'new ones: make an invitation, or ask a steward for one. Two others sign that, and also if you want ' +
                'to leave.',
            },
          )}
        </p>
      ) : null}
      <div class="press">
        {steward ? (
          <Press
            text={i18n._('people.new-keys', {}, { message: 'Invite to make new keys' })}
            main
            busy={busy}
            press={invite}
          />
        ) : null}
        {steward && !me ? (
          <>
            <Press text={i18n._('people.roles', {}, { message: 'Change roles' })} busy={busy} press={roles} />
            <Press
              text={i18n._('people.leave', {}, { message: 'Propose that they leave' })}
              busy={busy}
              press={() => prepare({ leave: [member] })}
            />
            <Press
              text={i18n._(
                'people.leave-held',
                {},
                { message: 'Propose that they leave: somebody else may hold their keys' },
              )}
              busy={busy}
              press={() => prepare({ leave: [member], because: 'compromised' })}
            />
          </>
        ) : null}
        <Press text={i18n._('people.back', {}, { message: 'All people' })} busy={busy} press={back} />
      </div>
    </Screen>
  );
}
