/* What a node mounts beside its JSON routes; test/web/contracts.embedded.test.ts fails for anything that is in no list. */

const listed = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Pages, and what their forms send. */
export const pages = listed(`
  GET /
  GET /agreements
  GET /agreements/:series
  GET /agreements/:series/changes/:versions
  GET /agreements/:series/versions/:version
  GET /agreements/:series/versions/:version/zine
  GET /agreements/:series/zine
  GET /agreements/compare
  GET /agreements/compare/:violence
  GET /agreements/rounds
  GET /agreements/rounds/:round
  POST /agreements/rounds/:round
  GET /agreements/rounds/:round/bring
  POST /agreements/rounds/:round/bring
  GET /agreements/rounds/:round/proposals/:number
  GET /agreements/rounds/:round/proposals/:number/changes
  GET /agreements/rounds/:round/proposals/:number/since/:since
  GET /agreements/search
  GET /agreements/writing
  POST /agreements/writing
  GET /agreements/writing/:text
  GET /agreements/writing/:text/decide
  POST /agreements/writing/:text/decide
  POST /agreements/writing/:text/let-go
  POST /agreements/writing/:text/parts
  GET /agreements/writing/:text/parts/:part
  POST /agreements/writing/:text/parts/:part
  POST /agreements/writing/:text/parts/:part/back
  POST /agreements/writing/:text/parts/:part/move
  POST /agreements/writing/:text/parts/:part/out
  GET /agreements/writing/:text/parts/:part/revisions/:revision
  POST /agreements/writing/:text/parts/:part/take
  POST /agreements/writing/:text/parts/:part/unsaved
  POST /agreements/writing/:text/parts/:part/unsaved/drop
  POST /agreements/writing/:text/throw-away
  GET /enter/:code
  POST /enter/:code
  GET /exit
  GET /exit/about
  GET /followers
  POST /followers/remove
  POST /leave
  GET /partners/:peer/agreements/:series
  GET /partners/:peer/agreements/:series/changes/:versions
  GET /partners/:peer/agreements/:series/versions/:version
  GET /partners/:peer/agreements/:series/versions/:version/zine
  GET /partners/:peer/agreements/:series/zine
`);

/** Documents of their own types: texts, feeds, calendars, signed statements as collectives fetch them, styles and scripts. */
export const files = listed(`
  GET /acknowledgements/:id
  GET /agreements/feed.atom
  GET /agreements/feed.json
  GET /agreements/reviews.ics
  GET /agreements/rounds/:round/minutes.md
  GET /agreements/writing/:text/agreement.md
  GET /assets/compare.css
  GET /assets/editor.js
  GET /assets/exit.js
  GET /assets/forms.css
  GET /assets/icon.svg
  GET /assets/member.css
  GET /assets/round.css
  GET /assets/search.css
  GET /assets/style.css
  GET /assets/zine.css
  GET /ns
`);

/** Rooms that have no contract yet. */
export const waiting = listed(`
  GET /agreements/:series/agreement.json
  GET /agreements/:series/agreement.md
  GET /agreements/:series/statement
  GET /agreements/:series/versions/:version/agreement.json
  GET /agreements/:series/versions/:version/agreement.md
  GET /agreements/:series/versions/:version/statement
  GET /partners/:peer/agreements/:series/agreement.json
  GET /partners/:peer/agreements/:series/agreement.md
  GET /partners/:peer/agreements/:series/statement
  GET /partners/:peer/agreements/:series/versions/:version/agreement.json
  GET /partners/:peer/agreements/:series/versions/:version/agreement.md
  GET /partners/:peer/agreements/:series/versions/:version/statement
  GET /partners/:peer/agreements/:series/adapted.md
  GET /partners/:peer/agreements/:series/versions/:version/adapted.md
`);
