import { fromAnswers } from '../client/alert-form.ts';
import type { AlertWords } from '../client/compose.ts';
import type { Context } from './context.ts';

/** Asks for each field in turn; an empty answer leaves a field out. Refuses as `readAlertForm`. */
export async function askAlertForm({ i18n, prompts }: Context): Promise<AlertWords> {
  const raw: Record<string, unknown> = {};
  raw.purpose = await prompts.text(
    i18n._('alert.ask-purpose', {}, { message: 'What for: preventive, or intervention' }),
  );
  raw.identifiers = pairs(
    await prompts.text(
      i18n._(
        'alert.ask-identifiers',
        {},
        { message: 'How the person named is known, like handle=@name@host; name=…, with semicolons' },
      ),
    ),
  );
  raw.violence = list(
    await prompts.text(
      i18n._('alert.ask-violence', {}, { message: 'Types of violence, with commas, like digital, verbal' }),
    ),
  );
  raw.axes = list(await prompts.text(i18n._('alert.ask-axes', {}, { message: 'Axes, with commas, or nothing' })));
  raw.severity = await prompts.text(i18n._('alert.ask-severity', {}, { message: 'Severity: serious, grave, extreme' }));
  raw.immediacy = await prompts.text(
    i18n._('alert.ask-immediacy', {}, { message: 'When: past, recent, ongoing, imminent' }),
  );
  raw.period = await prompts.text(
    i18n._('alert.ask-period', {}, { message: 'Year or quarter, like 2026 or 2026-Q3. Never a date' }),
  );
  raw.region = await prompts.text(i18n._('alert.ask-region', {}, { message: 'Region. Never an address' }));
  raw.conduct = await prompts.text(
    i18n._('alert.ask-conduct', {}, { message: 'What was done: acts, not labels. Could someone recognise you in it?' }),
  );
  raw.clauses = list(
    await prompts.text(
      i18n._(
        'alert.ask-clauses',
        {},
        { message: 'Which points of our agreement: types of violence or ids, with commas' },
      ),
    ),
  );
  raw.asks = list(
    await prompts.text(
      i18n._(
        'alert.ask-asks',
        {},
        {
          message:
            'What we ask: know_only, ask_us, inform_host_team, apply_own_agreement, speak_with_person, offer_mediation',
        },
      ),
    ),
  );
  raw.basis = await prompts.text(
    i18n._(
      'alert.ask-basis',
      {},
      { message: 'Where we know it from: account_of_person_affected, collective_process, acknowledged_by_person' },
    ),
  );
  raw.languages = list(await prompts.text(i18n._('alert.ask-languages', {}, { message: 'Languages, like es' })));
  return fromAnswers(Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== '')));
}

const list = (answer: string): string[] =>
  answer
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

const pairs = (answer: string) =>
  answer
    .split(';')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => {
      const at = one.indexOf('=');
      return { [one.slice(0, at).trim()]: one.slice(at + 1).trim() };
    });
