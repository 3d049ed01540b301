import { publishDraft } from '../../../src/agreements/publishing/publish.ts';
import { adoptProposal, recordMeeting } from '../../../src/agreements/rounds/close.ts';
import { bringText, moveRound, openRound, sayInRound } from '../../../src/agreements/rounds/hold.ts';
import { type DecisionRefusal, proposable } from '../../../src/agreements/rounds/proposal.ts';
import type { OpenStage, Said } from '../../../src/agreements/rounds/round.ts';
import { roundRow } from '../../../src/agreements/rounds/store.ts';
import { startText } from '../../../src/agreements/texts/start.ts';
import { insertRevision, partAt } from '../../../src/agreements/texts/store.ts';
import { type FrontPart, frontPart } from '../../../src/agreements/texts/text.ts';
import { draftsAfter } from '../../../src/agreements/versions/store.ts';
import { i18nFor } from '../../../src/platform/i18n.ts';
import { readUnverified } from '../../../src/protocol/envelope.ts';
import type { Node } from '../../peers/nodes.ts';
import { fileOf, signBy } from '../words.ts';

/** Drafts of agreements, the one begun first at the head. */
export const drafts = async (db: Node['runtime']['db']) =>
  (await draftsAfter(db, { after: undefined, most: 100 })).toSorted(
    (a, b) => a.created.getTime() - b.created.getTime(),
  );

const i18n = i18nFor('en');
type Came = Awaited<ReturnType<typeof sayInRound>>;

/** Why a step was not taken; null when it was. */
export const whyNot = (came: Came): DecisionRefusal | null => (came.is === 'done' ? null : came.because);

/** A whole text that nobody has decided on: a new agreement, or the next version of a series. */
export async function writtenText({ runtime, people }: Node, series: string | null = null): Promise<string> {
  const from =
    series === null
      ? { from: 'markdown' as const, markdown: fileOf('ceiba-v1.es.md') }
      : { from: 'series' as const, series };
  const begun = await startText(runtime, people.rosa.member, from);
  if ('problems' in begun) throw new Error(JSON.stringify(begun.problems));
  return begun.id;
}

/** Saves other words as the summary of a text, and a day on which it is looked at again. */
export async function rewrite({ runtime, people }: Node, text: string, summary: string): Promise<void> {
  const front = (await partAt(runtime.db, text, frontPart))!;
  const content = {
    ...front.content,
    kind: 'front' as const,
    summary: { es: summary },
    reviewBy: '2027-06-01',
  } as FrontPart & {
    kind: 'front';
  };
  const saved = {
    ...front,
    content,
    revision: front.revision + 1,
    member: people.rosa.member,
    at: runtime.clock.now(),
  };
  await runtime.db.transaction().execute((tx) => insertRevision(tx, text, saved));
}

/** What a form on the page of a text names its words by. */
export async function wordingOfText({ runtime }: Node, text: string): Promise<string> {
  const found = await proposable(runtime.db, text, i18n, runtime.clock.now());
  if (!found.ok) throw new Error(JSON.stringify(found));
  return found.proposed.wording;
}

/** A round as members hold it: each step by a person's name, refused steps as what they were refused for. */
export async function openedRound(node: Node, text: string) {
  const { runtime, people } = node;
  type Name = keyof typeof people;
  const wording = await wordingOfText(node, text);
  const came = await openRound(runtime, people.rosa.member, i18n, { text, wording, body: 'La asamblea' });
  if (came.is !== 'done') throw new Error(JSON.stringify(came));
  const id = came.round;
  const standing = async () => (await roundRow(runtime.db, id))!.proposal;
  const say = async (who: Name, kind: Said['kind'], given: Partial<Said> = {}) => {
    const usual = { proposal: await standing(), part: null, about: null, words: null, harm: null };
    return whyNot(await sayInRound(runtime, people[who].member, id, { kind, ...usual, ...given }));
  };
  return {
    id,
    say,
    row: async () => (await roundRow(runtime.db, id))!,
    object: (who: Name, harm = 'Quien vive de noche en la casa.') => say(who, 'objection', { words: 'Así no.', harm }),
    move: async (who: Name, ...stages: OpenStage[]) => {
      for (const to of stages) {
        const because = whyNot(await moveRound(runtime, people[who].member, id, to));
        if (because !== null) return because;
      }
      return null;
    },
    bring: async (who: Name, named?: string) => {
      const wording = named ?? (await wordingOfText(node, text));
      return whyNot(await bringText(runtime, people[who].member, i18n, { round: id, text, wording }));
    },
    adopt: async (who: Name, proposal?: number) =>
      whyNot(await adoptProposal(runtime, people[who].member, id, { proposal: proposal ?? (await standing()) })),
  };
}

/** Minutes of a meeting that adopted a text. */
export async function meeting(node: Node, text: string, given: Partial<Parameters<typeof recordMeeting>[3]> = {}) {
  const usual = {
    text,
    wording: given.wording ?? (await wordingOfText(node, text)),
    body: 'La asamblea',
    method: 'assembly_minutes' as const,
    decided: '2026-02-01',
    minutes: 'Estuvimos toda la tarde. Nadie se opuso.',
  };
  return recordMeeting(node.runtime, node.people.rosa.member, i18n, { ...usual, ...given });
}

/** A round in which two consented to the proposal, and nobody said anything else. */
export async function consentedRound(node: Node, text: string) {
  const round = await openedRound(node, text);
  await round.move('rosa', 'sense_check', 'consent');
  await round.say('rosa', 'consent');
  await round.say('lu', 'consent');
  return round;
}

/** What a draft says that a decision became. */
export async function draftedStatement({ runtime }: Node, id: string) {
  const draft = (await drafts(runtime.db)).find((one) => one.id === id);
  return readUnverified('agreement', JSON.parse(draft!.envelope)).statement;
}

/** Signs and publishes what a decision became. */
export async function publishDecided(node: Node, id: string) {
  const draft = (await drafts(node.runtime.db)).find((one) => one.id === id)!;
  await signBy(node, draft, node.people.rosa, node.people.lu);
  return publishDraft(node.runtime, node.people.rosa.member, id);
}
