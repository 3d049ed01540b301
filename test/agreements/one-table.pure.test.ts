import { expect, it } from 'vitest';
import type { Agreement } from '../../schemas/agreement.ts';
import { check } from '../../src/agreement-file/check.ts';
import { fields } from '../../src/agreement-file/fields.ts';
import type { Clause, OpenText } from '../../src/agreement-file/parts.ts';
import { english } from '../../src/agreement-file/words/en.ts';
import { spanish } from '../../src/agreement-file/words/es.ts';
import type { ShownAgreement } from '../../src/agreements/versions/shown.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import type { View } from '../../src/web/view.ts';
import { asks, counter, file } from '../agreement-file/agreement-file.ts';

/*
 * A field that is added to the table and to the words, and nowhere else, is found wherever an agreement is written or
 * read. The files are loaded after it was added, as they would be if it stood there.
 */
Object.assign(fields.clause, { learning: { shape: 'list', most: 600, weight: 'rest' } });
Object.assign(english.fields.clause, { learning: { names: ['learning'], label: 'What we learn from it' } });
Object.assign(spanish.fields.clause, { learning: { names: ['aprendizaje'], label: 'Qué aprendemos de ello' } });

const { importMarkdown } = await import('../../src/agreement-file/read.ts');
const { exportMarkdown } = await import('../../src/agreement-file/write.ts');
const { readTyped, typedOf } = await import('../../src/agreements/texts/form-values.ts');
const { PartFields } = await import('../../src/agreements/texts/part-fields.tsx');
const { PartReads, PartTyped } = await import('../../src/agreements/texts/part-preview.tsx');
const { emptyContent } = await import('../../src/agreements/texts/text.ts');
const { changesBetween } = await import('../../src/agreements/differences/changes.ts');
const { ChangesBody } = await import('../../src/agreements/differences/changes-page.tsx');
const { differences } = await import('../../src/agreements/differences/matrix.ts');
const { SidesBody } = await import('../../src/agreements/differences/two-collectives-page.tsx');
const { partsIn, weighedIn } = await import('../../src/agreements/search/fields.ts');
const { articleContent } = await import('../../src/agreements/wire/article.ts');
const { ZineBody } = await import('../../src/agreements/reading/zine-page.tsx');
const { AgreementBody } = await import('../../src/agreements/reading/agreement-page.tsx');

const viewIn = (language: 'en' | 'es'): View =>
  ({
    language,
    textLanguage: language,
    i18n: i18nFor(language),
    link: (path: string) => path,
    path: '/',
  }) as unknown as View;

const markdown = file({
  sections: ['## sexual', 'stance: not tolerated', 'text: Only a free yes is a yes.', 'learning:', '  - To ask again.'],
});

function agreement(text = markdown): Agreement {
  const read = importMarkdown(text, { newId: counter(), asks });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const place = { issuer: 'A'.repeat(43), series: 'A'.repeat(22), version: 1, prev: null };
  return { type: 'agreement', ...read.agreement, ...place, issuedAt: '2026-11-22T12:00:00Z' };
}

const shown = (one: Agreement): ShownAgreement => ({
  ...{
    agreement: one,
    id: '',
    collective: { name: 'Ceiba', handle: null },
    ours: true,
    signers: 2,
    needed: 2,
    compared: null,
  },
  ...{ published: new Date('2026-11-22T12:00:00Z'), versions: [], lineage: [], original: null, takenDown: null },
});

it('in the file, read and written, in the language of the agreement, and checked', () => {
  const one = agreement();
  expect(one.clauses[0]).toMatchObject({ learning: { en: ['To ask again.'] } });
  expect(exportMarkdown(one)).toContain('\nlearning:\n  - To ask again.\n');
  const spanishFile = markdown.replace('languages: [en]', 'languages: [es]').replace('learning:', 'Aprendizaje:');
  expect(exportMarkdown(agreement(spanishFile))).toContain('\naprendizaje:\n  - To ask again.\n');
  const long = { ...one, clauses: [{ ...one.clauses[0], learning: { en: ['x'.repeat(601)] } }] } as unknown as OpenText;
  expect(check(long, asks)).toMatchObject([{ field: 'learning', problem: 'text-too-long', item: 0 }]);
});

it.each(['en', 'es'] as const)('in the form and the preview of a part (%s)', (language) => {
  const view = viewIn(language);
  const named = language === 'en' ? 'What we learn from it' : 'Qué aprendemos de ello';
  const typed = { 'learning.en': '- To ask again.\nTo listen.' };
  const { content, wrong } = readTyped(typed, emptyContent('clause'));
  expect([wrong, typedOf(content)['learning.en']]).toEqual([[], 'To ask again.\nTo listen.']);
  const form = { kind: 'clause' as const, typed, wrong: [], questions: {}, languages: ['en'], steps: [] };
  const html = String(PartFields({ view, shown: form }));
  expect(html).toContain(named);
  expect(html).toContain('name="learning.en"');
  expect(String(PartReads({ view, content, languages: ['en'] }))).toMatch(new RegExp(`${named}.*To listen`, 's'));
  expect(String(PartTyped({ view, kind: 'clause', typed, steps: [] }))).toContain(named);
});

it('in what changed between two versions, and between two collectives', () => {
  const [before, after] = [agreement(), agreement(markdown.replace('To ask again.', 'To ask twice.'))];
  const changes = changesBetween(before, after, 'en');
  expect(changes.parts.clause[0]?.texts.map(({ field }) => field)).toEqual(['learning']);
  const at = (one: Agreement) => ({ agreement: one, href: '/agreements/x' });
  const page = String(ChangesBody({ view: viewIn('en'), shown: { before: at(before), after: at(after), changes } }));
  expect(page).toContain('What we learn from it');
  const [ours, theirs] = [before.clauses[0] as Clause, after.clauses[0] as Clause];
  expect(differences(ours, theirs)).toEqual(['learning']);
  const side = (name: string, one: Agreement) => {
    const listed = [{ agreement: one, href: '/agreements/x' }];
    return { peer: name === 'Ceiba' ? null : name, mark: null, name, compared: true, agreements: listed };
  };
  const collectives = [side('Ceiba', before), side('Maguey', after)];
  const sides = String(SidesBody({ view: viewIn('es'), sides: { violence: 'sexual', collectives, with: null } }));
  expect(sides).toContain('Qué aprendemos de ello');
});

it('in the search, in the article, on the sheet and on the page', () => {
  const one = agreement();
  expect(weighedIn(one, 'en')?.rest).toContain('ask');
  expect(partsIn(one, 'en').find(({ kind }) => kind === 'clause')?.texts).toContain('To ask again.');
  const { html, markdown: source } = articleContent(one, 'https://ceiba.example/agreements/x');
  for (const text of [html, source]) expect(text).toMatch(/What we learn from it[\s\S]*To ask again\./);
  const view = viewIn('en');
  const said = /What we learn from it[\s\S]*To ask again\./;
  expect(String(ZineBody({ view, shown: shown(one), address: 'https://ceiba.example' }))).toMatch(said);
  expect(String(AgreementBody({ view, shown: shown(one) }))).toMatch(said);
});
