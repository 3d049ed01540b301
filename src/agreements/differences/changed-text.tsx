import { directionOf, languageName, type View } from '../../web/view.ts';
import type { TextChange } from './changes.ts';
import type { Piece, SentenceChange } from './sentences.ts';

/**
 * What changed in one text: words that came and went where they stand, or before and after where it was written anew.
 */
export function ChangedText({ view, change }: { view: View; change: TextChange }) {
  const { i18n } = view;
  if (change.unseen) {
    return (
      <p class="quiet">
        {i18n._(
          'changes.unseen',
          {},
          { message: 'Only characters changed that nobody sees, such as marks of direction.' },
        )}
      </p>
    );
  }
  const language = change.after ?? change.before ?? undefined;
  return (
    <div class="change" lang={language} dir={language === undefined ? 'auto' : directionOf(language)}>
      {paragraphs(change.lines).map((lines) =>
        lines.length === 1 && lines[0]?.kind === 'replaced' ? (
          <Replaced view={view} change={change} line={lines[0]} />
        ) : (
          <p>{lines.map((line, at) => [at === 0 ? '' : ' ', <Line view={view} line={line} />])}</p>
        ),
      )}
    </div>
  );
}

/** Sentences of one line stay together; what was written anew stands by itself. */
function paragraphs(lines: readonly SentenceChange[]): SentenceChange[][] {
  const found: SentenceChange[][] = [];
  for (const line of lines) {
    const last = found.at(-1);
    const alone = line.kind === 'replaced' || last?.[0]?.kind === 'replaced';
    if (last === undefined || alone || line.opens) found.push([line]);
    else last.push(line);
  }
  return found;
}

function Line({ view, line }: { view: View; line: SentenceChange }) {
  if (line.kind === 'same') return <>{line.text}</>;
  if (line.kind === 'replaced') return null;
  return (
    <>
      {line.pieces.map((piece) => (
        <Words view={view} piece={piece} />
      ))}
    </>
  );
}

function Words({ view: { i18n, language }, piece: { kind, text } }: { view: View; piece: Piece }) {
  const say = (before: string, said: string) => (
    <>
      <span class="unseen" lang={language}>
        [{before}{' '}
      </span>
      {said}
      <span class="unseen">]</span>
    </>
  );
  if (kind === 'added') return <ins>{say(i18n._('changes.added', {}, { message: 'added:' }), text)}</ins>;
  if (kind === 'removed') return <del>{say(i18n._('changes.removed', {}, { message: 'removed:' }), text)}</del>;
  return <>{text}</>;
}

function Replaced({
  view,
  change,
  line,
}: {
  view: View;
  change: TextChange;
  line: Extract<SentenceChange, { kind: 'replaced' }>;
}) {
  const { i18n, language } = view;
  const translated = change.before !== null && change.after !== null && change.before !== change.after;
  const block = (name: string, text: string, tag: string | null) => (
    <div class={name} lang={tag ?? undefined} dir={tag === null ? 'auto' : directionOf(tag)}>
      <b lang={language}>
        {name === 'was'
          ? i18n._('changes.before', {}, { message: 'Before' })
          : i18n._('changes.after', {}, { message: 'Now' })}
        {translated && tag !== null ? ` (${languageName(view, tag)})` : ''}
      </b>
      {text}
    </div>
  );
  return (
    <>
      {line.before === '' ? null : block('was', line.before, change.before)}
      {line.after === '' ? null : block('now', line.after, change.after)}
    </>
  );
}
