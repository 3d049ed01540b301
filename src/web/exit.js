// Quick exit for browsers that run scripts: blank at once, leave no entry for Back, Shift three times from anywhere.
// Without it the link does the same through the server, only slower.
const link = document.querySelector('[data-exit]');
const status = document.querySelector('[data-exit-status]');
let presses = 0;
let first = 0;
let alone = false;

function leave(event) {
  event?.preventDefault();
  document.dispatchEvent(new Event('leave'));
  for (const element of document.body.children) element.hidden = true;
  document.title = '';
  window.location.replace(link.href);
}

function forget() {
  presses = 0;
  status.textContent = '';
}

link.addEventListener('click', leave);
document.addEventListener('keydown', (event) => {
  // A Shift that accompanies another key is typing, not asking to leave.
  alone = event.key === 'Shift' && !event.repeat && !event.ctrlKey && !event.altKey && !event.metaKey;
  if (!alone) forget();
});
document.addEventListener('keyup', (event) => {
  if (event.key !== 'Shift' || !alone) return;
  if (event.timeStamp - first > 5000) presses = 0;
  if (presses === 0) first = event.timeStamp;
  presses += 1;
  if (presses === 3) leave();
  else status.textContent = status.dataset[presses === 1 ? 'two' : 'one'];
});
window.addEventListener('pageshow', (event) => {
  // A page kept in the back-forward cache comes back as it was left: ask the server instead.
  if (event.persisted) window.location.reload();
});
