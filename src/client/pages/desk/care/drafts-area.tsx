/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import type { DraftLine } from '../../../desk/care/preparing.ts';
import type { Area } from '../area.ts';
import { Done, LookAgain, Press, Screen, Twice, Wrong } from '../parts.tsx';
import { i18n } from '../words.ts';
import { useAsk, useWorking } from '../working.ts';
import { Composer } from './composer.tsx';
import { DraftScreen } from './draft-screen.tsx';

type At = { in: 'list' } | { in: 'composer'; draft: string | null } | { in: 'draft'; draft: string };

/** Alerts that are being prepared: a list, the composer, and each draft from its second signature to its sending. */
export function DraftsArea({ ask: asked, back }: Area) {
  const ask = useAsk(asked);
  const [list, setList] = useState<DraftLine[] | null>(null);
  const [at, setAt] = useState<At>({ in: 'list' });
  const work = useWorking();
  const look = async () => setList(await ask('prepared'));
  const toList = (said?: string) => {
    setAt({ in: 'list' });
    void work.doing(async () => {
      await look();
      return said;
    });
  };
  useEffect(() => void work.doing(look), []);
  if (at.in === 'composer')
    return (
      <Composer ask={ask} back={() => toList()} draft={at.draft} signed={(draft) => setAt({ in: 'draft', draft })} />
    );
  if (at.in === 'draft') return <DraftScreen ask={ask} back={toList} draft={at.draft} />;
  return (
    <Screen title={i18n._('care.drafts', {}, { message: 'Alerts that you prepare' })}>
      <Done text={work.done} />
      <Wrong text={work.wrong} />
      <div class="press">
        <Press
          text={i18n._('care.compose', {}, { message: 'Prepare an alert' })}
          main
          busy={work.busy}
          press={() => setAt({ in: 'composer', draft: null })}
        />
      </div>
      <List
        list={list}
        open={({ draft, stage }) => setAt({ in: stage === 'begun' ? 'composer' : 'draft', draft })}
        throwAway={(line) =>
          void work.doing(async () => {
            const said = await ask('throwAway', line);
            await look();
            return said;
          })
        }
      />
      <LookAgain busy={work.busy} look={() => void work.doing(look)} back={back} />
    </Screen>
  );
}

type ListProps = { list: DraftLine[] | null; open: (one: DraftLine) => void; throwAway: (one: DraftLine) => void };

function List({ list, open, throwAway }: ListProps) {
  if (list === null) return <p>{i18n._('desk.looking', {}, { message: 'Looking…' })}</p>;
  if (list.length === 0) return <p>{i18n._('care.no-drafts', {}, { message: 'Nothing is being prepared.' })}</p>;
  return (
    <ul class="cards">
      {list.map((one) => (
        <li key={one.draft}>
          <p class="title">{one.title}</p>
          {one.lines.map((line) => (
            <p>{line}</p>
          ))}
          <div class="press">
            {one.stage === null ? null : <Press text={openText(one)} busy={false} press={() => open(one)} />}
            <Twice
              text={i18n._('care.throw', {}, { message: 'Throw it away for good' })}
              says={i18n._(
                'care.throw-says',
                {},
                { message: 'The text goes for good, for everybody here. What is at a partner stays there.' },
              )}
              less
              busy={false}
              press={() => throwAway(one)}
            />
          </div>
        </li>
      ))}
    </ul>
  );
}

function openText({ stage }: DraftLine): string {
  if (stage === 'begun') return i18n._('care.write-on', {}, { message: 'Go on writing' });
  if (stage === 'attest') return i18n._('care.read-it', {}, { message: 'Read it' });
  return i18n._('care.go-to', {}, { message: 'Go to it' });
}
