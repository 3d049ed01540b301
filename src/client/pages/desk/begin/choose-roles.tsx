/** @jsxImportSource hono/jsx/dom */
import { useState } from 'hono/jsx/dom';
import type { Role } from '../../../../../schemas/manifest.ts';
import { typedIn } from '../fields.tsx';
import { Press, Screen, Wrong } from '../parts.tsx';
import { i18n } from '../words.ts';

const offered = ['steward', 'accompanier', 'process-accompanier'] as const;

type Props = {
  title: string;
  /** What somebody does so far. */
  has?: readonly Role[];
  /** They keep the node, and accompany nobody. */
  keeper?: boolean;
  choose: (roles: Role[]) => void;
  back: () => void;
  wrong: string | null;
};

/** What somebody does in the collective: one role at least. */
export function ChooseRoles({ title, has = [], keeper = false, choose, back, wrong }: Props) {
  const [none, setNone] = useState(false);
  const submit = (event: Event) => {
    const typed = typedIn(event);
    const roles = offered.filter((role) => typed(role) !== '');
    setNone(roles.length === 0);
    if (roles.length > 0) choose(roles);
  };
  const nothing = i18n._('begin.role-none', {}, { message: 'Choose at least one.' });
  return (
    <Screen title={title}>
      <form autocomplete="off" onSubmit={submit}>
        <RoleChoice
          of="steward"
          has={has}
          name={i18n._('begin.steward', {}, { message: 'Steward' })}
          does={i18n._(
            'begin.steward-does',
            {},
            { message: 'Signs agreements, and who belongs, always together with another one. Opens no alert.' },
          )}
        />
        {keeper ? null : (
          <>
            <RoleChoice
              of="accompanier"
              has={has}
              name={i18n._('begin.accompanier', {}, { message: 'Accompanier' })}
              does={i18n._(
                'begin.accompanier-does',
                {},
                {
                  message:
                    'Stands by people who were harmed. Writes alerts with their consent, and opens those of partners.',
                },
              )}
            />
            <RoleChoice
              of="process-accompanier"
              has={has}
              name={i18n._('people.process', {}, { message: 'Accompanier of processes' })}
              does={i18n._(
                'people.process-does',
                {},
                { message: 'Stands by whoever caused harm. In one process, never the same person as the accompanier.' },
              )}
            />
          </>
        )}
        <Wrong text={none ? nothing : wrong} />
        <div class="press">
          <button type="submit" class="main">
            {i18n._('begin.go-on', {}, { message: 'Go on' })}
          </button>
          <Press text={i18n._('begin.back', {}, { message: 'Back' })} busy={false} press={back} />
        </div>
      </form>
    </Screen>
  );
}

function RoleChoice({ of, has, name, does }: { of: Role; has: readonly Role[]; name: string; does: string }) {
  return (
    <label class="choice">
      <input type="checkbox" name={of} value="yes" checked={has.includes(of)} />
      <span>
        <b>{name}</b>
        <br />
        {does}
      </span>
    </label>
  );
}
