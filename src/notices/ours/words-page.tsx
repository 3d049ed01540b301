import type { Refusal } from '../../../schemas/codes.ts';
import { WhatHappensNext } from '../../web/parts.tsx';
import { statusOf } from '../../web/refusals.ts';
import type { View } from '../../web/view.ts';
import { myCodePath } from '../addresses.ts';
import { personStyle } from './assets.ts';
import { wordFields } from './typed-words.ts';

/** What `page()` puts above {@link WordsBody}. */
export function wordsHead({ i18n }: View, refused: Refusal | null) {
  const status = refused && (statusOf[refused.code] as 400 | 404 | 409);
  return {
    title: i18n._('my-code.title', {}, { message: 'Your twelve words' }),
    sensitive: true,
    form: true,
    style: personStyle,
    ...(status && { status }),
  };
}

/** Asks for twelve words, and says before the first field what becomes of them. No field is ever filled again. */
export function WordsBody({ view, refused }: { view: View; refused: Refusal | null }) {
  const { i18n } = view;
  return (
    <>
      {refused === null ? null : (
        <p class="wrong" id="doubt">
          {doubtText(view, refused)}
        </p>
      )}
      <p class="lead">
        {i18n._('my-code.lead', {}, { message: 'See where it is, and take it back. No account, no reasons.' })}
      </p>
      <p>
        {i18n._(
          'my-code.reach',
          {},
          {
            message:
              'The words reach this server once. It answers and keeps none of them. Anything new will need new words.',
          },
        )}
      </p>
      <form method="post" action={view.link(myCodePath)} autocomplete="off">
        <p class="hint" id="how">
          {i18n._(
            'my-code.how',
            {},
            { message: 'Four letters of each word will do. All twelve can go in the first box.' },
          )}
        </p>
        <ol class="words" dir="ltr" translate="no">
          {wordFields.map((name, at) => (
            <li>
              <WordField view={view} name={name} number={at + 1} doubtful={refused?.where === String(at + 1)} />
            </li>
          ))}
        </ol>
        <div class="press">
          <button class="main" type="submit" name="do" value="look">
            {i18n._('my-code.look', {}, { message: 'Show me where it is' })}
          </button>
        </div>
      </form>
      <Otherwise view={view} />
    </>
  );
}

type WordProps = { view: View; name: string; number: number; doubtful: boolean };

function WordField({ view, name, number, doubtful }: WordProps) {
  return (
    <input
      type="text"
      name={name}
      id={name}
      aria-label={view.i18n._('my-code.word', { number }, { message: 'Word {number}' })}
      aria-invalid={doubtful ? 'true' : undefined}
      aria-describedby={doubtful ? 'doubt' : number === 1 ? 'how' : undefined}
      maxlength={number === 1 ? 400 : 40}
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
    />
  );
}

function Otherwise({ view }: { view: View }) {
  const { i18n } = view;
  return (
    <WhatHappensNext view={view}>
      <p>
        {i18n._(
          'my-code.next',
          {},
          { message: 'You will see who has it, and until when. Nothing is taken back before you press again.' },
        )}
      </p>
      <p>
        {i18n._(
          'my-code.other-ways',
          {},
          { message: 'You can also tell an accompanier. They can take it back with you, or for you.' },
        )}
      </p>
      <p>
        <a class="tap" href={view.link(`${myCodePath}/card`)}>
          {i18n._('my-code.card-link', {}, { message: 'An empty card to print' })}
        </a>
      </p>
    </WhatHappensNext>
  );
}

/** What is wrong, by the number of the word and never by the word. */
function doubtText({ i18n }: View, { code, where }: Refusal): string {
  if (code === 'lapsed' || code === 'conflict')
    return i18n._(
      'my-code.over',
      {},
      { message: 'Some time has passed, so nothing was done. Please write the words again.' },
    );
  if (code === 'no-such-consent')
    return i18n._(
      'my-code.nothing',
      {},
      { message: 'Nothing is kept here under these words. Perhaps they belong to another collective.' },
    );
  if (where === 'count') return i18n._('my-code.count', {}, { message: 'It takes all twelve words.' });
  if (where === 'checksum')
    return i18n._(
      'my-code.order',
      {},
      { message: 'These words do not fit together. One may be wrong, or in another place.' },
    );
  return i18n._('my-code.doubt', { number: where ?? '' }, { message: 'Look again at word {number}.' });
}
