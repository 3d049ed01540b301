/** @jsxImportSource hono/jsx/dom */
import { useState } from 'hono/jsx/dom';
import type { Role } from '../../../../../schemas/manifest.ts';
import { askedBack } from '../../../desk/begin/asked-back.ts';
import { Field, typedIn } from '../fields.tsx';
import { Press, Screen, Wrong } from '../parts.tsx';
import { WordList } from '../word-list.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';
import type { Step } from './step.ts';

/** What this founder will do, twelve words on paper, and three of them typed back: only then there is a keyring. */
export function MakeKeyring({ ask, take, back }: Step) {
  const asked = useAsk(ask);
  const [roles, setRoles] = useState<Role[] | null>(null);
  const [words, setWords] = useState<string[] | null>(null);
  const [written, setWritten] = useState(false);
  const work = useWorking();
  if (roles === null || words === null)
    return (
      <ChooseRoles
        wrong={work.wrong}
        back={back}
        choose={(chosen) =>
          void work.doing(async () => {
            setWords(await asked('newWords'));
            setRoles(chosen);
          })
        }
      />
    );
  if (!written) return <ShowWords words={words} done={() => setWritten(true)} back={back} />;
  const make = (back: string[]) => void work.doing(async () => take(await asked('makeKeyring', { roles, back })));
  return <TypeBack make={make} again={() => setWritten(false)} wrong={work.wrong} busy={work.busy} />;
}

type ChooseProps = { choose: (roles: Role[]) => void; back: () => void; wrong: string | null };

function ChooseRoles({ choose, back, wrong }: ChooseProps) {
  const [none, setNone] = useState(false);
  const submit = (event: Event) => {
    const typed = typedIn(event);
    const roles = (['steward', 'accompanier'] as const).filter((role) => typed(role) !== '');
    setNone(roles.length === 0);
    if (roles.length > 0) choose(roles);
  };
  const nothing = i18n._('begin.role-none', {}, { message: 'Choose at least one of the two.' });
  return (
    <Screen title={i18n._('begin.roles', {}, { message: 'What you will do' })}>
      <form autocomplete="off" onSubmit={submit}>
        <RoleChoice
          of="steward"
          name={i18n._('begin.steward', {}, { message: 'Steward' })}
          does={i18n._(
            'begin.steward-does',
            {},
            { message: 'Signs agreements, and who belongs, always together with another one. Opens no alert.' },
          )}
        />
        <RoleChoice
          of="accompanier"
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

function RoleChoice({ of, name, does }: { of: Role; name: string; does: string }) {
  return (
    <label class="choice">
      <input type="checkbox" name={of} value="yes" />
      <span>
        <b>{name}</b>
        <br />
        {does}
      </span>
    </label>
  );
}

function ShowWords({ words, done, back }: { words: string[]; done: () => void; back: () => void }) {
  return (
    <Screen title={i18n._('begin.words', {}, { message: 'Your twelve words' })}>
      <p class="lead">
        {i18n._(
          'begin.words-paper',
          {},
          {
            message:
              'Write them on paper, in this order, and keep it where only you find it. With them anybody is you.',
          },
        )}
      </p>
      <WordList words={words} />
      <p>
        {i18n._('begin.words-once', {}, { message: 'They are shown only now. Nobody can find them again for you.' })}
      </p>
      <div class="press">
        <Press text={i18n._('begin.written', {}, { message: 'They are on paper' })} main busy={false} press={done} />
        <Press text={i18n._('begin.not-now', {}, { message: 'Not now' })} busy={false} press={back} />
      </div>
    </Screen>
  );
}

type BackProps = { make: (back: string[]) => void; again: () => void; wrong: string | null; busy: boolean };

function TypeBack({ make, again, wrong, busy }: BackProps) {
  const submit = (event: Event) => {
    const typed = typedIn(event);
    if (!busy) make(askedBack.map((at) => typed(`word-${at + 1}`)));
  };
  return (
    <Screen title={i18n._('begin.back-title', {}, { message: 'Three of them, from your paper' })}>
      <form autocomplete="off" spellcheck={false} onSubmit={submit}>
        {askedBack.map((at) => (
          <Field
            name={`word-${at + 1}`}
            label={i18n._('begin.word', { number: at + 1 }, { message: 'Word {number}' })}
          />
        ))}
        <Wrong text={wrong} />
        <div class="press">
          <button type="submit" class="main" aria-disabled={busy ? 'true' : undefined}>
            {i18n._('begin.make', {}, { message: 'Make my keyring' })}
          </button>
          <Press text={i18n._('begin.words-again', {}, { message: 'See the words again' })} busy={busy} press={again} />
        </div>
      </form>
    </Screen>
  );
}
