/** @jsxImportSource hono/jsx/dom */
import type { Scope } from '../../../../../schemas/terms.ts';
import type { Deciding, PartnerShown } from '../../../desk/partners/tasks.ts';
import { wantedHere } from '../../../desk/partners/wanted.ts';
import { wantedText } from '../../../say/names.ts';
import { Choices } from '../../parts/fields.tsx';
import { Press, Screen, Send, Wrong } from '../parts.tsx';
import { typedIn } from '../typed-in.ts';
import { i18n } from '../words.ts';
import type { Working } from '../working.ts';

/** What this version sends and takes; others come with what they are about. */
const scopes = ['alerts'] as const satisfies readonly Scope[];
const days = [90, 180, 365] as const;

type Props = { partner: PartnerShown; work: Working; back: () => void; decide: (deciding: Deciding) => void };

/** What a partner may do with us, one direction at a time, and for how long: a second member signs the same. */
export function Decide({ partner, work, back, decide }: Props) {
  const submit = (event: Event) => {
    const typed = typedIn(event);
    const chosen = (way: string) => (typed.all('alerts').includes(way) ? scopes : []);
    if (!work.busy) decide({ accepts: chosen('accepts'), sends: chosen('sends'), days: Number(typed('days')) });
  };
  return (
    <Screen title={i18n._('partners.decide-title', {}, { message: 'What they may do with you' })}>
      <p class="title">{partner.title}</p>
      <form autocomplete="off" onSubmit={submit}>
        <Choices
          type="checkbox"
          name="alerts"
          label={i18n._('partners.alerts', {}, { message: 'Alerts' })}
          hint={wantedText(i18n, wantedHere)}
          chosen={[]}
          options={[
            {
              value: 'accepts',
              text: i18n._('partners.take-alerts', {}, { message: 'We take alerts that they send' }),
            },
            {
              value: 'sends',
              text: i18n._(
                'partners.send-alerts',
                {},
                { message: 'We may send them alerts, each with its own consent' },
              ),
            },
          ]}
        />
        <Choices
          type="radio"
          name="days"
          label={i18n._('partners.until', {}, { message: 'For how long' })}
          chosen={['180']}
          options={days.map((count) => ({
            value: String(count),
            text: i18n._('partners.days', { count }, { message: '{count} days, then you look at it again' }),
          }))}
        />
        <Wrong text={work.wrong} />
        <div class="press">
          <Send text={i18n._('partners.sign', {}, { message: 'Sign this' })} busy={work.busy} />
          <Press text={i18n._('begin.back', {}, { message: 'Back' })} busy={work.busy} press={back} />
        </div>
      </form>
    </Screen>
  );
}
