import ical, { ICalEventTransparency } from 'ical-generator';
import { readable } from '../../web/markdown.ts';
import type { View } from '../../web/view.ts';
import type { Review } from '../versions/shown.ts';

/**
 * The review days as a calendar (RFC 5545), one whole day each, to subscribe to: a changed day moves the event. Holds
 * only public titles and days; the same reviews give the same bytes.
 */
export function reviewCalendar({ i18n }: View, name: string, reviews: readonly Review[]): string {
  const calendar = ical({
    name: i18n._('calendar.name', { name }, { message: '{name}: agreements to look at again' }),
    prodId: { company: 'convive', product: 'agreements' },
  });
  for (const { id, title, url, day, version, at } of reviews)
    calendar.createEvent({
      id,
      summary: i18n._('calendar.event', { title: readable(title) }, { message: 'Look again at: {title}' }),
      start: new Date(`${day}T00:00:00Z`),
      allDay: true,
      timezone: 'UTC',
      stamp: at,
      sequence: version,
      transparency: ICalEventTransparency.TRANSPARENT,
      url,
    });
  return calendar.toString();
}
