import { askToEnter } from '../../src/client/api/enter.ts';
import type { DemoNodes } from '../../src/commands/demo-nodes.ts';
import { adopt, atWork, compareWords, meet, type Party } from '../../src/commands/scripted-steps.ts';
import { type AtPages, atPages, type Fields, fieldsIn, hiddenIn } from '../support/member-pages.ts';
import { agreementText } from '../support/trust.ts';

/** A node in the middle of its story, and what stands for each part of an address there. */
export type Told = {
  ceiba: Party;
  maguey: Party;
  hawthorn: Party;
  own: Record<string, string>;
  partners: Record<string, string>;
};

/**
 * Ceiba has two versions of its agreement, follows Maguey, of whom words were compared, and Hawthorn, of whom they were
 * not; another agreement is being decided: words were changed once, and not everybody agrees.
 */
export async function tellStory(nodes: Pick<DemoNodes, 'found'>): Promise<Told> {
  const ceiba = await nodes.found('Ceiba', 'es', 'Casa con biblioteca, comedor y huerta.');
  const maguey = await nodes.found('Maguey', 'es', 'Radio comunitaria e imprenta.');
  const hawthorn = await nodes.found('Hawthorn', 'en', 'A housing co-operative with a bicycle workshop.');
  const first = await adopt(ceiba, 'ceiba-v1.es.md', agreementText('ceiba-v1.es.md'));
  await adopt(ceiba, 'ceiba-v2.es.md', agreementText('ceiba-v2.es.md'), first.series);
  const peer = await meet(ceiba, maguey);
  await meet(ceiba, hawthorn);
  for (const party of [maguey, hawthorn]) await meet(party, ceiba);
  await compareWords(ceiba, maguey, 'es');
  const words = agreementText('maguey-v1.es.md');
  const theirs = await adopt(maguey, 'maguey-v1.es.md', words);
  await shown(ceiba, `/partners/${peer}/agreements/${theirs.series}/versions/1`);
  const second = await adopt(maguey, 'maguey-v1.es.md', words.replace('Maguey', 'la casa Maguey'), theirs.series);
  await shown(ceiba, `/partners/${peer}/agreements/${theirs.series}/versions/2`);
  await adopt(hawthorn, 'hawthorn-v1.en.md', agreementText('hawthorn-v1.en.md'));
  const { link } = await askToEnter((await atWork(ceiba, 0)).api);
  const common = { version: '1', versions: '1..2', violence: 'economic', code: link.split('/').at(-1) ?? '' };
  const decided = await decide(ceiba);
  return {
    ceiba,
    maguey,
    hawthorn,
    own: { ...common, ...decided, series: first.series },
    partners: { ...common, peer, series: theirs.series, agreement: second.id },
  };
}

/** Waits until a partner's version has come. */
async function shown({ origin }: Party, path: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if ((await fetch(`${origin}${path}`, { headers: { accept: 'text/html' } })).ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${path} did not come`);
}

/** Words of another agreement change while they are decided, and one person objects. */
async function decide(ceiba: Party): Promise<Record<string, string>> {
  const people = await Promise.all([0, 1, 2].map((who) => atPages(ceiba, who)));
  const [rosa, tono, ana] = people as [AtPages, AtPages, AtPages];
  const send = async (who: AtPages, path: string, fields: Fields) => {
    const answer = await who.post(path, fields);
    if (answer.to === null) throw new Error(`${path} answered ${answer.status}: ${answer.text.slice(0, 500)}`);
    return answer.to.split('#')[0] ?? '';
  };
  const place = await send(rosa, '/agreements/writing', {
    from: 'markdown',
    markdown: agreementText('ceiba-v1.es.md'),
  });
  const rewrite = async (words: string) => {
    const front = `${place}/parts/front`;
    const fields = fieldsIn((await rosa.get(front)).text, 'summary');
    const summary = Object.keys(fields).find((name) => name.startsWith('summary')) ?? 'summary';
    await send(rosa, front, { ...fields, [summary]: words, press: 'save' });
  };
  const wording = hiddenIn((await rosa.get(`${place}/decide`)).text, 'open', 'wording');
  const round = await send(rosa, `${place}/decide`, { do: 'open', wording, body: 'La asamblea' });
  const say = (who: AtPages, kind: string, fields: Fields) =>
    send(who, round, { do: 'say', kind, proposal: '1', ...fields });
  await say(ana, 'question', { words: '¿Quién avisa de noche?' });
  await say(tono, 'answer', { about: '1', words: 'Todavía nadie.' });
  for (const to of ['sense_check', 'amend']) await send(rosa, round, { do: 'move', to });
  await say(tono, 'amendment', { words: 'Siempre vela alguien.' });
  await rewrite('Una casa donde siempre vela alguien.');
  const bring = `${round}/bring`;
  await send(rosa, bring, { wording: /name="wording" value="([^"]*)"/.exec((await rosa.get(bring)).text)?.[1] ?? '' });
  const [, part = ''] = /id="part-([\w-]{22})"/.exec((await rosa.get(place)).text) ?? [];
  const last = (path: string) => path.split('/').at(-1) ?? '';
  return { text: last(place), round: last(round), part, revision: '1', number: '2', since: '1' };
}
