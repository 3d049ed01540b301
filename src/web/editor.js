// Keeps what somebody types at the node, a few seconds after they stop and when the page goes, so that a closed tab
// takes nothing along. Only they see it; nothing stays on the device. Without it the form is kept when its button is
// pressed.
const form = document.querySelector('[data-unsaved]');
const status = document.querySelector('[data-unsaved-status]');
const waitMs = 2000;
const patienceMs = 20000;
let timer = 0;
let sent = typed();
let leaving = false;
let pressed = false;
let last = Promise.resolve(true);
status.textContent = status.dataset.on;

function typed() {
  return new URLSearchParams(new FormData(form)).toString();
}

// Whether the node answered, whatever it said.
async function send({ keepalive = false, again = false }) {
  window.clearTimeout(timer);
  timer = 0;
  const body = typed();
  if (leaving || (body === sent && !again)) return true;
  sent = body;
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  const signal = AbortSignal.timeout(patienceMs);
  try {
    const answer = await fetch(form.dataset.unsaved, { method: 'POST', body, headers, keepalive, signal });
    status.textContent = answer.ok ? status.dataset.kept : status.dataset.notKept;
    return true;
  } catch {
    sent = '';
    status.textContent = status.dataset.notKept;
    return false;
  }
}

form.addEventListener('input', () => {
  leaving = false;
  if (timer === 0) timer = window.setTimeout(() => (last = send({})), waitMs);
});
// The page is left only for a node that answers: without one, the browser would show its own page in the place of what
// was typed. And what is on its way must not arrive after what is saved.
form.addEventListener('submit', async (event) => {
  if (leaving) return;
  event.preventDefault();
  if (pressed) return;
  pressed = true;
  await last;
  const answered = await send({ again: true });
  pressed = false;
  leaving = answered;
  if (answered) form.requestSubmit(event.submitter);
  else status.textContent = status.dataset.notSent;
});
// Come back to as it was left.
window.addEventListener('pageshow', () => {
  leaving = false;
});
const now = () => void send({ keepalive: true });
window.addEventListener('pagehide', now);
document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && now());
// Before exit.js leaves and the session ends.
document.addEventListener('leave', now);
