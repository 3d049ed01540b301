/** @jsxImportSource hono/jsx/dom */
import { useState } from 'hono/jsx/dom';
import type { Joining } from '../../../desk/people/joining.ts';
import type { Opening } from '../../../desk/showing.ts';
import type { Whole } from '../../../desk/sign/signing.ts';
import type { Area } from '../area.ts';
import { WordsOnPaper } from '../begin/make-keyring.tsx';
import { TypeCode } from '../begin/type-code.tsx';
import { TypeWords } from '../begin/type-words.tsx';
import { LookAgain, Press, Screen, Wrong } from '../parts.tsx';
import { SameWords } from '../same-words.tsx';
import { Reading } from '../sign/reading.tsx';
import { Waiting } from '../sign/sign-area.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking, type Working } from '../working.ts';

type Props = Area & { code: string; opened: () => Promise<void> };

/** Coming in under an invitation, on one's own device: code, keyring, signature; it can be stopped anywhere. */
export function JoinArea({ ask, back, code, opened }: Props) {
  const asked = useAsk(ask);
  const [now, setNow] = useState<Joining | null>(null);
  const [step, setStep] = useState<'overview' | 'keyring' | 'resume'>('overview');
  const [read, setRead] = useState<(Whole & Opening) | null>(null);
  const work = useWorking();
  const take = async (next: Joining | null): Promise<void> => {
    if (next === null) return opened();
    setNow(next);
    setRead(null);
    setStep('overview');
  };
  const doing = (task: () => Promise<Joining | null>) => void work.doing(async () => take(await task()));
  const overview = () => setStep('overview');
  if (now === null)
    return (
      <TypeInvitation given={code} begin={(typed) => doing(() => asked('invitedWith', typed))} {...{ back, work }} />
    );
  if (read)
    return (
      <Reading
        read={read}
        work={work}
        sign={() => doing(() => asked('signInvited', read.opening))}
        back={() => setRead(null)}
      />
    );
  if (step === 'keyring')
    return <WordsOnPaper ask={ask} make={async (back) => take(await asked('makeInvited', back))} back={overview} />;
  if (step === 'resume')
    return <TypeWords resume={async (words) => take(await asked('resumeInvited', words))} back={overview} />;
  return (
    <Screen title={i18n._('people.come-in', {}, { message: 'Come in' })}>
      <p class="lead">{whatText(now)}</p>
      <Wrong text={work.wrong} />
      {now.me === null ? (
        <NoKeyring given={now.given} go={setStep} />
      ) : (
        <Mine
          me={now.me}
          waits={now.waits}
          open={(id) => void work.doing(async () => setRead(await asked('readInvited', id)))}
        />
      )}
      <LookAgain busy={work.busy} look={() => doing(() => asked('joining'))} back={back} />
    </Screen>
  );
}

type TypeProps = Pick<Props, 'back'> & { given: string; begin: (code: string) => void; work: Working };

function TypeInvitation(props: TypeProps) {
  return (
    <TypeCode
      {...props}
      title={i18n._('people.invited', {}, { message: 'You were invited' })}
      lead={i18n._(
        'people.invited-lead',
        {},
        {
          message:
            'A steward gave you this code. It is good for seven days. As a member only, you are in at once; ' +
            'otherwise once two stewards have signed.',
        },
      )}
      hint={i18n._(
        'people.invited-hint',
        {},
        { message: 'Are you inside another app? Open your own browser instead, and type the code there.' },
      )}
    />
  );
}

function whatText({ anew, roles, plain, keeper }: Joining): string {
  if (keeper)
    return i18n._(
      'people.for-keeper',
      {},
      { message: 'You are invited to keep the node: you run the machine, and open nothing that is sealed.' },
    );
  if (plain)
    return i18n._(
      'people.for-plain',
      {},
      { message: 'You are invited to read, write and decide. Your keys do not speak for the collective.' },
    );
  if (anew !== null)
    return i18n._(
      'people.for-anew',
      { called: anew, roles },
      { message: 'This is for new words of {called}: {roles}. The old words open nothing once they hold.' },
    );
  return i18n._('people.for-roles', { roles }, { message: 'You are invited as: {roles}.' });
}

function NoKeyring({ given, go }: { given: boolean; go: (step: 'keyring' | 'resume') => void }) {
  return given ? (
    <div class="press">
      <Press
        text={i18n._('begin.resume', {}, { message: 'I have made it: type my words' })}
        main
        busy={false}
        press={() => go('resume')}
      />
    </div>
  ) : (
    <>
      <p>
        {i18n._(
          'begin.mine-none',
          {},
          {
            message:
              'It is made on this device. Twelve words open it; nobody else has them, and nobody can find them again.',
          },
        )}
      </p>
      <div class="press">
        <Press
          text={i18n._('begin.make', {}, { message: 'Make my keyring' })}
          main
          busy={false}
          press={() => go('keyring')}
        />
      </div>
    </>
  );
}

type MineProps = { me: NonNullable<Joining['me']>; waits: Joining['waits']; open: (id: string) => void };

function Mine({ me, waits, open }: MineProps) {
  return (
    <>
      <p class="title">
        {i18n._('people.you-are', { called: me.called }, { message: 'Here you are called: {called}' })}
      </p>
      {waits.length > 0 ? (
        <Waiting list={waits} open={({ id }) => open(id)} />
      ) : (
        <>
          <p>
            {i18n._(
              'people.awaited',
              {},
              {
                message:
                  'Your keyring is made. Now a steward compares these words with you and proposes you; then you ' +
                  'sign. You can close this page: code and words lead back here.',
              },
            )}
          </p>
          <SameWords words={me.words} />
        </>
      )}
    </>
  );
}
