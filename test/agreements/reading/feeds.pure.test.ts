import { describe, expect, it } from 'vitest';
import { reviewCalendar } from '../../../src/agreements/reading/calendar.ts';
import { atomFeed, type FeedEntry, jsonFeed } from '../../../src/agreements/reading/feed.ts';
import { i18nFor } from '../../../src/platform/i18n.ts';

const view = { language: 'en', textLanguage: 'en', i18n: i18nFor('en'), link: (path: string) => path };
const origin = 'https://ceiba.test';
const about = { name: 'Ceiba', at: new Date('2026-01-01T00:00:00Z') };
const entry = (changes: Partial<FeedEntry> = {}): FeedEntry => ({
  id: `${origin}/agreements/a/versions/1`,
  url: `${origin}/agreements/a/versions/1`,
  title: 'Adopted: Ours',
  html: '<p>One.</p>',
  at: new Date('2026-03-14T00:00:00Z'),
  ...changes,
});

describe('a feed', () => {
  it('is the same bytes for the same entries, also when there are none', () => {
    for (const write of [atomFeed, jsonFeed]) {
      expect(write(view, origin, about, [])).toBe(write(view, origin, about, []));
      expect(write(view, origin, about, [entry()])).toBe(write(view, origin, about, [entry()]));
    }
    expect(atomFeed(view, origin, about, [])).toContain('<updated>2026-01-01T00:00:00.000Z</updated>');
  });

  it('says when it changed, and names each entry the same in every language', () => {
    const atom = atomFeed(view, origin, about, [entry(), entry({ at: new Date('2026-02-01T00:00:00Z') })]);
    expect(atom).toMatch(/<updated>2026-03-14T00:00:00.000Z<\/updated>\s*<author>/);
    const spanish = atomFeed({ ...view, language: 'es', i18n: i18nFor('es') }, origin, about, [entry()]);
    expect(spanish).toContain('Ceiba: acuerdos');
    expect(spanish).toContain(`<id>${entry().id}</id>`);
  });

  it.each(['a ]]> b ]]> <script>alert(1)</script>', '<![CDATA[', '"&amp;\'', 'x\uFFFE\uFFFF\u0000\u001B', 'a\uD800b'])(
    'holds a title like %j as that text and nothing else',
    (title) => {
      const atom = atomFeed(view, origin, { ...about, name: title }, [entry({ title })]);
      expect(atom.match(/<!\[CDATA\[/g)).toHaveLength(2);
      expect(atom.match(/\]\]>/g)).toHaveLength(2);
      expect(atom).not.toContain('<script');
      expect(atom.isWellFormed()).toBe(true);
      expect(atom).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/);
      const json = JSON.parse(jsonFeed(view, origin, about, [entry({ title })])) as { items: { title: string }[] };
      expect(json.items[0]?.title).toBe(title.toWellFormed().replace(/[\u0000-\u001F\uFFFE\uFFFF]/g, ''));
    },
  );

  it('is JSON Feed with a home, its own address and safe HTML', () => {
    expect(JSON.parse(jsonFeed(view, origin, about, [entry()]))).toMatchObject({
      version: 'https://jsonfeed.org/version/1',
      title: 'Ceiba: agreements',
      home_page_url: `${origin}/agreements?lang=en`,
      feed_url: `${origin}/agreements/feed.json?lang=en`,
      items: [{ id: entry().id, title: 'Adopted: Ours', content_html: '<p>One.</p>' }],
    });
  });
});

describe('the calendar of reviews', () => {
  const review = {
    id: 'series@ceiba.test',
    title: 'Ours; and, more\\',
    url: `${origin}/agreements/a`,
    day: '2027-03-14',
    version: 2,
    at: new Date('2026-03-14T12:00:00Z'),
  };
  it('has one whole day for each, whatever the time zone of the machine, and is the same every time', () => {
    const text = reviewCalendar(view, 'Ceiba', [review]);
    expect(text).toBe(reviewCalendar(view, 'Ceiba', [review]));
    const lines = text.replace(/\r\n /g, '').split('\r\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'BEGIN:VCALENDAR',
        'UID:series@ceiba.test',
        'SEQUENCE:2',
        'DTSTAMP:20260314T120000Z',
        'DTSTART;VALUE=DATE:20270314',
        'SUMMARY:Look again at: Ours\\; and\\, more\\\\',
        'END:VCALENDAR',
      ]),
    );
  });

  it('keeps a title within its line', () => {
    const text = reviewCalendar(view, 'Ceiba', [{ ...review, title: 'a\r\nATTACH:https://elsewhere.test/' }]);
    expect(text).not.toMatch(/^ATTACH/m);
  });
});
