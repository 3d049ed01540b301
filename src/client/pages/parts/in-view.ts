const answers = '[role="alert"], [role="status"]';

/**
 * From here on, what a page answers to a press comes into view, wherever it stands. The focus stays where it is, and
 * nothing moves under who typed since, or on a screen that has only just come: its heading is read first. It moves at
 * once, so that nobody has to bear a movement.
 */
export function bringAnswersIntoView(): void {
  let pressed = false;
  document.addEventListener('click', () => {
    pressed = true;
  });
  for (const on of ['input', 'focusin'])
    document.addEventListener(on, ({ type, target }) => {
      if (type === 'input' || (target as Element).tagName === 'H1') pressed = false;
    });
  new MutationObserver((changes) => {
    const last = changes
      .map(({ target }) => (target instanceof Element ? target : target.parentElement)?.closest(answers))
      .findLast((place) => place?.isConnected && place.textContent);
    if (pressed && last) last.scrollIntoView({ block: 'nearest' });
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}
