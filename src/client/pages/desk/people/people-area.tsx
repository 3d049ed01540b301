/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import type { Role } from '../../../../../schemas/manifest.ts';
import type { GivenKey, People, Person } from '../../../desk/people/people.ts';
import type { Opening } from '../../../desk/showing.ts';
import type { Whole } from '../../../desk/sign/signing.ts';
import type { Wanted } from '../../../keyring/rotation-draft.ts';
import type { Area } from '../area.ts';
import { ChooseRoles } from '../begin/choose-roles.tsx';
import { Done, LookAgain, Press, Screen, Wrong } from '../parts.tsx';
import { Reading } from '../sign/reading.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking, type Working } from '../working.ts';
import { type Code, Given, Invitations, Invited } from './invitations.tsx';
import { PersonScreen } from './person-screen.tsx';
import { Renewals } from './renewals.tsx';

type Step =
  | { at: 'invite' }
  | { at: 'roles'; person: Person }
  | { at: 'person'; person: Person }
  | { at: 'given'; key: GivenKey }
  | { at: 'code'; code: Code }
  | { at: 'renew' }
  | { at: 'read'; read: Whole & Opening };

/** Who belongs, who is coming, and what changes of it: invited, compared, proposed, each with two stewards. */
export function PeopleArea({ ask: asked, back }: Area) {
  const work = useWorking();
  const [ask, askStill] = [useAsk(asked), useAsk(asked, work)];
  const [now, setNow] = useState<People | null>(null);
  const [step, setStep] = useState<Step | null>(null);
  const look = async () => setNow(await ask('people'));
  useEffect(() => void work.doing(look), []);
  const doing = (task: () => Promise<unknown>) => void work.doing(task);
  // What is still under way for a screen that was left leads nowhere any more.
  const all = () => doing(async () => setStep(null));
  if (step)
    return (
      <Behind
        {...{ ask, step, work, go: setStep, back: all, steward: now?.steward ?? false }}
        invite={(member, roles) =>
          doing(async () => {
            setStep({ at: 'code', code: await askStill('invite', { member, roles }) });
            await look();
          })
        }
        prepare={(wanted) => doing(async () => setStep({ at: 'read', read: await askStill('prepareNext', wanted) }))}
        propose={({ opening }) =>
          doing(async () => {
            const done = await ask('proposeNext', opening);
            await look();
            setStep(null);
            return done;
          })
        }
      />
    );
  return (
    <Screen title={i18n._('people.title', {}, { message: 'People and keys' })}>
      <Done text={work.done} />
      <Wrong text={work.wrong} />
      {now === null ? (
        <p>{i18n._('desk.looking', {}, { message: 'Looking…' })}</p>
      ) : (
        <>
          <Members now={now} open={(person) => setStep({ at: 'person', person })} />
          <Invitations
            now={now}
            busy={work.busy}
            open={(key) => setStep({ at: 'given', key })}
            invite={() => setStep({ at: 'invite' })}
            end={(id) => doing(async () => setNow(await ask('endInvitation', id)))}
          />
          <div class="press">
            <Press
              text={i18n._('people.renew', {}, { message: 'What your earlier key had signed' })}
              busy={work.busy}
              press={() => setStep({ at: 'renew' })}
            />
          </div>
        </>
      )}
      <LookAgain busy={work.busy} look={() => doing(look)} back={back} />
    </Screen>
  );
}

type BehindProps = Area & {
  step: Step;
  steward: boolean;
  work: Working;
  go: (step: Step) => void;
  invite: (member: string | null, roles: readonly Role[]) => void;
  prepare: (wanted: Wanted) => void;
  propose: (read: Opening) => void;
};

/** What is behind the list: one person, one key that waits, an invitation, a manifest before it is signed. */
function Behind({ ask, step, steward, work, go, back, invite, prepare, propose }: BehindProps) {
  const common = { work, prepare, back };
  const choosing = { all: true, wrong: work.wrong, back };
  if (step.at === 'person')
    return (
      <PersonScreen
        {...{ ...common, person: step.person, steward }}
        invite={() => invite(step.person.member, [])}
        roles={() => go({ ...step, at: 'roles' })}
      />
    );
  if (step.at === 'given') return <Given {...common} given={step.key} />;
  if (step.at === 'code') return <Invited code={step.code} back={back} />;
  if (step.at === 'renew') return <Renewals ask={ask} back={back} />;
  if (step.at === 'read') return <Reading read={step.read} work={work} sign={() => propose(step.read)} back={back} />;
  if (step.at === 'invite') {
    const title = i18n._('people.invite-title', {}, { message: 'What they will do' });
    return <ChooseRoles {...{ ...choosing, title }} choose={(roles) => invite(null, roles)} />;
  }
  const { member, called, has } = step.person;
  const title = i18n._('people.roles-of', { called }, { message: 'What {called} will do' });
  return <ChooseRoles {...{ ...choosing, title, has }} choose={(roles) => prepare({ roles: { [member]: roles } })} />;
}

function Members({ now, open }: { now: People; open: (person: Person) => void }) {
  return (
    <ul class="cards">
      {now.people.map((person) => (
        <li key={person.member}>
          <p class="title">
            {person.me ? i18n._('people.me', { called: person.called }, { message: '{called} (you)' }) : person.called}
          </p>
          <p>{person.roles}</p>
          {now.steward || person.me ? (
            <div class="press">
              <Press
                text={i18n._('people.keys-of', {}, { message: 'Keys and roles' })}
                busy={false}
                press={() => open(person)}
              />
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
