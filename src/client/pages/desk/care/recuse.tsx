/** @jsxImportSource hono/jsx/dom */
import { Press, Wrong } from '../parts.tsx';
import { i18n } from '../words.ts';
import type { Working } from '../working.ts';

/** The question that comes before anybody reads on. */
export function Recuse({ work, recuse }: { work: Working; recuse: () => Promise<void> }) {
  return (
    <section aria-labelledby="know">
      <h2 id="know">{i18n._('care.know', {}, { message: 'Do you know any of the people?' })}</h2>
      <p>
        {i18n._(
          'care.know-why',
          {},
          {
            message:
              'If you are close to one of them, leave it to a colleague. You will not see it any more, nor whether ' +
              'it is there.',
          },
        )}
      </p>
      <Wrong text={work.wrong} />
      <div class="press">
        <Press
          text={i18n._('care.recuse', {}, { message: 'Yes: I take no part in it' })}
          busy={work.busy}
          press={() => void work.doing(recuse)}
        />
      </div>
    </section>
  );
}
