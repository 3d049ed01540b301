/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import type { OpenedItem } from '../../../desk/care/incoming.ts';
import type { Opening } from '../../../desk/showing.ts';
import { Columns } from '../../parts/columns.tsx';
import { Named } from '../../parts/mark.tsx';
import { Facts, Note } from '../../parts/notes.tsx';
import type { Area } from '../area.ts';
import { Press, Screen } from '../parts.tsx';
import { i18n } from '../words.ts';
import { useWorking } from '../working.ts';
import { AskSender } from './ask-sender.tsx';
import { Curtain } from './curtain.tsx';
import { Measures } from './measures.tsx';
import { Recuse, type RecuseProps } from './recuse.tsx';

type Props = Area & Pick<RecuseProps, 'recuse' | 'colleagues'> & { opened: OpenedItem & Opening };

/** An item that was opened: three facts, the words behind their curtain, and what can be done. */
export function Opened({ opened, ...rest }: Props) {
  if (opened.kind === 'withdrawal') return <TakenBack says={opened.says} back={rest.back} />;
  return <Alert opened={opened} {...rest} />;
}

function Alert({ opened, ask, back, recuse, colleagues }: Props & { opened: OpenedItem & { kind: 'alert' } }) {
  const [at, setAt] = useState<'alert' | 'measures' | 'ask'>('alert');
  const work = useWorking();
  const { opening } = opened;
  useEffect(() => () => void ask('closeItem', opening), []);
  if (at === 'measures') return <Measures ask={ask} opening={opening} back={() => setAt('alert')} />;
  if (at === 'ask') return <AskSender ask={ask} opening={opening} back={() => setAt('alert')} />;
  return (
    <Screen title={i18n._('care.opened', {}, { message: 'An alert that was opened' })}>
      <p>
        <Named of={opened.peer} name={opened.from} />
      </p>
      {opened.warnings.map((warning) => (
        <Note>{warning}</Note>
      ))}
      <Columns beside={<Recuse {...{ work, recuse, colleagues }} />} lead={<ThreeFacts facts={opened.facts} />}>
        <Curtain ask={ask} opening={opening} />
      </Columns>
      <section aria-labelledby="next">
        <h2 id="next">{i18n._('care.next', {}, { message: 'What you can do' })}</h2>
        <p>
          {i18n._(
            'care.own-agreement',
            {},
            { message: 'What you do is decided by your own agreement. You can stop here. Do not pass it on.' },
          )}
        </p>
        <div class="press">
          <Press
            text={i18n._('care.to-measures', {}, { message: 'Look what our agreement says' })}
            busy={false}
            press={() => setAt('measures')}
          />
          <Press
            text={i18n._('care.to-ask', {}, { message: 'Ask whoever sent it' })}
            busy={false}
            press={() => setAt('ask')}
          />
          <Press text={i18n._('care.close', {}, { message: 'Close it' })} busy={false} press={back} />
        </div>
      </section>
    </Screen>
  );
}

function ThreeFacts({ facts }: { facts: string[] }) {
  const names = [
    i18n._('agreement.signed', {}, { message: 'Signed' }),
    i18n._('care.fact-consent', {}, { message: 'Consent' }),
    i18n._('care.fact-care', {}, { message: 'Care' }),
  ];
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">{i18n._('care.facts', {}, { message: 'Three facts' })}</h2>
      <Facts facts={facts.map((says, at) => ({ name: names[at] ?? '', says }))} />
      <p class="quiet">
        {i18n._('care.facts-apart', {}, { message: 'Each stands for itself. None of them says what happened.' })}
      </p>
    </section>
  );
}

function TakenBack({ says, back }: { says: string; back: () => void }) {
  return (
    <Screen title={i18n._('care.taken-back', {}, { message: 'It was taken back' })}>
      <p>{says}</p>
      <div class="press">
        <Press text={i18n._('care.to-list', {}, { message: 'Back to the list' })} busy={false} press={back} />
      </div>
    </Screen>
  );
}
