import type { View } from '../../web/view.ts';
import { textPath } from '../versions/addresses.ts';
import type { Step } from './part-name.ts';
import { savedWords } from './part-name.ts';
import { PartReads, PartTyped, typedInOrder } from './part-preview.tsx';
import type { FrontPart, Part } from './text.ts';

/** A part as it was at a revision, exactly as it was typed, with a way to put it back. */
export function RevisionBody({
  view,
  text,
  then,
  current,
  front,
  steps,
  me,
}: {
  view: View;
  text: string;
  then: Part;
  current: Part;
  front: FrontPart;
  steps: readonly Step[];
  me: string;
}) {
  const { i18n } = view;
  const here = `${textPath(text)}/parts/${then.part}`;
  return (
    <>
      <p>
        <a class="tap" href={view.link(here)}>
          {i18n._('writing.back-part', {}, { message: 'Back to what stands now' })}
        </a>
      </p>
      <p class="quiet">{savedWords(view, then, me)}</p>
      {then.content === null ? (
        <p>{i18n._('writing.taken-out', {}, { message: 'It was taken out of the text.' })}</p>
      ) : (
        <>
          <h2>{i18n._('writing.reads', {}, { message: 'How it reads' })}</h2>
          <PartReads view={view} content={then.content} languages={front.languages} />
          <h2>{i18n._('writing.as-typed', {}, { message: 'As it was typed' })}</h2>
          <PartTyped view={view} kind={then.kind} typed={typedInOrder(then.content)} steps={steps} />
        </>
      )}
      {then.content === null || then.revision === current.revision ? null : (
        <form method="post" action={view.link(`${here}/back`)}>
          <input type="hidden" name="revision" value={String(then.revision)} />
          <input type="hidden" name="from" value={String(current.revision)} />
          <button type="submit">{i18n._('writing.put-back', {}, { message: 'Put this wording back' })}</button>
          <p class="hint">
            {i18n._(
              'writing.put-back-lead',
              {},
              { message: 'It becomes what stands. What stands now stays in the list of wordings.' },
            )}
          </p>
        </form>
      )}
    </>
  );
}
