/*
 * What a node mounts that is no JSON route, each with the type of what it answers to whoever names JSON alone, as tests
 * see it. test/web/contracts.embedded.test.ts fails for any other route that has no contract and is no form on a door.
 */

/** Pages, and documents of their own types: texts, feeds, calendars, vocabularies, styles and scripts. */
export const otherRoutes: ReadonlyMap<string, string> = new Map(
  `
  GET /                                                                text/html
  GET /agreements/:series/versions/:version/zine                       text/html
  GET /agreements/:series/zine                                         text/html
  GET /agreements/compare/:violence                                    text/html
  GET /agreements/feed.atom                                            application/atom+xml
  GET /agreements/feed.json                                            application/feed+json
  GET /agreements/reviews.ics                                          text/calendar
  GET /agreements/rounds                                               text/html
  GET /agreements/rounds/:round                                        text/html
  GET /agreements/rounds/:round/bring                                  text/html
  GET /agreements/rounds/:round/minutes.md                             text/markdown
  GET /agreements/rounds/:round/proposals/:number                      text/html
  GET /agreements/rounds/:round/proposals/:number/changes              text/html
  GET /agreements/rounds/:round/proposals/:number/since/:since         text/html
  GET /agreements/writing/:text/agreement.md                           text/markdown
  GET /agreements/writing/:text/decide                                 text/html
  GET /agreements/writing/:text/parts/:part                            text/html
  GET /agreements/writing/:text/parts/:part/revisions/:revision        text/html
  GET /asked                                                           text/html
  GET /assets/asked.en.js                                              text/javascript
  GET /assets/asked.es.js                                              text/javascript
  GET /assets/compare.css                                              text/css
  GET /assets/exit.js                                                  text/javascript
  GET /assets/forms.css                                                text/css
  GET /assets/happened.css                                             text/css
  GET /assets/icon.svg                                                 image/svg+xml
  GET /assets/member.css                                               text/css
  GET /assets/my-code.en.js                                            text/javascript
  GET /assets/my-code.es.js                                            text/javascript
  GET /assets/person.css                                               text/css
  GET /assets/round.css                                                text/css
  GET /assets/search.css                                               text/css
  GET /assets/style.css                                                text/css
  GET /assets/typed.js                                                 text/javascript
  GET /assets/zine.css                                                 text/css
  GET /enter/:code                                                     text/html
  GET /exit/about                                                      text/html
  GET /my-code                                                         text/html
  GET /my-code/card                                                    text/html
  GET /node-state                                                      text/html
  GET /people                                                          text/html
  GET /sessions                                                        text/html
  GET /something-happened                                              text/html
  GET /ns                                                              application/ld+json
  GET /partners/:peer/agreements/:series/versions/:version/zine        text/html
  GET /partners/:peer/agreements/:series/zine                          text/html
`
    .split('\n')
    .map((line) => /^ *(GET \S+) +(\S+)$/.exec(line))
    .flatMap((found) => (found ? [[found[1] ?? '', found[2] ?? ''] as const] : [])),
);

/** Leads away at once, and says nothing. */
export const waysOut: readonly string[] = ['GET /exit'];
