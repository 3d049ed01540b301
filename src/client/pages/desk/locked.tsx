/** @jsxImportSource hono/jsx/dom */
import { useState } from 'hono/jsx/dom';
import type { Seen } from '../../desk/seen.ts';
import { Note } from '../parts/notes.tsx';
import { Press, Screen, Wrong } from './parts.tsx';
import { passkeysHere, usePasskey } from './passkeys/passkey.ts';
import { useSeen } from './seen.tsx';
import { TwelveWords } from './twelve-words.tsx';
import { i18n, whyText } from './words.ts';

type Props = {
  why: string | null;
  seen: Promise<Seen | null>;
  unlock: (opener: string | Uint8Array) => Promise<string | null>;
  begin: () => void;
  join: () => void;
};

/** Twelve words open the keyring; whoever has none yet begins with a code. */
export function Locked({ why, seen, unlock, begin, join }: Props) {
  const [[busy, wrong], setState] = useState<[boolean, string | null]>([false, null]);
  const said = useSeen(() => seen);
  const opening = async (opener: () => Promise<string | Uint8Array> | string) => {
    setState([true, null]);
    const refused = await Promise.resolve(opener()).then(unlock, whyText);
    if (refused !== null) setState([false, refused]);
  };
  return (
    <Screen title={i18n._('desk.locked', {}, { message: 'The desk is locked' })}>
      {why === null ? null : <Note>{why}</Note>}
      <p class="lead">
        {i18n._(
          'desk.unlock-how',
          {},
          { message: 'Your twelve words open your keyring on this device, until you lock it.' },
        )}
      </p>
      <Wrong text={said?.well === false ? said.sentence : null} />
      <TwelveWords work={{ busy, wrong }} typed={(words) => void opening(() => words)} />
      {passkeysHere() ? <WithPasskey busy={busy} press={() => void opening(() => usePasskey())} /> : null}
      <Honest stands={said?.well ? said.sentence : null} />
      <section aria-labelledby="new">
        <h2 id="new">{i18n._('desk.new', {}, { message: 'You have no keyring yet' })}</h2>
        <div class="press">
          <Press
            text={i18n._('people.have-code', {}, { message: 'I was invited: type my code' })}
            busy={busy}
            press={join}
          />
          <Press text={i18n._('desk.begin', {}, { message: 'Begin with a set-up code' })} busy={busy} press={begin} />
        </div>
      </section>
    </Screen>
  );
}

function WithPasskey({ busy, press }: { busy: boolean; press: () => void }) {
  return (
    <div class="press">
      <Press
        text={i18n._('passkeys.open', {}, { message: 'Open it with a passkey of this device' })}
        busy={busy}
        press={press}
      />
    </div>
  );
}

/** Whose desk this is, and what nobody can promise (PROTOCOL §9), before a key is opened here. */
function Honest({ stands }: { stands: string | null }) {
  return (
    <section aria-labelledby="honest">
      <h2 id="honest">{i18n._('desk.honest', {}, { message: 'What nobody can promise you' })}</h2>
      <p>
        {i18n._(
          'desk.honest-text',
          {},
          {
            message:
              'Of an alert this server keeps only sealed text. It also sends you the program that opens it: whoever ' +
              'changes that program can read what you open. No browser can yet prove it unchanged.',
          },
        )}
      </p>
      <p role="status">{stands}</p>
    </section>
  );
}
