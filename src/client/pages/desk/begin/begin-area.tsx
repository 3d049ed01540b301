/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import type { MadeUp } from '../../../desk/begin/alone.ts';
import type { SettingUp } from '../../../desk/begin/setting-up.ts';
import type { Area } from '../area.ts';
import { ContactsArea } from '../contacts/contacts-area.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';
import { FirstManifest } from './first-manifest.tsx';
import { MakeKeyring } from './make-keyring.tsx';
import { Overview } from './overview.tsx';
import { SayProfile } from './say-profile.tsx';
import type { StepName } from './step.ts';
import { MadeUpPeople } from './try-alone.tsx';
import { TypeCode } from './type-code.tsx';
import { TypeWords } from './type-words.tsx';

type Props = Area & { code: string; opened: () => Promise<void>; alone: (alone: boolean) => void };

/** Founding a collective, on each founder's own device: under the code first, then step by step in any order. */
export function BeginArea({ ask, back, code: given, opened, alone }: Props) {
  const asked = useAsk(ask);
  const [code, setCode] = useState(given);
  const [now, know] = useState<SettingUp | null>(null);
  const [step, setStep] = useState<StepName>('overview');
  const work = useWorking();
  const setNow = (next: SettingUp) => {
    know(next);
    alone(next.alone);
  };
  const begin = (typed: string) =>
    work.doing(async () => {
      setNow(await asked('beginWith', typed));
      setCode(typed);
    });
  useEffect(() => void (given !== '' && begin(given)), []);
  const [people, setPeople] = useState<MadeUp[] | null>(null);
  const take = async (next: SettingUp | null): Promise<void> => {
    if (next === null) return opened();
    setNow(next);
    setStep('overview');
  };
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
        begin={begin}
        back={back}
        work={work}
      />
    );
  const common = { ask, now, take, back: () => setStep('overview') };
  if (step === 'profile') return <SayProfile {...common} />;
  if (step === 'keyring') return <MakeKeyring {...common} />;
  if (step === 'resume')
    return <TypeWords resume={async (words) => take(await asked('resume', words))} back={common.back} />;
  const overviewAnew = async () => take(await asked('settingUp'));
  if (step === 'contacts') return <ContactsArea ask={ask} back={() => void work.doing(overviewAnew)} />;
  if (step === 'manifest') return <FirstManifest {...common} />;
  return <Overview {...common} code={code} go={setStep} made={setPeople} />;
}
