import type { I18n } from '@lingui/core';
import { twoWords } from '../../protocol/compare.ts';
import type { Called } from '../peers/called.ts';

/**
 * How people read another collective: its name, the host of its node and two words. Everything here names one by this
 * alone. A name that nobody of ours signed stands in quotes and is said to be that, and so is another one that it calls
 * itself meanwhile.
 */
export function calledText(i18n: I18n, called: Called): string {
  const { collective, host, name, says, before } = called;
  const words = twoWords(collective, i18n.locale === 'es' ? 'es' : 'en');
  const place = host === null ? words : `${host}, ${words}`;
  const moved =
    before === null
      ? []
      : [i18n._('called.before', { host: before }, { message: 'at {host} when its name was signed' })];
  if (name !== null) return `${plainly(i18n, name)} (${[place, ...moved, ...saysText(i18n, called)].join('; ')})`;
  if (says === null) return host === null ? words : `${host} (${words})`;
  const unsigned = i18n._('called.unsigned', {}, { message: 'name not signed' });
  return `${quoted(i18n, says)} (${[place, unsigned, ...alikeText(i18n, called)].join('; ')})`;
}

/** A collective whose name we do not know any more. */
export function calledOrSomebody(i18n: I18n, called: Called | null): string {
  return called === null
    ? i18n._('cli.where-somebody', {}, { message: 'a partner collective' })
    : calledText(i18n, called);
}

function saysText(i18n: I18n, called: Called): string[] {
  if (called.says === null) return [];
  const name = quoted(i18n, called.says);
  return [i18n._('called.now', { name }, { message: 'they now call themselves {name}' }), ...alikeText(i18n, called)];
}

function alikeText(i18n: I18n, { alike }: Called): string[] {
  return alike
    ? [i18n._('called.alike', {}, { message: 'careful: that looks like the name of another collective here' })]
    : [];
}

/** A name of letters, digits and spaces as it is; one in which an address could be imitated in quotes. */
const plainly = (i18n: I18n, name: string): string =>
  /^[\p{L}\p{M}\p{N} .'’&-]+$/u.test(name) ? name : quoted(i18n, name);

const quoted = (i18n: I18n, name: string): string =>
  i18n._('called.quoted', { name: name.replace(/[“”„«»"]/g, '') }, { message: '“{name}”' });
