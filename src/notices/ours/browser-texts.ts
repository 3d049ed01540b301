import type { I18n } from '@lingui/core';

/** What the script of "my code" says: its own sentences, and those of where things are. */
const said =
  /^((my-code|words|called|refusal)\..*|cli\.(where-.*|gone.*|withdrawn.*|asks-nothing-more)|web\.(next|stop-here))$/;

const known = new WeakMap<I18n, string>();

/** The sentences that the script needs, in one language, for the page to carry. */
export function browserTexts(i18n: I18n): string {
  const before = known.get(i18n);
  if (before !== undefined) return before;
  const texts = JSON.stringify(Object.fromEntries(Object.entries(i18n.messages).filter(([id]) => said.test(id))));
  known.set(i18n, texts);
  return texts;
}
