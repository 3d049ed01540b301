/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import { Refusal } from '../../../../../schemas/codes.ts';
import type { MadeUp } from '../../../desk/begin/alone.ts';
import type { Area } from '../area.ts';
import { ContactsArea } from '../contacts/contacts-area.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';
import { FirstManifest } from './first-manifest.tsx';
import { MakeKeyring } from './make-keyring.tsx';
import { Overview } from './overview.tsx';
import { SayProfile } from './say-profile.tsx';
import type { Step, StepName } from './step.ts';
import { MadeUpPeople } from './try-alone.tsx';
import { CodeForm, type CodeProps, TypeCode } from './type-code.tsx';
import { TypeWords } from './type-words.tsx';

type Props = Area & { code: string; opened: () => Promise<void>; alone: (alone: boolean) => void };

/** Founding a collective, on each founder's own device: under the code first, then step by step in any order. */
export function BeginArea({ ask, back, code: given, opened, alone }: Props) {
  const asked = useAsk(ask);
  const [code, setCode] = useState(given);
  const [now, know] = useState<Step['now'] | null>(null);
  const [lapsed, setLapsed] = useState(false);
  const work = useWorking();
  const setNow = (next: Step['now']) => {
    know(next);
    alone(next.alone);
  };
  const begin = (typed: string) =>
    work.doing(async () => {
      setNow(await asked('beginWith', typed));
      setCode(typed);
      setLapsed(false);
    });
  useEffect(() => void (given !== '' && begin(given)), []);
  const [people, setPeople] = useState<MadeUp[] | null>(null);
  const take = async (next: Step['now'] | null): Promise<void> => {
    if (next === null) return opened();
    setNow(next);
  };
  // A node that was started anew has another code: what stands on the page waits for it.
  const underCode: Area['ask'] = (task, ...rest) =>
    asked(task, ...rest).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === 'set-up-code') setLapsed(true);
      throw error;
    });
  if (people) return <MadeUpPeople people={people} open={opened} />;
  if (now === null)
    return (
      <TypeCode
        title={i18n._('begin.code', {}, { message: 'Begin a collective' })}
        lead={i18n._(
          'begin.code-where',
          {},
          {
            message:
              'Whoever started this node was shown a one-time code. It lets your first people in, and nobody else.',
          },
        )}
        given={code}
        begin={begin}
        back={back}
        work={work}
      />
    );
  return (
    <>
      {lapsed ? <NewCode begin={begin} work={work} /> : null}
      <Steps ask={underCode} now={now} take={take} code={code} made={setPeople} />
    </>
  );
}

type StepsProps = Pick<Step, 'ask' | 'now' | 'take'> & { code: string; made: (people: MadeUp[]) => void };

function Steps({ code, made, ...at }: StepsProps) {
  const work = useWorking();
  const [step, setStep] = useState<StepName>('overview');
  const back = () => setStep('overview');
  const take = async (next: Step['now'] | null): Promise<void> => {
    await at.take(next);
    if (next !== null) back();
  };
  const common = { ...at, take, back };
  if (step === 'profile') return <SayProfile {...common} />;
  if (step === 'keyring') return <MakeKeyring {...common} />;
  if (step === 'resume') return <TypeWords resume={async (words) => take(await at.ask('resume', words))} back={back} />;
  const overviewAnew = async () => take(await at.ask('settingUp'));
  if (step === 'contacts') return <ContactsArea ask={at.ask} back={() => void work.doing(overviewAnew)} />;
  if (step === 'manifest') return <FirstManifest {...common} stay={at.take} />;
  return <Overview {...common} code={code} go={setStep} made={made} />;
}

/** Above a step that a founder is in the middle of, whose node has another code by now. */
function NewCode(props: CodeProps) {
  return (
    <section class="note" aria-labelledby="new-code">
      <h2 id="new-code">{i18n._('begin.new-code', {}, { message: 'Your node was started anew' })}</h2>
      <p>
        {i18n._(
          'begin.new-code-how',
          {},
          {
            message:
              'It shows another one-time code now. Type that one; what stands below is not lost, and you can press ' +
              'again.',
          },
        )}
      </p>
      <CodeForm given="" {...props} />
    </section>
  );
}
