/** @jsxImportSource hono/jsx/dom */
import type { GivenKey, Invitation, People } from '../../../desk/people/people.ts';
import type { Wanted } from '../../../keyring/rotation-draft.ts';
import { Press, Screen, Wrong } from '../parts.tsx';
import { QrPicture } from '../qr-picture.tsx';
import { SameWords } from '../same-words.tsx';
import { i18n } from '../words.ts';
import type { Working } from '../working.ts';

export type Code = { code: string; until: string; plain: boolean };

/** A code that was just made: shown once, as a link and to be typed. */
export function Invited({ code: { code, until, plain }, back }: { code: Code; back: () => void }) {
  const link = `${window.location.origin}${window.location.pathname}#invited=${code}`;
  return (
    <Screen title={i18n._('people.code', {}, { message: 'Give them this' })}>
      <p class="lead">
        {i18n._(
          'people.code-how',
          { until },
          { message: 'They open this link on their own phone or computer, until {until}. It is shown only now.' },
        )}{' '}
        {plain
          ? i18n._('people.code-plain', {}, { message: 'Whoever has it can come in as a member, once.' })
          : i18n._(
              'people.code-key',
              {},
              { message: 'Whoever has it can give a key; nobody is in before two stewards have signed.' },
            )}
      </p>
      <p class="handle">{link}</p>
      <QrPicture text={link} label={i18n._('begin.link-qr', {}, { message: 'This link, for the camera of a phone' })} />
      <p>{i18n._('people.code-typed', {}, { message: 'Or they open the desk and type:' })}</p>
      <p class="handle">{code}</p>
      <div class="press">
        <Press text={i18n._('people.back', {}, { message: 'All people' })} main busy={false} press={back} />
      </div>
    </Screen>
  );
}

type Props = {
  now: People;
  busy: boolean;
  open: (key: GivenKey) => void;
  invite: () => void;
  plain: (keeper: boolean) => void;
  end: (id: string) => void;
};

/** Who is coming: keys that wait to be listed, and invitations that are open. */
export function Invitations({ now: { steward, given, invitations }, busy, open, invite, plain, end }: Props) {
  return (
    <section aria-labelledby="coming">
      <h2 id="coming">{i18n._('people.coming', {}, { message: 'Who is coming' })}</h2>
      <ul class="cards">
        {given.map((key, at) => (
          <li key={key.named}>
            <p class="title">{key.called}</p>
            <p>{givenText(key)}</p>
            {steward ? (
              <div class="press">
                <Press
                  text={i18n._('people.compare', {}, { message: 'Compare words, and propose' })}
                  main={at === 0}
                  busy={busy}
                  press={() => open(key)}
                />
              </div>
            ) : null}
          </li>
        ))}
        {invitations.map((one) => (
          <li key={one.id}>
            <p>{invitationText(one)}</p>
            {one.mine ? (
              <div class="press">
                <Press
                  text={i18n._('people.end', {}, { message: 'End this invitation' })}
                  busy={busy}
                  press={() => end(one.id)}
                />
              </div>
            ) : null}
          </li>
        ))}
      </ul>
      {steward ? (
        <div class="press">
          <Press
            text={i18n._('people.invite', {}, { message: 'Invite somebody' })}
            main={given.length === 0}
            busy={busy}
            press={invite}
          />
          <Press
            text={i18n._('people.invite-plain', {}, { message: 'Invite somebody as a member only' })}
            busy={busy}
            press={() => plain(false)}
          />
          <Press
            text={i18n._('people.invite-keeper', {}, { message: 'Invite the node keeper' })}
            busy={busy}
            press={() => plain(true)}
          />
        </div>
      ) : null}
    </section>
  );
}

function givenText({ anew, roles, by }: GivenKey): string {
  if (anew) return i18n._('people.gave-anew', { by }, { message: 'Has made new keys, invited by {by}.' });
  return i18n._('people.gave', { roles, by }, { message: 'Has made keys, as: {roles}. Invited by {by}.' });
}

function invitationText({ called, roles, by, until }: Invitation): string {
  if (called !== null)
    return i18n._(
      'people.open-anew',
      { called, by, until },
      { message: 'New keys for {called}: invited by {by}, until {until}.' },
    );
  if (roles === '')
    return i18n._('people.open-plain', { by, until }, { message: 'As a member only: invited by {by}, until {until}.' });
  return i18n._('people.open', { roles, by, until }, { message: 'Invited by {by}, until {until}: {roles}.' });
}

type GivenProps = {
  given: Pick<GivenKey, 'named' | 'called' | 'anew' | 'words'>;
  work: Working;
  prepare: (wanted: Wanted) => void;
  back: () => void;
};

/** A key that waits: the words of whoever made it, heard, before anything is proposed. */
export function Given({ given: { named, called, anew, words }, work, prepare, back }: GivenProps) {
  return (
    <Screen title={called}>
      <p class="lead">
        {i18n._(
          'people.given-how',
          {},
          {
            message:
              'Ask them, in person or by a voice that you know, to read the twelve words on their page. If one ' +
              'differs, do not go on: end the invitation, or remove that person.',
          },
        )}
      </p>
      <SameWords words={words} />
      <Wrong text={work.wrong} />
      <div class="press">
        {anew ? (
          <>
            <Press
              text={i18n._('people.replace', {}, { message: 'The same. The old keys are lost or changed' })}
              main
              busy={work.busy}
              press={() => prepare({ replace: [named] })}
            />
            <Press
              text={i18n._('people.replace-held', {}, { message: 'The same. Somebody else may hold the old keys' })}
              busy={work.busy}
              press={() => prepare({ replace: [named], because: 'compromised' })}
            />
          </>
        ) : (
          <Press
            text={i18n._('people.join', {}, { message: 'The words are the same' })}
            main
            busy={work.busy}
            press={() => prepare({ join: [named] })}
          />
        )}
        <Press text={i18n._('people.back', {}, { message: 'All people' })} busy={work.busy} press={back} />
      </div>
    </Screen>
  );
}
