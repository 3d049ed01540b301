import { beforeAll, describe, expect, it } from 'vitest';
import type { Agreement } from '../../../schemas/agreement.ts';
import { axis, procedure, severity, stance, violence } from '../../../schemas/terms.ts';
import { importStatement } from '../../../src/agreements/publishing/import.ts';
import { publishDraft } from '../../../src/agreements/publishing/publish.ts';
import { fetchPending } from '../../../src/agreements/wire/fetch.ts';
import { follow } from '../../../src/following/follow.ts';
import { randomId } from '../../../src/protocol/encoding.ts';
import type { Node } from '../../peers/nodes.ts';
import { openNodes } from '../../peers/open-nodes.ts';
import { agreementOf, signBy } from '../words.ts';

/* Every field of an agreement is read wherever an agreement is: a word of its own in each, and each is looked for. */

const { ceiba, maguey } = await openNodes('ceiba', 'maguey');
let agreement: Agreement;
const step = randomId();
beforeAll(async () => {
  await follow(maguey.runtime, maguey.people.rosa.member, { actor: ceiba.actor });
  await maguey.drain();
  agreement = agreementOf(ceiba, {
    title: { es: 'Título-uno', en: 'Title-one' },
    languages: ['es', 'en'],
    summary: { es: 'Resumen-dos.', en: 'Summary-two.' },
    clauses: violence.options.map((kind, at) => ({
      id: randomId(),
      violence: kind,
      ownName: kind === 'other' ? { es: 'nombre-propio', en: 'own-name' } : {},
      axes: at < axis.options.length ? [axis.options[at]!] : [],
      severity: severity.options[at % severity.options.length]!,
      stance: stance.options[at % stance.options.length]!,
      fromStep: at === 0 ? step : null,
      text: { es: `texto-${at}-es`, en: `text-${at}-en` },
      examples: { es: [`ejemplo-${at}-es`], en: [`example-${at}-en`] },
      responses: { es: [`respuesta-${at}-es`], en: [`response-${at}-en`] },
      support: { es: [`apoyo-${at}-es`], en: [`support-${at}-en`] },
    })),
    belonging: [
      {
        id: randomId(),
        when: { es: 'cuando-es', en: 'when-en' },
        severityFrom: 'grave',
        measure: { es: 'medida-es', en: 'measure-en' },
        restorativePlan: 'required',
        reviewMonths: 3,
        wayBack: { es: 'vuelta-es', en: 'back-en' },
      },
    ],
    scope: { es: ['vale-es'], en: ['holds-en'] },
    protects: { es: ['protege-es'], en: ['protects-en'] },
    contacts: [
      {
        id: randomId(),
        purpose: { es: 'Para-es', en: 'For-en' },
        role: { es: 'quien-es', en: 'who-en' },
        place: { es: 'lugar-es', en: 'place-en' },
        hours: { es: 'horas-es', en: 'hours-en' },
        ...{ address: 'Calle-8', phone: '+52-55-0000', email: 'nosotras@example.org' },
        languages: ['nah'],
        ifAboutThem: { es: 'sobre-es', en: 'about-en' },
      },
    ],
    ladder: [
      {
        id: step,
        name: { es: 'Charla-es', en: 'Talk-en' },
        leads: { es: 'lleva-es', en: 'leads-en' },
        happens: { es: 'pasa-es', en: 'happens-en' },
        longest: { es: 'dura-es', en: 'lasts-en' },
        decides: { es: 'decide-es', en: 'decides-en' },
        skip: 'may_be_skipped',
      },
    ],
    procedures: procedure.options.map((about, at) => ({
      id: randomId(),
      about,
      ownName: {},
      text: { es: `proceso-${at}-es`, en: `procedure-${at}-en` },
    })),
    adopted: { body: 'Asamblea-tres', method: 'assembly_minutes', at: '2026-03-14' },
    reviewBy: '2027-05-06',
    licence: 'LICENCIA-4.0',
  });
  const draft = await importStatement(ceiba.runtime, ceiba.people.rosa.member, agreement);
  await signBy(ceiba, draft, ceiba.people.rosa, ceiba.people.lu);
  await publishDraft(ceiba.runtime, ceiba.people.rosa.member, draft.id);
  await ceiba.drain();
  await fetchPending(maguey.runtime);
});

const place = () => `/agreements/${agreement.series}`;
const sides = (): [Node, string][] => [
  [ceiba, place()],
  [maguey, `/partners/${ceiba.id}${place()}`],
];
const read = async (node: Node, path: string, accept = 'text/html') => (await node.get(path, accept)).text();
const free = (language: 'es' | 'en') => [
  ...Object.values(agreement.clauses).flatMap(({ text, examples, responses, support, ownName }) => [
    text[language]!,
    ...examples[language]!,
    ...responses[language]!,
    ...support[language]!,
    ...(ownName[language] ? [ownName[language]] : []),
  ]),
  ...agreement.belonging.flatMap(({ when, measure, wayBack }) => [
    when[language]!,
    measure[language]!,
    ...Object.values(wayBack === 'not_decided_yet' ? {} : { one: wayBack[language]! }),
  ]),
  ...agreement.protects[language]!,
  ...agreement.scope[language]!,
  ...agreement.procedures.map(({ text }) => text[language]!),
  ...agreement.contacts.flatMap(({ purpose, role, place, hours, ifAboutThem }) =>
    [purpose, role, place, hours, ifAboutThem].map((words) => words[language]!),
  ),
  ...agreement.ladder.flatMap(({ name, leads, happens, longest, decides }) =>
    [name, leads, happens, longest, decides].map((words) => words[language]!),
  ),
  agreement.title[language]!,
  agreement.summary[language]!,
];
const named = {
  es: [
    'Violencia psicológica',
    'Violencia verbal',
    'Violencia económica',
    'Violencia física',
    'Violencia sexual',
    'Violencia digital',
    'en asamblea, con acta',
    '14 de marzo de 2026',
    '6 de mayo de 2027',
    'español e inglés',
  ],
  en: [
    'Psychological violence',
    'Stalking and harassment',
    'Coercive control',
    'Neglect of people who depend on care',
    'Violence against children',
    'Lethal violence',
    'Abuse of power',
    'Reprisals for speaking',
    'gender',
    'disability',
    'migration',
    'Severity: day-to-day',
    'Severity: serious',
    'Severity: grave',
    'Severity: extreme',
    'What we do not tolerate',
    'What we work on together',
    'What we have not decided yet',
    'When a person stops belonging',
    'From this severity on: grave',
    'Restorative plan: always',
    'Looked at again after: 3 months',
    'The way back',
    'Who this agreement looks after',
    'in an assembly, with minutes',
    '2 people who hold keys of ceiba signed exactly these words',
    'March 14, 2026',
    'May 6, 2027',
    'Spanish and English',
  ],
};

describe('an agreement', () => {
  it.each(['es', 'en'] as const)(
    'is on its page whole, at its own node and at a partner’s, in %s',
    async (language) => {
      for (const [node, path] of sides()) {
        const page = (await read(node, `${path}?lang=${language}`)).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
        for (const word of [...free(language), ...named[language], 'Asamblea-tres', 'LICENCIA-4.0'])
          expect(page.toLowerCase(), word).toContain(word.toLowerCase());
      }
    },
  );

  it('has an anchor at each point, and links to its other forms that all answer', async () => {
    for (const [node, path] of sides()) {
      const page = await read(node, `${path}?lang=en`);
      for (const { id } of agreement.clauses)
        expect(page.match(new RegExp(`id="clause-${id}"|href="#clause-${id}"`, 'g'))?.length).toBeGreaterThan(2);
      expect(page).toContain(`id="belonging-${agreement.belonging[0]!.id}"`);
      const here = `${path}/versions/1`;
      for (const form of ['/zine', '/agreement.md', '/agreement.json', '/statement']) {
        expect(page, form).toContain(`${here}${form}`);
        expect((await node.get(`${here}${form}`, '*/*')).status, form).toBe(200);
      }
    }
  });

  it('is whole as Markdown, as JSON and as a signed statement', async () => {
    for (const [node, path] of sides()) {
      const markdown = await read(node, `${path}/agreement.md`, '*/*');
      const words = [...free('es'), ...free('en'), 'Asamblea-tres', 'LICENCIA-4.0', '2027-05-06', '2026-03-14'];
      for (const word of words) expect(markdown, word).toContain(word);
      expect(JSON.parse(await read(node, `${path}/agreement.json`, '*/*'))).toMatchObject({ agreement });
      const { payload } = JSON.parse(await read(node, `${path}/statement`, '*/*')) as { payload: string };
      expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toEqual(agreement);
    }
  });

  it('is on the sheet to fold, or the sheet says that something is left out', async () => {
    const sheet = await read(ceiba, `${place()}/zine?lang=es`);
    const left = free('es').filter((word) => !sheet.includes(word));
    expect(sheet).toContain('Título-uno');
    if (left.length > 0) expect(sheet).not.toContain('Este es el acuerdo completo');
    else expect(sheet).toContain('Este es el acuerdo completo');
  });

  it('goes to the fediverse with every point in its first language', async () => {
    const article = JSON.parse(await read(ceiba, place(), 'application/activity+json')) as Record<string, string>;
    for (const { text, examples, responses, support } of agreement.clauses)
      for (const word of [text.es!, ...examples.es!, ...responses.es!, ...support.es!])
        expect(article.content, word).toContain(word);
    for (const word of ['cuando-es', 'medida-es', 'vuelta-es', 'Asamblea-tres'])
      expect(article.content).toContain(word);
  });

  it('shows no picture but marks: what a page says is in its words, and the comparison is a table', async () => {
    const mark = /<svg class="mark yarn-\d" viewBox="[\d ]+" aria-hidden="true" focusable="false">.*?<\/svg>/gs;
    const words = async (path: string) => (await read(maguey, path)).replaceAll(mark, '');
    expect((await read(maguey, '/agreements/compare')).match(mark)?.length).toBeGreaterThan(1);
    for (const path of [
      place(),
      '/agreements',
      '/',
      `${place()}/zine`,
      '/agreements/compare',
      '/agreements/compare/verbal',
    ])
      expect(await words(path.startsWith(place()) ? `/partners/${ceiba.id}${path}` : path), path).not.toMatch(
        /<(svg|img|canvas|picture|object|embed)\b/,
      );
    const matrix = await read(maguey, '/agreements/compare?lang=en');
    expect(matrix).toMatch(/<table[\s\S]*<th scope="col"[\s\S]*<th scope="row"/);
    for (const kind of ['Verbal violence', 'Coercive control']) expect(matrix).toContain(kind);
  });
});
