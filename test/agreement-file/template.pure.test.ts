import { expect, test } from 'vitest';
import { violence } from '../../schemas/terms.ts';
import { markdownOf, problemsIn } from '../../src/agreement-file/lint.ts';
import { plain } from '../../src/agreement-file/plain.ts';
import { importMarkdown } from '../../src/agreement-file/read.ts';
import { headingWord, termWord } from '../../src/agreement-file/vocabulary.ts';
import { exportMarkdown } from '../../src/agreement-file/write.ts';
import { requireDecided } from '../../src/agreements/versions/rules.ts';
import { agreementTemplates } from '../../src/platform/agreement-templates.ts';
import { i18nFor } from '../../src/platform/i18n.ts';
import { reviewDue } from '../../src/protocol/calendar.ts';
import { bannedWords } from '../support/messages.ts';
import { asks, counter, fileText, problems, read } from './agreement-file.ts';

const languages = ['en', 'es'] as const;
const questionsOf = (language: 'en' | 'es') =>
  agreementTemplates[language].split('\n').filter((line) => line.includes('?? '));

/** Every point of the seed's opening questions and three blocks, and the question that takes it up. */
const points: [point: string, english: RegExp, spanish: RegExp][] = [
  ['any gender', /any gender/, /cualquier género/],
  ['punitive, or isolating only cishet men', /only about some.*punish/, /solo con algunas personas.*castigar/],
  ['community justice, peace circles', /peace circle/, /círculo de paz/],
  ['types and severity, different answers', /grave act.*smaller/, /acto grave.*menor/],
  ['planning an escrache, supporting whoever was harmed', /say it in public.*cared for/, /escrache.*se cuida/],
  ['collective experience', /earlier experience/, /enseñó la experiencia/],
  ['not divided, not demobilised', /does not divide or stop a movement/, /no divide ni frena/],
  ['protecting groups and spaces', /house, the group/, /la casa, el grupo/],
  // education
  ['continuous training', /workshops .* through the year/, /talleres .* en el año/],
  ['masculinities groups, self-organised', /men organise for themselves/, /organizar los hombres por su cuenta/],
  ['capitalism and patriarchy, systemic', /economy and patriarchy/, /capitalismo y el patriarcado/],
  ['self-criticism', /criticise ourselves/, /autocrítica/],
  ['channels between members; silence', /Silence feeds.*speak/, /silencio alimenta.*hablar/],
  ['patterns taken for normal', /take for normal/, /parecían normales/],
  ['limits; no mothering of adults', /limits/, /límites/],
  ['experiences of those who lived through it', /lived through it tell/, /lo cuentan quienes lo vivieron/],
  ['feelings in every space', /what they feel: at home, at work/, /lo que sentimos: en casa, en el trabajo/],
  ['children heard and supported', /children speak of violence/, /infancias hablar de violencia/],
  ['children know where to go', /whom to go to/, /a quién acudir/],
  ['family, school, organisation; prevention and action', /families and schools/, /familias y escuelas/],
  ['private is not private', /not private/, /no es privado/],
  ['what happens elsewhere reaches the group', /also reaches the group/, /también llega al grupo/],
  // prevention
  [
    'spaces free of violence, for whom',
    /women, gender-diverse.*disabled.*children, elders/,
    /mujeres.*discapacidad.*infancias/,
  ],
  ['when somebody stops belonging', /stop belonging/, /deja alguien de pertenecer/],
  ['telling other collectives about agreements', /tell about this agreement/, /contamos este acuerdo/],
  [
    'keeping it from being repeated elsewhere',
    /warn another collective, only with consent/,
    /avisamos a otra colectiva, solo con/,
  ],
  ['men present, listening to each other', /men of the group present/, /presentes los hombres/],
  ['intersectionality', /race, class, migration, sexuality/, /racismo, clase, migración, sexualidad/],
  ['history recovery', /what happened before/, /lo que ya pasó/],
  ['agency', /own strength/, /propia fuerza/],
  ['accompanying, not mothering', /without becoming their mother/, /sin hacerle de madre/],
  ['the micro', /small acts of sexism or racism/, /machismos o racismos pequeños/],
  ['therapy and emotional support', /emotional support and therapy/, /apoyo emocional y qué terapia/],
  [
    'for who suffered and who used violence',
    /suffered violence and also to who used/,
    /sufrió violencia y también a quien la ejerció/,
  ],
  ['collective health', /after ourselves/, /nos cuidamos/],
  // intervention
  ['practical support every day', /practical help .* every day/, /ayuda práctica damos cada día/],
  ['among ourselves, then the assembly', /reach the assembly/, /llega a la asamblea/],
  ['expulsion within a restorative plan', /Leaving is one part of a plan/, /Irse es una parte de un plan/],
  ['mediation from outside', /like-minded people from outside/, /personas afines de fuera/],
  ['repair, by who knows conflict', /resolve conflicts.*repair/, /resolver conflictos.*reparar/],
  ['who does not recognise patterns', /does not recognise/, /no reconoce/],
  ['whose time is worth more', /time and work .* worth more/, /tiempo y el trabajo .* valioso/],
  ['responsibility as the situation is', /given what happened and what they have/, /según lo que pasó y lo que tiene/],
  ['no state mediation', /the state/, /del Estado/],
  ['an own proposal, before the assembly', /proposal of change.*assembly/, /propuesta de cambio.*asamblea/],
  ['care work in the proposal', /Which care work/, /Qué trabajo de cuidados/],
  [
    'care work whatever the gender',
    /care work among all, whatever their gender/,
    /trabajo de cuidados entre todas.*género/,
  ],
  ['directory', /lines, therapists and collectives/, /líneas, terapeutas y colectivas/],
];

test.each(points)('the template asks about: %s', (_point, english, spanish) => {
  expect(questionsOf('en').some((line) => english.test(line))).toBe(true);
  expect(questionsOf('es').some((line) => spanish.test(line))).toBe(true);
});

test.each(languages)('every type of violence and belonging have a heading (%s)', (language) => {
  const headings = agreementTemplates[language]
    .split('\n')
    .filter((line) => line.startsWith('## '))
    .map((line) => plain(line.slice(3).split(':')[0]!));
  const names = violence.options.map((name) => plain(termWord('violence', name, language)));
  expect(headings.sort()).toEqual([...names, plain(headingWord('belonging', language)!)].sort());
});

test.each(languages)('the template is refused untouched, with a line for each thing left (%s)', (language) => {
  const found = problems(agreementTemplates[language]);
  expect(found.length).toBeGreaterThan(40);
  expect(new Set(found.map((one) => one.split(' ')[1]))).toEqual(new Set(['question-left']));
  const [first] = problemsIn(i18nFor('en'), 'ours.md', agreementTemplates[language], asks);
  expect(first?.sentence).toMatch(/^ours\.md:5: .*Answer it together/);
});

test.each(languages)('a question without its mark is still a question (%s)', (language) => {
  const unmarked = agreementTemplates[language].replaceAll(/\?\? /g, '');
  const found = problems(unmarked).filter((one) => one.endsWith('question-left'));
  expect(found.length).toBeGreaterThan(40);
});

test('one question left in any field of a whole agreement refuses it', () => {
  const whole = fileText('ceiba-v2.es.md').split('\n');
  const held = whole.flatMap((line, at) => (/^ {2}(- )?\S/.test(line) && at > 30 ? [at] : []));
  expect(held.length).toBeGreaterThan(60);
  for (const at of held) {
    const asked = whole.with(at, whole[at]!.replace(/^( {2}(- )?).*/, '$1?? ¿Y esto?'));
    expect(problems(asked.join('\n')).join(), `line ${at + 1}`).toContain('question-left');
  }
});

test.each(languages)('the template keeps to our words and to sentences of at most twenty (%s)', (language) => {
  expect(bannedWords(language, agreementTemplates[language])).toEqual([]);
  for (const line of questionsOf(language))
    for (const sentence of line.split(/[.?:]\s/)) expect(sentence.split(/\s+/).length, sentence).toBeLessThan(23);
  expect(agreementTemplates[language]).not.toContain('!');
});

test('not decided yet may be kept as a draft, and not be adopted where nothing is decided', () => {
  const open = ['---', 'title: Ours', 'languages: [en]', 'summary: Us.', 'protects: [All]', 'review: 2027-01-01'];
  const rest = ['licence: CC-BY-4.0', '---', '## sexual', 'stance: not decided yet'];
  expect(problems([...open, ...rest].join('\n'))).toEqual([]);
  const adopted = 'adopted: {body: Us, method: other, at: 2026-01-01}';
  expect(problems([...open, adopted, ...rest].join('\n'))).toEqual(['1 nothing-decided']);
  const { clauses } = read([...open, ...rest].join('\n'));
  expect(() => requireDecided({ adopted: null, clauses })).not.toThrow();
  expect(() => requireDecided({ adopted: { body: 'Us', method: 'other', at: '2026-01-01' }, clauses })).toThrow(
    'agreement-form',
  );
});

test.each(['ceiba-v2.es.md', 'hawthorn-v1.en.md'])('%s goes through JSON and Markdown byte for byte', (name) => {
  const text = { ...read(fileText(name)), series: 'BBBBBBBBBBBBBBBBBBBBBA' };
  const statement = {
    type: 'agreement',
    issuer: 'A'.repeat(43),
    version: 1,
    prev: null,
    issuedAt: '2026-11-22T12:00:00Z',
    ...text,
  };
  const markdown = exportMarkdown(text);
  expect(markdownOf(JSON.stringify({ id: 'A'.repeat(43), agreement: statement }))).toBe(markdown);
  const again = importMarkdown(markdown, { newId: counter(), asks });
  expect(again.ok && exportMarkdown(again.agreement)).toBe(markdown);
  expect(() => markdownOf('{')).toThrow('malformed');
  expect(() => markdownOf(JSON.stringify({ ...statement, reviewBy: 'soon' }))).toThrow('schema');
});

test('a review is near thirty days before its day, and over after it', () => {
  const now = new Date('2026-11-22T23:00:00Z');
  expect(reviewDue('2026-11-21', now)).toBe('over');
  expect(['2026-11-22', '2026-12-22'].map((day) => reviewDue(day, now))).toEqual(['soon', 'soon']);
  expect(reviewDue('2026-12-23', now)).toBe(null);
});
