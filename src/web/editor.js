// Keeps what somebody types at the node, a few seconds after they stop and when the page goes, so that a closed tab
// takes nothing along. Only they see it; nothing stays on the device. Without it the form is kept when its button is
// pressed.
const form = document.querySelector('[data-unsaved]');
const status = document.querySelector('[data-unsaved-status]');
const waitMs = 2000;
let timer = 0;
let sent = typed();
let sending = null;
let leaving = false;
status.textContent = status.dataset.on;

function typed() {
  return new URLSearchParams(new FormData(form)).toString();
}

async function send(keepalive) {
  window.clearTimeout(timer);
  timer = 0;
  const body = typed();
  if (leaving || body === sent) return;
  sent = body;
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  try {
    const answer = await fetch(form.dataset.unsaved, { method: 'POST', body, headers, keepalive });
    status.textContent = answer.ok ? status.dataset.kept : status.dataset.notKept;
  } catch {
    sent = '';
    status.textContent = status.dataset.notKept;
  }
}

form.addEventListener('input', () => {
  leaving = false;
  if (timer === 0) timer = window.setTimeout(() => (sending = send(false)), waitMs);
});
// What is on its way must not arrive after what is saved.
form.addEventListener('submit', async (event) => {
  window.clearTimeout(timer);
  if (sending === null) {
    leaving = true;
    return;
  }
  event.preventDefault();
  await Promise.race([sending, new Promise((resolve) => window.setTimeout(resolve, 3000))]);
  sending = null;
  form.requestSubmit(event.submitter);
});
const now = () => void send(true);
window.addEventListener('pagehide', now);
document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && now());
// Before exit.js leaves and the session ends.
document.addEventListener('leave', now);
