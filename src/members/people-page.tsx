import { mostNickname } from '../../schemas/people.ts';
import { calledBy } from '../protocol/two-word-name.ts';
import { TextField } from '../web/fields.tsx';
import { formsStyle } from '../web/static.ts';
import type { View } from '../web/view.ts';
import { peoplePath } from './addresses.ts';

/** What `page()` puts above {@link PeopleBody}. */
export function peopleHead({ i18n }: View) {
  const title = i18n._('members.who', {}, { message: 'Who belongs to us' });
  return { title, sensitive: true, style: formsStyle } as const;
}

type Props = {
  view: View;
  me: string;
  members: readonly { member: string; nickname: string | null }[];
  /** What was typed, where it looks like what somebody else is called. */
  refused: string | null;
};

/** How the reader is called, which they choose here, and how everybody else is. */
export function PeopleBody({ view, me, members, refused }: Props) {
  const { i18n, language } = view;
  const mine = members.find(({ member }) => member === me)?.nickname ?? '';
  const alike = i18n._(
    'members.nickname-alike',
    {},
    { message: 'Somebody here has a name like this one. Choose another.' },
  );
  return (
    <>
      <form method="post" action={view.link(peoplePath)} autocomplete="off">
        <TextField
          name="nickname"
          label={i18n._('members.nickname', {}, { message: 'Your nickname' })}
          hint={i18n._(
            'members.nickname-how',
            { called: calledBy(me, language) },
            {
              message:
                'Only this node shows it, only to members, and it goes when you leave the collective. Where ' +
                'something is signed or compared, your two words stand: {called}. Leave it empty to be called by ' +
                'these two alone.',
            },
          )}
          value={refused ?? mine}
          most={mostNickname}
          error={refused === null ? undefined : alike}
        />
        <button type="submit" class="main">
          {i18n._('members.nickname-keep', {}, { message: 'Call me this' })}
        </button>
      </form>
      <section aria-labelledby="all">
        <h2 id="all">{i18n._('members.all', {}, { message: 'Everybody' })}</h2>
        <ul>
          {members.map(({ member, nickname }) => (
            <li>
              {calledBy(member, language)}
              {nickname === null ? null : (
                <>
                  {' · '}
                  <bdi>{nickname}</bdi>
                </>
              )}
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
