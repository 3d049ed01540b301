/** @jsxImportSource hono/jsx/dom */
import type { Scope } from '../../../../../schemas/terms.ts';
import type { Deciding, PartnerShown } from '../../../desk/partners/tasks.ts';
import { wantedHere } from '../../../desk/partners/wanted.ts';
import { wantedText } from '../../../say/names.ts';
import { Press, Screen, Wrong } from '../parts.tsx';
import { i18n } from '../words.ts';
import type { Working } from '../working.ts';

/** What this version sends and takes; others come with what they are about. */
const scopes = ['alerts'] as const satisfies readonly Scope[];
const days = [90, 180, 365] as const;

type Props = { partner: PartnerShown; work: Working; back: () => void; decide: (deciding: Deciding) => void };

/** What a partner may do with us, one direction at a time, and for how long: a second member signs the same. */
export function Decide({ partner, work, back, decide }: Props) {
  const submit = (event: Event) => {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const chosen = (name: string) => scopes.filter((one) => data.getAll(name).includes(one));
    if (!work.busy) decide({ accepts: chosen('accepts'), sends: chosen('sends'), days: Number(data.get('days')) });
  };
  return (
    <Screen title={i18n._('partners.decide-title', {}, { message: 'What they may do with you' })}>
      <p class="title">{partner.title}</p>
      <form autocomplete="off" onSubmit={submit}>
        <fieldset class="field">
          <legend>{i18n._('partners.alerts', {}, { message: 'Alerts' })}</legend>
          <label class="choice">
            <input type="checkbox" name="accepts" value="alerts" />
            <span>{i18n._('partners.take-alerts', {}, { message: 'We take alerts that they send' })}</span>
          </label>
          <label class="choice">
            <input type="checkbox" name="sends" value="alerts" />
            <span>
              {i18n._('partners.send-alerts', {}, { message: 'We may send them alerts, each with its own consent' })}
            </span>
          </label>
          <p class="hint">{wantedText(i18n, wantedHere)}</p>
        </fieldset>
        <fieldset class="field">
          <legend>{i18n._('partners.until', {}, { message: 'For how long' })}</legend>
          {days.map((count) => (
            <label class="choice">
              <input type="radio" name="days" value={String(count)} checked={count === 180} />
              <span>{i18n._('partners.days', { count }, { message: '{count} days, then you look at it again' })}</span>
            </label>
          ))}
        </fieldset>
        <Wrong text={work.wrong} />
        <div class="press">
          <button type="submit" class="main" aria-disabled={work.busy ? 'true' : undefined}>
            {i18n._('partners.sign', {}, { message: 'Sign this' })}
          </button>
          <Press text={i18n._('begin.back', {}, { message: 'Back' })} busy={work.busy} press={back} />
        </div>
      </form>
    </Screen>
  );
}
