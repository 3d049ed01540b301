/** @jsxImportSource hono/jsx/dom */
import { useState } from 'hono/jsx/dom';
import type { Role } from '../../../../../schemas/manifest.ts';
import { Choices, type Option } from '../../parts/fields.tsx';
import { Press, Screen, Send, Wrong } from '../parts.tsx';
import { typedIn } from '../typed-in.ts';
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
    const roles = offered.filter((role) => typed.all('roles').includes(role));
    setNone(roles.length === 0);
    if (roles.length > 0) choose(roles);
  };
  const nothing = i18n._('begin.role-none', {}, { message: 'Choose at least one.' });
  return (
    <Screen title={title}>
      <form autocomplete="off" onSubmit={submit}>
        <Choices type="checkbox" name="roles" label={title} unseen chosen={has} options={rolesOffered(keeper)} />
        <Wrong text={none ? nothing : wrong} />
        <div class="press">
          <Send text={i18n._('begin.go-on', {}, { message: 'Go on' })} />
          <Press text={i18n._('begin.back', {}, { message: 'Back' })} busy={false} press={back} />
        </div>
      </form>
    </Screen>
  );
}

/** A keeper accompanies nobody. */
function rolesOffered(keeper: boolean): Option[] {
  const steward: Option = {
    value: 'steward',
    text: i18n._('begin.steward', {}, { message: 'Steward' }),
    more: i18n._(
      'begin.steward-does',
      {},
      { message: 'Signs agreements, and who belongs, always together with another one. Opens no alert.' },
    ),
  };
  if (keeper) return [steward];
  return [
    steward,
    {
      value: 'accompanier',
      text: i18n._('begin.accompanier', {}, { message: 'Accompanier' }),
      more: i18n._(
        'begin.accompanier-does',
        {},
        {
          message: 'Stands by people who were harmed. Writes alerts with their consent, and opens those of partners.',
        },
      ),
    },
    {
      value: 'process-accompanier',
      text: i18n._('people.process', {}, { message: 'Accompanier of processes' }),
      more: i18n._(
        'people.process-does',
        {},
        { message: 'Stands by whoever caused harm. In one process, never the same person as the accompanier.' },
      ),
    },
  ];
}
