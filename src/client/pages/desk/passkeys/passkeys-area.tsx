/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import type { Myself } from '../../../desk/at-desk.ts';
import type { PasskeysSaid } from '../../../desk/passkeys.ts';
import type { Area } from '../area.ts';
import { Press, Screen, Wrong } from '../parts.tsx';
import { TwelveWords } from '../twelve-words.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';
import { makePasskey, passkeysHere } from './passkey.ts';

/** Passkeys that open this keyring beside its words; and, once a year, the words. */
export function PasskeysArea({ ask: asked, back }: Area) {
  const ask = useAsk(asked);
  const [said, setSaid] = useState<PasskeysSaid | null>(null);
  const [me, setMe] = useState<Myself | null>(null);
  const work = useWorking();
  const look = async () => {
    setMe(await ask('me'));
    setSaid(await ask('passkeys'));
  };
  useEffect(() => void work.doing(look), []);
  const add = async () => setSaid(await ask('addPasskey', await makePasskey(me?.called ?? '')));
  const here = passkeysHere();
  return (
    <Screen title={i18n._('passkeys.title', {}, { message: 'Your passkeys' })}>
      <p class="lead">{leadText()}</p>
      {me?.wordsDue ? <Words ask={ask} kept={() => void work.doing(look)} /> : null}
      <Wrong text={work.wrong} />
      {said?.list.map(({ recipient, since, used }) => (
        <div class="note">
          <p>
            {i18n._(
              'passkeys.since',
              { since },
              { message: 'A passkey that was set up on {since} opens your keyring.' },
            )}
          </p>
          {used ? (
            <p>{usedText()}</p>
          ) : (
            <Press
              text={i18n._('passkeys.remove', {}, { message: 'Remove it' })}
              busy={work.busy}
              press={() => void work.doing(async () => setSaid(await ask('removePasskey', recipient)))}
            />
          )}
        </div>
      ))}
      {said?.list.length ? <p>{lostText()}</p> : null}
      {here ? <p>{twiceText()}</p> : <Nowhere />}
      <div class="press">
        {here && said?.room ? (
          <Press
            text={i18n._('passkeys.add', {}, { message: 'Set up a passkey on this device' })}
            main
            busy={work.busy}
            press={() => void work.doing(add)}
          />
        ) : null}
        <Press text={i18n._('begin.back', {}, { message: 'Back' })} busy={false} press={back} />
      </div>
    </Screen>
  );
}

const leadText = () =>
  i18n._(
    'passkeys.lead',
    {},
    {
      message:
        'A phone may close this page when you switch to another app. With a passkey you come back by ' +
        'your fingerprint, your face or the code of your device. Your twelve words still open your ' +
        'keyring everywhere.',
    },
  );

const twiceText = () =>
  i18n._(
    'passkeys.twice',
    {},
    { message: 'To set one up, your device asks two or three times for your fingerprint, your face or its code.' },
  );

const usedText = () =>
  i18n._(
    'passkeys.used',
    {},
    { message: 'You opened the desk with it this time. To remove it, open the desk with your words.' },
  );

const lostText = () =>
  i18n._(
    'passkeys.lost',
    {},
    {
      message:
        'If you lost a device, remove its passkey here. Whoever came in with it is signed out. If ' +
        'somebody may have used it, ask a steward for new keys too.',
    },
  );

function Nowhere() {
  return (
    <p class="note">
      {i18n._(
        'passkeys.nowhere',
        {},
        {
          message:
            'Here only your twelve words open your keyring: passkeys do not work in this browser or at this ' +
            'address.',
        },
      )}
    </p>
  );
}

/** Asks for the words that a passkey has stood in for all year. */
function Words({ ask, kept }: Pick<Area, 'ask'> & { kept: () => void }) {
  const work = useWorking();
  return (
    <section aria-labelledby="still">
      <h2 id="still">{i18n._('passkeys.still', {}, { message: 'Do you still have your twelve words?' })}</h2>
      <p>
        {i18n._(
          'passkeys.still-why',
          {},
          { message: 'You have not typed them for a year. Without them a lost device means new keys.' },
        )}
      </p>
      <TwelveWords
        work={work}
        typed={(words) =>
          void work.doing(async () => {
            await ask('wordsStill', words);
            kept();
          })
        }
        press={i18n._('passkeys.still-press', {}, { message: 'Check that they fit' })}
      />
    </section>
  );
}
