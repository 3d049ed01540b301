import { describe, expect, it } from 'vitest';
import type { Agreement } from '../../../schemas/agreement.ts';
import { freshNodes } from '../../peers/open-nodes.ts';
import { ask, clause, type Found, found, htmlOf, plain, publish, saying, titles } from './search-asked.ts';

const { ceiba } = await freshNodes('ceiba');

const inEnglish = (title: string, text: string): Partial<Agreement> => ({
  title: { en: title },
  languages: ['en'],
  summary: {},
  clauses: [clause({ text: { en: text } })],
});

describe('words', () => {
  it.each([
    ['agresion', 'agresión', 'AGRESIONES', 'Agresio\u0301n'],
    ['niñas', 'ninas', 'Niña', 'niños'],
    ['cuidados', 'cuidar', 'cuidamos', 'CUIDADO'],
    ['acompañamiento', 'acompanar', 'acompañan'],
  ])('%s, %s and %s find each other', async (...words) => {
    for (const written of words) {
      await ceiba.reset();
      await publish(ceiba, saying(`En la casa hay ${written} desde ayer.`));
      for (const typed of words) {
        const [one] = await found(ceiba, typed);
        const marked = one?.places[0]?.excerpt?.pieces.filter((piece) => piece.marked).map(({ text }) => text);
        expect([typed, marked]).toEqual([typed, [written.normalize('NFC')]]);
      }
    }
  });

  it('go through the language of each text: English endings in English, Spanish ones in Spanish, none elsewhere', async () => {
    await publish(ceiba, inEnglish('Living together', 'We care for every neighbour who was threatened.'));
    await publish(ceiba, { ...saying('Quien amenaza se va.'), title: { es: 'Convivencia' } });
    await publish(ceiba, {
      title: { nah: 'Tocal' },
      languages: ['nah'],
      summary: {},
      clauses: [clause({ text: { nah: 'Amo ximocualani, niño.' } })],
    });
    expect(await titles(ceiba, 'caring neighbours')).toEqual(['Living together']);
    expect(await titles(ceiba, 'threatening')).toEqual(['Living together']);
    expect(await titles(ceiba, 'amenazas')).toEqual(['Convivencia']);
    expect(await titles(ceiba, 'ximocualani')).toEqual(['Tocal']);
    expect(await titles(ceiba, 'nino')).toEqual(['Tocal']);
    expect(await titles(ceiba, 'ninos')).toEqual([]);
    expect(await titles(ceiba, 'amenazar or careful')).toEqual(['Convivencia', 'Living together']);
  });

  it('that are small are passed over, with or without their accent', async () => {
    await publish(ceiba, saying('Más cuidado y también respeto: él no está solo.'));
    for (const typed of [
      'el cuidado de la casa o del respeto',
      'cuidado mas',
      'cuidado más',
      'tambien respeto',
      '"mas cuidado"',
    ])
      expect([typed, (await found(ceiba, typed)).length]).toEqual([typed, 1]);
    expect(await found(ceiba, 'de la')).toEqual([]);
    expect(await htmlOf(ceiba, 'de la')).toContain('Small words such as &quot;the&quot; are not looked for.');
    expect(await htmlOf(ceiba, 'nadaqueno')).not.toContain('Small words');
  });

  it('stay together in quotes, are left out by a minus, and one is enough with or', async () => {
    await publish(ceiba, { ...saying('La falta de respeto no cabe.'), title: { es: 'Uno' } });
    await publish(ceiba, { ...saying('Respeto, y la falta se habla. Sin gritos.'), title: { es: 'Dos' } });
    // What stands closer together fits better.
    expect(await titles(ceiba, 'falta respeto')).toEqual(['Uno', 'Dos']);
    for (const quoted of ['"falta de respeto"', '“falta de respeto”', '«falta de respeto»', '"falta de respeto'])
      expect(await titles(ceiba, quoted)).toEqual(['Uno']);
    expect(await titles(ceiba, 'respeto -grito')).toEqual(['Uno']);
    expect(await titles(ceiba, 'respeto -"falta de respeto"')).toEqual(['Dos']);
    for (const either of ['gritos or cabe', 'gritos OR cabe', 'gritos o cabe'])
      expect((await titles(ceiba, either)).toSorted()).toEqual(['Dos', 'Uno']);
  });

  it('are found however they are joined, as a reader sees them', async () => {
    await publish(
      ceiba,
      saying('Las compañeras/os hacen **auto-cuidado** con compañer@s [aquí](https://ejemplo.example/secreta).'),
    );
    for (const typed of ['compañeras', 'autocuidado or cuidado', 'auto-cuidado', 'compañer@s', 'aqui'])
      expect([typed, (await found(ceiba, typed)).length]).toEqual([typed, 1]);
    expect(await found(ceiba, 'secreta')).toEqual([]);
    expect(await found(ceiba, 'ejemplo.example')).toEqual([]);
  });
});

describe('the order', () => {
  it('puts a title before the name of a clause, that before its text, and that before the rest; then by title', async () => {
    const with_ = (title: string, changes: Partial<Agreement['clauses'][number]>) =>
      publish(ceiba, { title: { es: title }, clauses: [clause({ text: { es: 'No gritamos.' }, ...changes })] });
    await with_('D', { support: { es: ['Hay mediación.'] } });
    await with_('C', { text: { es: 'Hay mediación.' } });
    await with_('B', { ownName: { es: 'mediación' } });
    await with_('Mediación', {});
    await with_('Ba', { ownName: { es: 'mediación' } });
    expect(await titles(ceiba, 'mediacion')).toEqual(['Mediación', 'B', 'Ba', 'C', 'D']);
  });

  it('leads to the point itself, marks what was found, and names at most three points', async () => {
    const ids = ['A', 'B', 'C', 'D', 'E'].map((letter) => `${letter.repeat(21)}A`);
    const clauses = ids.map((id, at) =>
      clause({
        id,
        text: {
          es: `${'Antes se habla de otra cosa. '.repeat(20)}El huerto ${at} es de todas. ${'Y sigue. '.repeat(60)}`,
        },
      }),
    );
    clauses[3]!.text.es += ' Huerto y cocina.';
    const row = await publish(ceiba, { clauses, title: { es: 'El huerto' }, belonging: [] });
    const [one] = await found(ceiba, 'huerto cocina');
    expect(one).toMatchObject({ peer: null, version: 1, language: 'es', collective: 'ceiba', others: 2 });
    expect(one?.title).toEqual([
      { text: 'El ', marked: false },
      { text: 'huerto', marked: true },
    ]);
    expect(one?.places.map((place) => place.clause)).toEqual([ids[3], ids[0], ids[1]]);
    expect(one?.places[0]?.url).toBe(`${ceiba.runtime.origin}/agreements/${row.series}?in=es#clause-${ids[3]}`);
    for (const { excerpt } of one?.places ?? []) {
      expect(plain(excerpt?.pieces ?? []).length).toBeLessThan(400);
      expect(excerpt).toMatchObject({ before: true });
      expect(excerpt?.pieces.some(({ text, marked }) => marked && text.toLowerCase() === 'huerto')).toBe(true);
    }
    const html = await htmlOf(ceiba, 'huerto');
    expect(html).toContain(`href="/agreements/${row.series}?in=es&amp;lang=en#clause-${ids[0]}"`);
    expect(html).toContain('El <mark>huerto</mark> 0 es de todas.');
    expect(html).toContain('And in 2 more points of it.');
    const page = await ceiba.get(`/agreements/${row.series}?in=es&lang=en`, 'text/html');
    expect(await page.text()).toContain(`id="clause-${ids[0]}"`);
  });

  it('finds kinds of violence by their names, situations of belonging and whom an agreement looks after', async () => {
    const id = `${'F'.repeat(21)}A`;
    await publish(ceiba, {
      clauses: [clause({ violence: 'economic', ownName: { es: 'el control del dinero' } })],
      protects: { es: ['Quienes migran'] },
      belonging: [
        {
          id,
          when: { es: 'Cuando alguien amenaza.' },
          severityFrom: 'grave',
          measure: { es: 'Sale de la casa.' },
          restorativePlan: 'required',
          reviewMonths: 6,
          wayBack: { es: 'Vuelve tras reparar.' },
        },
      ],
    });
    const place = async (q: string) => (await found(ceiba, q))[0]?.places[0];
    expect(await place('violencia económica')).toMatchObject({ kind: 'clause' });
    expect((await place('dinero'))?.kind).toBe('clause');
    expect(await place('amenazas')).toMatchObject({ kind: 'belonging', number: 1 });
    expect((await place('amenazas'))?.url).toContain(`#belonging-${id}`);
    expect((await place('migrar'))?.url).toMatch(/#protects$/);
    expect(await htmlOf(ceiba, 'amenazas')).toContain('When a person stops belonging: Situation 1');
  });

  it('gives an agreement in several languages once, in the language in which somebody reads', async () => {
    await publish(ceiba, {
      title: { es: 'Radio libre', en: 'Free radio' },
      languages: ['es', 'en'],
      summary: {},
      clauses: [clause({ text: { es: 'La radio es común.', en: 'The radio is shared.' } })],
    });
    const inLanguage = async (more: string) => {
      const { found } = (await (await ask(ceiba, 'radio', 'application/json', more)).json()) as { found: Found[] };
      return found.map(({ language, title }) => [language, plain(title)]);
    };
    expect(await inLanguage('&lang=en')).toEqual([['en', 'Free radio']]);
    expect(await inLanguage('&lang=en&in=es')).toEqual([['es', 'Radio libre']]);
    expect(await titles(ceiba, 'comun')).toEqual(['Radio libre']);
  });

  it('says so when there are more than are shown', async () => {
    for (let at = 0; at < 21; at++)
      await publish(ceiba, { ...saying('Hay trueque.'), title: { es: `Acuerdo ${String(at).padStart(2, '0')}` } });
    const answer = (await (await ask(ceiba, 'trueque')).json()) as { found: Found[]; more: boolean };
    expect(answer.more).toBe(true);
    expect(answer.found.map(({ title }) => plain(title))).toEqual(
      Array.from({ length: 20 }, (_, at) => `Acuerdo ${String(at).padStart(2, '0')}`),
    );
    expect(await htmlOf(ceiba, 'trueque')).toContain(
      'There are more: these fit best. With another word you get closer.',
    );
  });
});
