/** @jsxImportSource hono/jsx/dom */
import type { Aloud } from '../../../desk/care/consenting.ts';
import { Choices } from '../../parts/fields.tsx';
import { Press, Screen, Send } from '../parts.tsx';
import { typedIn } from '../typed-in.ts';
import { i18n } from '../words.ts';

type Props = Pick<Aloud, 'delegates'> & {
  chosen: string | null;
  back: () => void;
  choose: (delegate: string | null) => void;
};

/** Through whom the person affected says yes, if they chose somebody: then it is read anew, on those terms. */
export function ThroughWhom({ delegates, chosen, back, choose }: Props) {
  const themselves = i18n._('care.delegate-none', {}, { message: 'Nobody: the person affected says it' });
  const submit = (event: Event) => {
    choose(typedIn(event)('delegate') || null);
    back();
  };
  return (
    <Screen title={i18n._('care.delegate', {}, { message: 'Who says yes?' })}>
      <form autocomplete="off" onSubmit={submit}>
        <Choices
          type="radio"
          name="delegate"
          label={i18n._('care.delegate-label', {}, { message: 'Whom the person affected chose' })}
          hint={i18n._(
            'care.delegate-how',
            {},
            {
              message:
                'Only if they asked for it. Whoever says it for them signs nothing, and one more accompanier does.',
            },
          )}
          chosen={[chosen ?? '']}
          options={[{ value: '', text: themselves }, ...delegates]}
        />
        <div class="press">
          <Send text={i18n._('care.delegate-read', {}, { message: 'Read it like this' })} busy={false} />
          <Press text={i18n._('begin.back', {}, { message: 'Back' })} busy={false} press={back} />
        </div>
      </form>
    </Screen>
  );
}
