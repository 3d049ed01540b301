/** @jsxImportSource hono/jsx/dom */
import type { Person } from '../../../desk/people/people.ts';
import type { Wanted } from '../../../keyring/rotation-draft.ts';
import { wishText } from '../../../say/leaving.ts';
import { Press, Screen, Wrong } from '../parts.tsx';
import { SameWords } from '../same-words.tsx';
import { i18n } from '../words.ts';
import type { Working } from '../working.ts';
import { goText } from './leave-screen.tsx';

type Props = {
  person: Person;
  steward: boolean;
  work: Working;
  invite: () => void;
  roles: () => void;
  remove: () => void;
  leave: () => void;
  prepare: (wanted: Wanted) => void;
  back: () => void;
};

/** What can change of one person: their keys, their roles, that they belong. Oneself, one asks others to. */
export function PersonScreen({
  person,
  steward,
  work: { wrong, busy },
  invite,
  roles,
  remove,
  leave,
  prepare,
  back,
}: Props) {
  const { member, called, me, plain } = person;
  const leaving: LeavingProps['leave'] = (because) => prepare({ leave: [member], ...because });
  return (
    <Screen title={called}>
      <p>{person.roles}</p>
      {person.leaving ? <p>{wishText(i18n, person.leaving)}</p> : null}
      <Wrong text={wrong} />
      {me && plain ? <PlainMe words={plain.words} /> : null}
      {me && !plain ? (
        <p>
          {i18n._(
            'people.mine-how',
            {},
            {
              message:
                'On another device you only type your twelve words. If they are lost, or somebody saw them, you get ' +
                'new ones: make an invitation, or ask a steward for one. Two others sign that.',
            },
          )}
        </p>
      ) : null}
      {steward && plain?.proposed ? (
        <p>
          {i18n._(
            'people.proposed',
            {},
            { message: 'A proposal would give them a role. If you remove them, it ends.' },
          )}
        </p>
      ) : null}
      <div class="press">
        {steward && !plain ? (
          <Press
            text={i18n._('people.new-keys', {}, { message: 'Invite to make new keys' })}
            main
            busy={busy}
            press={invite}
          />
        ) : null}
        {me ? <Press text={goText()} busy={busy} press={leave} /> : null}
        {steward && !me ? <OfAnother {...{ plain, busy, roles, remove }} leave={leaving} /> : null}
        <Press text={i18n._('people.back', {}, { message: 'All people' })} busy={busy} press={back} />
      </div>
    </Screen>
  );
}

type OfAnotherProps = Pick<Props, 'roles' | 'remove'> & Pick<Person, 'plain'> & LeavingProps;

/** What a steward can change of somebody else. */
function OfAnother({ plain, busy, roles, remove, leave }: OfAnotherProps) {
  return (
    <>
      <Press text={i18n._('people.roles', {}, { message: 'Change roles' })} busy={busy} press={roles} />
      {plain ? (
        <Press
          text={i18n._('people.remove', {}, { message: 'Remove at once: their keyring here is erased too' })}
          busy={busy}
          press={remove}
        />
      ) : (
        <Leaving busy={busy} leave={leave} />
      )}
    </>
  );
}

type LeavingProps = { busy: boolean; leave: (because?: Pick<Wanted, 'because'>) => void };

function Leaving({ busy, leave }: LeavingProps) {
  return (
    <>
      <Press
        text={i18n._('people.leave', {}, { message: 'Propose that they leave' })}
        busy={busy}
        press={() => leave()}
      />
      <Press
        text={i18n._(
          'people.leave-held',
          {},
          { message: 'Propose that they leave: somebody else may hold their keys' },
        )}
        busy={busy}
        press={() => leave({ because: 'compromised' })}
      />
    </>
  );
}

/** For somebody without a role: what to do without words, and the words that others compare before they get one. */
function PlainMe({ words }: { words: string }) {
  return (
    <>
      <p>
        {i18n._(
          'people.mine-plain',
          {},
          {
            message:
              'Are your twelve words lost, or did somebody see them? Ask a steward to remove you and to invite ' +
              'you again. The words below are other ones: a steward compares them with you before you get a ' +
              'role.',
          },
        )}
      </p>
      <SameWords words={words} />
    </>
  );
}
