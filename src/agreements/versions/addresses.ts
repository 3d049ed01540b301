import { b64u16, b64u32 } from '../../../schemas/encodings.ts';
import { versionNumber } from '../../../schemas/routes/agreements-reading.ts';
import { known } from '../../web/read-body.ts';

/** The list of agreements. */
export const agreementsPath = '/agreements';
/** Where agreements are looked up. */
export const searchPath = '/agreements/search';
/** Where collectives are read side by side. */
export const comparePath = '/agreements/compare';
/** Where members write. */
export const writingPath = '/agreements/writing';
/** The id of the form there in which a file is pasted. */
export const fileForm = 'file';
/** Where members decide. */
export const roundsPath = '/agreements/rounds';
/** The feeds and the calendar. */
export const feedPaths = {
  atom: '/agreements/feed.atom',
  json: '/agreements/feed.json',
  calendar: '/agreements/reviews.ics',
} as const;

/** Which agreement: one of ours, or a partner's. */
export type Which = { peer: string | null; series: string };

/** Where a series of ours and one of a partner are read, with the names that {@link whichIn} takes. */
export const seriesPlaces = ['/agreements/:series', '/partners/:peer/agreements/:series'] as const;

/** A series of ours; its newest version when none is named. */
export function ownPath(series: string, version?: number): string {
  return versioned(`${agreementsPath}/${series}`, version);
}

/** A partner's series; its newest version when none is named. */
export function partnersPath(peer: string, series: string, version?: number): string {
  return versioned(`/partners/${peer}/agreements/${series}`, version);
}

function versioned(series: string, version?: number): string {
  return version === undefined ? series : `${series}/versions/${version}`;
}

/** A text that members write. */
export function textPath(text: string): string {
  return `${writingPath}/${text}`;
}

/** Where members decide on one. */
export function decidePath(text: string): string {
  return `${textPath(text)}/decide`;
}

/** A round. */
export function roundPath(round: string): string {
  return `${roundsPath}/${round}`;
}

/** One proposal of a round. */
export function roundProposalPath(round: string, number: number): string {
  return `${roundPath(round)}/proposals/${number}`;
}

/** Address of a series: its page, and the id of its Article. It stays the same over all versions. */
export function articleUrl(origin: string, series: string): string {
  return `${origin}${ownPath(series)}`;
}

/** Address of the signed statement of one version. */
export function statementUrl(origin: string, series: string, version: number): string {
  return `${origin}${ownPath(series, version)}/statement`;
}

/** Address of the signed statement with which a series was taken back; the same at every node. */
export function withdrawalUrl(origin: string, series: string): string {
  return `${articleUrl(origin, series)}/withdrawal`;
}

/** Address of a signed acknowledgement of ours. */
export function acknowledgementUrl(origin: string, id: string): string {
  return `${origin}/acknowledgements/${id}`;
}

/**
 * What is ordered together of a series' place among what the actor shows first; a server that fails at it still gets
 * the versions.
 */
export function featuredObject(origin: string, series: string): string {
  return `featured:${articleUrl(origin, series)}`;
}

/**
 * @returns the version that a path names; undefined where it names none.
 * @throws `not-found` for what is no version.
 */
export function versionIn(part: string | undefined): number | undefined {
  return part === undefined ? undefined : known(versionNumber, part);
}

/**
 * @returns the agreement that a path names.
 * @throws `not-found` for what is no id.
 */
export function whichIn({ peer, series }: { peer?: string | undefined; series?: string | undefined }): Which {
  return { peer: peer === undefined ? null : known(b64u32, peer), series: known(b64u16, series) };
}
