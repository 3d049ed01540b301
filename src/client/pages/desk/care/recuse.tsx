/** @jsxImportSource hono/jsx/dom */
import type { Colleague } from '../../../desk/care/incoming.ts';
import { Twice, Wrong } from '../parts.tsx';
import { i18n } from '../words.ts';
import type { Working } from '../working.ts';

export type RecuseProps = {
  work: Working;
  /** Takes this person out of the item, or proposes it for a colleague. */
  recuse: (colleague: Colleague | null) => Promise<void>;
  colleagues: Colleague[];
};

/** The question that comes before anybody reads on. */
export function Recuse({ work, recuse, colleagues }: RecuseProps) {
  const [known, unseen] = [
    i18n._('care.know', {}, { message: 'Do you know any of the people?' }),
    i18n._(
      'care.know-why',
      {},
      {
        message:
          'If you are close to one of them, leave it to a colleague. You will not see it any more, nor whether it is ' +
          'there.',
      },
    ),
  ];
  return (
    <section aria-labelledby="know">
      <h2 id="know">{known}</h2>
      <p>{unseen}</p>
      <Wrong text={work.wrong} />
      <div class="press">
        <Twice
          text={i18n._('care.recuse', {}, { message: 'Yes: I take no part in it' })}
          says={i18n._('care.recuse-says', {}, { message: 'From now on it does not exist for you.' })}
          busy={work.busy}
          press={() => void work.doing(() => recuse(null))}
        />
        {colleagues.map((one) => (
          <Twice
            text={i18n._('care.recuse-other', { called: one.called }, { message: '{called} is close to one of them' })}
            says={i18n._(
              'care.recuse-other-says',
              {},
              { message: 'It is sealed anew without them. It holds once one more accompanier confirms it.' },
            )}
            less
            busy={work.busy}
            press={() => void work.doing(() => recuse(one))}
          />
        ))}
      </div>
    </section>
  );
}
