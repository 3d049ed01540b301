/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import type { Role } from '../../../../../schemas/manifest.ts';
import type { GivenKey, People, Person } from '../../../desk/people/people.ts';
import type { Opening } from '../../../desk/showing.ts';
import type { Whole } from '../../../desk/sign/signing.ts';
import type { Wanted } from '../../../keyring/rotation-draft.ts';
import { wishText } from '../../../say/leaving.ts';
import type { Area } from '../area.ts';
import { ChooseRoles } from '../begin/choose-roles.tsx';
import { Done, LookAgain, Press, Screen, Wrong } from '../parts.tsx';
import { Reading } from '../sign/reading.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking, type Working } from '../working.ts';
import { type Code, Given, Invitations, Invited } from './invitations.tsx';
import { LeaveScreen } from './leave-screen.tsx';
import { PersonScreen } from './person-screen.tsx';
import { Renewals } from './renewals.tsx';

type Step =
  | { at: 'invite' }
  | { at: 'roles'; person: Person }
  | { at: 'person' | 'leave'; person: Person }
  | { at: 'given'; key: Pick<GivenKey, 'named' | 'called' | 'anew' | 'words'>; roles?: Record<string, Role[]> }
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
  const all = () =>
    doing(async () => {
      setStep(null);
      // Others came and signed meanwhile.
      setNow(null);
      await look();
    });
  const invite = (member: string | null, roles: readonly Role[], keeper?: boolean) =>
    doing(async () => {
      const code = await askStill('invite', { member, roles, ...(keeper && { keeper }) });
      setStep({ at: 'code', code: { ...code, plain: member === null && roles.length === 0 } });
      await look();
    });
  const changed = (next: People) => {
    setNow(next);
    setStep(null);
  };
  const remove = (member: string) => doing(async () => changed(await askStill('removePlain', member)));
  if (step)
    return (
      <Behind
        {...{ ask, step, work, go: setStep, back: all, now, changed, invite, remove }}
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
        <Everybody
          {...{ now, work, go: setStep, invite }}
          end={(id) => doing(async () => setNow(await ask('endInvitation', id)))}
        />
      )}
      <LookAgain busy={work.busy} look={() => doing(look)} back={back} />
    </Screen>
  );
}

type EverybodyProps = {
  now: People;
  work: Working;
  go: (step: Step) => void;
  invite: (member: string | null, roles: readonly Role[], keeper?: boolean) => void;
  end: (id: string) => void;
};

function Everybody({ now, work, go, invite, end }: EverybodyProps) {
  return (
    <>
      <Members now={now} open={(person) => go({ at: 'person', person })} />
      <Invitations
        now={now}
        busy={work.busy}
        open={(key) => go({ at: 'given', key })}
        invite={() => go({ at: 'invite' })}
        plain={(keeper) => invite(null, [], keeper)}
        end={end}
      />
      <Renewing {...{ now, work }} open={() => go({ at: 'renew' })} />
    </>
  );
}

/** A plain member has signed nothing with an earlier key. */
function Renewing({ now, work, open }: { now: People; work: Working; open: () => void }) {
  return now.people.some(({ me, plain }) => me && plain) ? null : (
    <div class="press">
      <Press
        text={i18n._('people.renew', {}, { message: 'What your earlier key had signed' })}
        busy={work.busy}
        press={open}
      />
    </div>
  );
}

type BehindProps = Area & {
  step: Step;
  now: People | null;
  changed: (next: People) => void;
  work: Working;
  go: (step: Step) => void;
  invite: (member: string | null, roles: readonly Role[]) => void;
  remove: (member: string) => void;
  prepare: (wanted: Wanted) => void;
  propose: (read: Opening) => void;
};

/** What is behind the list: one person, one key that waits, an invitation, a manifest before it is signed. */
function Behind({ ask, step, now, changed, work, go, back, invite, remove, prepare, propose }: BehindProps) {
  const common = { work, prepare, back };
  const choosing = { wrong: work.wrong, back };
  if (step.at === 'person')
    return (
      <PersonScreen
        {...{ ...common, person: step.person, steward: now?.steward ?? false }}
        invite={() => invite(step.person.member, [])}
        roles={() => go({ ...step, at: 'roles' })}
        remove={() => remove(step.person.member)}
        leave={() => go({ ...step, at: 'leave' })}
      />
    );
  if (step.at === 'leave')
    return <LeaveScreen {...{ ask, me: step.person, people: now?.people ?? [], changed, back }} />;
  if (step.at === 'given')
    return <Given {...common} prepare={(wanted) => prepare({ roles: step.roles ?? {}, ...wanted })} given={step.key} />;
  if (step.at === 'code') return <Invited code={step.code} back={back} />;
  if (step.at === 'renew') return <Renewals ask={ask} back={back} />;
  if (step.at === 'read') return <Reading read={step.read} work={work} sign={() => propose(step.read)} back={back} />;
  if (step.at === 'invite') {
    const title = i18n._('people.invite-title', {}, { message: 'What they will do' });
    return <ChooseRoles {...{ ...choosing, title }} choose={(roles) => invite(null, roles)} />;
  }
  const { member, called, has, plain } = step.person;
  const title = i18n._('people.roles-of', { called }, { message: 'What {called} will do' });
  const choose = (some: Role[]) => {
    const roles = { [member]: some };
    // Their key was listed by nobody yet: its words are compared first.
    if (plain) go({ at: 'given', key: { ...plain, called, anew: false }, roles });
    else prepare({ roles });
  };
  return <ChooseRoles {...{ ...choosing, title, has, choose }} keeper={plain?.keeper === true} />;
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
          {person.leaving ? <p>{wishText(i18n, person.leaving)}</p> : null}
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
