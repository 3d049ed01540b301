import { Note } from '../../web/parts.tsx';
import { dateWords, type View } from '../../web/view.ts';
import { roundPath } from '../versions/addresses.ts';

/** A decision on this text that waits for signatures. */
export function Waiting({
  view,
  waiting,
  today,
}: {
  view: View;
  waiting: { id: string; decided: string | null } | null;
  today: string;
}) {
  const { i18n } = view;
  if (waiting === null) return null;
  return (
    <Note>
      <a href={view.link(roundPath(waiting.id))}>
        {i18n._(
          'decide.waiting',
          { date: dateWords(view, waiting.decided ?? today) },
          {
            message: 'You decided on this text on {date}; it waits for signatures. A new decision stands beside it.',
          },
        )}
      </a>
    </Note>
  );
}
