/** @jsxImportSource hono/jsx/dom */
import type { MadeUp } from '../../../desk/begin/alone.ts';
import type { SettingUp } from '../../../desk/begin/setting-up.ts';
import { whatIsKept } from '../../../say/what-is-kept.ts';
import { Note } from '../../parts/notes.tsx';
import { Press, Screen, Wrong } from '../parts.tsx';
import { QrPicture } from '../qr-picture.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';
import { People } from './people.tsx';
import { lackingText, mayDraft, type Step, type StepName } from './step.ts';
import { TryAlone } from './try-alone.tsx';

type Props = Step & { code: string; go: (step: StepName) => void; made: (people: MadeUp[]) => void };

/** Where founding stands: each step with what is known, in the order in which people usually take them. */
export function Overview({ ask, now, take, code, go, made }: Props) {
  const asked = useAsk(ask);
  const work = useWorking();
  const look = () => void work.doing(async () => take(await asked('settingUp')));
  return (
    <Screen title={i18n._('begin.title', {}, { message: 'Begin your collective' })}>
      <p class="lead">
        {i18n._(
          'begin.lead',
          {},
          {
            message:
              'Three people at least, each on their own device: so that nobody alone speaks for all of you, and one ' +
              'can lose their keys. You can stop anywhere and go on later.',
          },
        )}
      </p>
      <WhoWeAre now={now} go={go} />
      <Address now={now} />
      <MyKeyring now={now} go={go} />
      <Others now={now} code={code} />
      <Reached now={now} go={go} />
      <Kept />
      <section aria-labelledby="first">
        <h2 id="first">{i18n._('begin.first', {}, { message: '7. The first manifest' })}</h2>
        <Wrong text={work.wrong} />
        <p>{firstText(now)}</p>
        <div class="press">
          {now.drafts.length > 0 || mayDraft(now) ? (
            <Press
              text={i18n._('begin.to-manifest', {}, { message: 'Read it, and sign' })}
              main
              busy={false}
              press={() => go('manifest')}
            />
          ) : null}
          <Press text={i18n._('desk.again', {}, { message: 'Look again' })} busy={work.busy} press={look} />
        </div>
      </section>
      {now.reach === 'machine' ? <TryAlone ask={ask} made={made} /> : null}
    </Screen>
  );
}

function firstText(now: SettingUp): string {
  if (now.drafts.length > 0)
    return i18n._(
      'begin.first-waits',
      {},
      { message: 'It waits: once everybody in it has signed, your collective stands.' },
    );
  if (mayDraft(now))
    return i18n._(
      'begin.first-can',
      {},
      { message: 'Everybody is here: you can draft it. It says who belongs, and all of you sign it.' },
    );
  return i18n._(
    'begin.first-later',
    {},
    {
      message:
        'It says who belongs. Somebody who accompanies drafts it once your name is said and enough of you are here.',
    },
  );
}

function WhoWeAre({ now: { profile }, go }: Pick<Props, 'now' | 'go'>) {
  return (
    <section aria-labelledby="who">
      <h2 id="who">{i18n._('begin.who', {}, { message: '1. Who we are' })}</h2>
      {profile === null ? (
        <p>{i18n._('begin.who-unsaid', {}, { message: 'Nobody has said it yet.' })}</p>
      ) : (
        <>
          <p class="title">{profile.name}</p>
          <p>@{profile.handle}</p>
          <p>{profile.summary}</p>
        </>
      )}
      <div class="press">
        <Press
          text={
            profile === null
              ? i18n._('begin.say', {}, { message: 'Say who you are' })
              : i18n._('begin.change', {}, { message: 'Change it' })
          }
          main={profile === null}
          busy={false}
          press={() => go('profile')}
        />
      </div>
    </section>
  );
}

function Address({ now: { origin, reach } }: Pick<Props, 'now'>) {
  return (
    <section aria-labelledby="address">
      <h2 id="address">{i18n._('begin.address', {}, { message: '2. Your address' })}</h2>
      <p class="handle">{origin}</p>
      <p>
        {i18n._(
          'begin.address-proved',
          {},
          {
            message:
              'Your browser reached this node there. It is signed into your first manifest and cannot change later.',
          },
        )}
      </p>
      {reach === 'machine' ? (
        <Note>
          {i18n._(
            'begin.machine',
            {},
            {
              message:
                'This address leads to this machine alone: no phone can come in, and no other collective. To try it ' +
                'out, open another browser profile for each person.',
            },
          )}
        </Note>
      ) : null}
      {reach === 'onion' ? (
        <p>
          {i18n._('begin.onion', {}, { message: 'It is an onion service: everybody needs Tor Browser to come here.' })}
        </p>
      ) : null}
    </section>
  );
}

function MyKeyring({ now: { mine, profile }, go }: Pick<Props, 'now' | 'go'>) {
  return (
    <section aria-labelledby="mine">
      <h2 id="mine">{i18n._('begin.mine', {}, { message: '3. Your keyring' })}</h2>
      {mine === null ? (
        <>
          <p>
            {i18n._(
              'begin.mine-none',
              {},
              {
                message:
                  'It is made on this device. Twelve words open it; nobody else has them, and nobody can find them ' +
                  'again.',
              },
            )}
          </p>
          <div class="press">
            <Press
              text={i18n._('begin.make', {}, { message: 'Make my keyring' })}
              main={profile !== null}
              busy={false}
              press={() => go('keyring')}
            />
            <Press
              text={i18n._('begin.resume', {}, { message: 'I have made it: type my words' })}
              busy={false}
              press={() => go('resume')}
            />
          </div>
        </>
      ) : (
        <p>{i18n._('begin.mine-open', {}, { message: 'It is made, and open on this device.' })}</p>
      )}
    </section>
  );
}

function Others({ now, code }: Pick<Props, 'now' | 'code'>) {
  const { people, reach } = now;
  const lacking = lackingText(now);
  const link = `${window.location.origin}${window.location.pathname}#set-up=${code}`;
  return (
    <section aria-labelledby="others">
      <h2 id="others">{i18n._('begin.others', {}, { message: '4. The first people' })}</h2>
      {people.length === 0 ? null : <People people={people} />}
      {lacking === null ? null : <p>{lacking}</p>}
      <p>
        {reach === 'machine'
          ? i18n._(
              'begin.link-machine',
              {},
              { message: 'Each of them opens this link in a browser profile of their own:' },
            )
          : i18n._('begin.link', {}, { message: 'Each of them opens this link on their own phone or computer:' })}
      </p>
      <p class="handle">{link}</p>
      {reach === 'machine' ? null : (
        <QrPicture
          text={link}
          label={i18n._('begin.link-qr', {}, { message: 'This link, for the camera of a phone' })}
        />
      )}
      <p class="hint">
        {i18n._(
          'begin.link-who',
          {},
          { message: 'Whoever has it can join: give it in person, or where nobody else reads.' },
        )}
      </p>
    </section>
  );
}

function Reached({ now: { contacts }, go }: Pick<Props, 'now' | 'go'>) {
  return (
    <section aria-labelledby="reached">
      <h2 id="reached">{i18n._('begin.reached', {}, { message: '5. How people reach you' })}</h2>
      {contacts.length === 0 ? (
        <p>
          {i18n._('begin.reached-nobody', {}, { message: 'Somebody who needs help would not know yet whom to call.' })}
        </p>
      ) : (
        <ul>
          {contacts.map((name) => (
            <li>{name}</li>
          ))}
        </ul>
      )}
      <div class="press">
        <Press
          text={
            contacts.length === 0
              ? i18n._('begin.reached-say', {}, { message: 'Say whom to turn to' })
              : i18n._('begin.reached-change', {}, { message: 'Read or change it' })
          }
          busy={false}
          press={() => go('contacts')}
        />
      </div>
    </section>
  );
}

/** What lies at a node, and until when: before anybody gives it anything. */
function Kept() {
  return (
    <section aria-labelledby="kept">
      <h2 id="kept">{i18n._('begin.kept', {}, { message: '6. What your node keeps, and how long' })}</h2>
      <details>
        <summary>{i18n._('begin.kept-read', {}, { message: 'Read it before you begin' })}</summary>
        <dl>
          {whatIsKept(i18n).map(({ label, text }) => (
            <>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </>
          ))}
        </dl>
      </details>
    </section>
  );
}
