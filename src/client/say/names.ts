import type { I18n } from '@lingui/core';
import type { Role } from '../../../schemas/manifest.ts';
import type { Scope } from '../../../schemas/terms.ts';
import { type Sentence, sentence } from '../../platform/i18n.ts';

const roles: Record<Role, Sentence> = {
  steward: { id: 'role.steward', message: 'steward' },
  accompanier: { id: 'role.accompanier', message: 'accompanier' },
  'process-accompanier': { id: 'role.process-accompanier', message: 'accompanier of processes' },
};

const scopes: Record<Scope, Sentence> = {
  agreements: { id: 'scope.agreements', message: 'agreements' },
  directory: { id: 'scope.directory', message: 'the directory' },
  alerts: { id: 'scope.alerts', message: 'alerts' },
  status: { id: 'scope.status', message: 'the status of processes' },
  inquiries: { id: 'scope.inquiries', message: 'questions before somebody is welcomed' },
  mediation: { id: 'scope.mediation', message: 'mediation' },
};

/** What somebody does in their collective. */
export const roleName = (i18n: I18n, role: Role): string => sentence(i18n, roles[role]);

/** All that somebody does there, as a list. */
export const rolesText = (i18n: I18n, some: readonly Role[]): string =>
  new Intl.ListFormat(i18n.locale).format(some.map((one) => roleName(i18n, one)));

/** What a partner may send or is sent. */
const scopeName = (i18n: I18n, scope: Scope): string => sentence(i18n, scopes[scope]);

/** Several, as a list; "nothing" for none. */
export function scopesText(i18n: I18n, some: readonly Scope[]): string {
  if (some.length === 0) return i18n._('cli.peers-nothing', {}, { message: 'nothing' });
  return new Intl.ListFormat(i18n.locale).format(some.map((one) => scopeName(i18n, one)));
}

/** Somebody, and what they do. */
export const personText = (i18n: I18n, { called, roles }: { called: string; roles: string }): string =>
  i18n._('begin.person', { called, roles }, { message: '{called}: {roles}' });

/** How many accompaniers we want under what a partner sends. */
export const wantedText = (i18n: I18n, attest: number): string =>
  i18n._('desk.standing-attest', { attest }, { message: 'Under their alerts we want {attest} signatures.' });
