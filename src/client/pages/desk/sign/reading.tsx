/** @jsxImportSource hono/jsx/dom */
import type { Whole } from '../../../desk/sign/signing.ts';
import type { SaidField } from '../../../say/agreement-words.ts';
import { beforeText, sameText } from '../../../say/around-parts.ts';
import type { ComparedPart } from '../../../say/compared-parts.ts';
import { Press, Screen, Wrong } from '../parts.tsx';
import { SameWords } from '../same-words.tsx';
import { i18n } from '../words.ts';
import type { Working } from '../working.ts';

type Props = {
  read: Whole;
  work: Working;
  sign: () => void;
  publish?: () => void;
  back: () => void;
};

/** Everything that a signature would stand for, before the press. */
export function Reading({ read, work: { wrong, busy }, sign, publish, back }: Props) {
  return (
    <Screen title={read.title}>
      {read.lines.map((line) => (
        <p class="quiet">{line}</p>
      ))}
      {read.parts.length === 0 ? <Says says={read.says} /> : <Parts read={read} />}
      {read.words === null ? null : <SameWords words={read.words} />}
      <section aria-labelledby="press">
        <h2 id="press">{i18n._('desk.decide', {}, { message: 'Your signature' })}</h2>
        <Wrong text={wrong} />
        <p>{sayWhat(read)}</p>
        <div class="press">
          {read.signed ? null : (
            <Press text={i18n._('desk.sign', {}, { message: 'Sign exactly this' })} main busy={busy} press={sign} />
          )}
          {read.ready && publish ? (
            <Press text={i18n._('desk.publish', {}, { message: 'Publish it' })} main busy={busy} press={publish} />
          ) : null}
          <Press text={i18n._('desk.back', {}, { message: 'Back, without signing' })} busy={busy} press={back} />
        </div>
      </section>
    </Screen>
  );
}

function sayWhat({ signed, ready }: Whole): string {
  if (ready)
    return i18n._(
      'desk.say-publish',
      {},
      { message: 'Enough of you have signed. Published, everyone can read it, and followers get it.' },
    );
  if (signed) return i18n._('desk.say-signed', {}, { message: 'You have signed it. It waits for others.' });
  return i18n._('desk.say-sign', {}, { message: 'Your signature counts for all of it. You can stop here.' });
}

function Says({ says }: { says: string[] }) {
  return (
    <section aria-labelledby="says">
      <h2 id="says">{i18n._('desk.says', {}, { message: 'What it says' })}</h2>
      <ul>
        {says.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
    </section>
  );
}

/** The parts that are new or changed first; the rest behind one press. */
function Parts({ read: { parts } }: { read: Whole }) {
  const changed = parts.filter(({ change }) => change !== 'same');
  const same = parts.filter(({ change }) => change === 'same');
  const first = same.length === 0 && changed.every(({ change }) => change === 'new');
  return (
    <section aria-labelledby="says">
      <h2 id="says">
        {first
          ? i18n._('desk.says', {}, { message: 'What it says' })
          : i18n._('desk.changed', {}, { message: 'What changed since the last version' })}
      </h2>
      {changed.map((part) => (
        <Part part={part} first={first} />
      ))}
      {same.length === 0 ? null : (
        <details>
          <summary>{sameText(i18n, same.length)}</summary>
          {same.map((part) => (
            <Part part={part} first />
          ))}
        </details>
      )}
    </section>
  );
}

function Part({ part, first }: { part: ComparedPart; first: boolean }) {
  return (
    <section class="clause">
      <h3>{part.heading}</h3>
      {first ? null : <p class="quiet">{part.said}</p>}
      {part.change === 'gone' ? null : <Fields fields={part.fields} />}
      {part.before.length === 0 ? null : (
        <details open={part.change === 'gone'}>
          <summary>{beforeText(i18n)}</summary>
          <Fields fields={part.before} />
        </details>
      )}
    </section>
  );
}

/** What a part says, field by field. */
export function Fields({ fields }: { fields: SaidField[] }) {
  return (
    <dl class="row">
      {fields.map(({ label, text }) => (
        <div>
          <dt>{label}</dt>
          <dd class="typed">{text}</dd>
        </div>
      ))}
    </dl>
  );
}
