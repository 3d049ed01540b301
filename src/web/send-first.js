// Sends a form by itself, and leaves the page only for where it leads: whoever has no connection, or sends more than is
// taken, keeps what they typed. What the node answers with a page is sent once more, so that the browser shows it.
const patienceMs = 20000;

for (const form of document.querySelectorAll('[data-send-first]')) {
  const status = form.querySelector('[role="status"]');
  let sending = false;
  let leaving = false;
  form.addEventListener('submit', async (event) => {
    if (leaving) return;
    event.preventDefault();
    if (sending) return;
    sending = true;
    status.textContent = '';
    const { submitter } = event;
    const sent = await send(form, submitter).catch(() => null);
    sending = false;
    const to = sent?.headers.get('location') ?? null;
    if (to !== null) {
      const here = new URL(to, window.location.href).pathname === window.location.pathname;
      window.location.assign(to);
      if (here) window.location.reload();
    } else if (sent !== null && [400, 401, 409].includes(sent.status)) {
      leaving = true;
      form.requestSubmit(submitter);
    } else status.textContent = sent === null ? status.dataset.notSent : status.dataset.notTaken;
  });
  // Come back to as it was left.
  window.addEventListener('pageshow', () => {
    leaving = false;
  });
}

function send(form, submitter) {
  const body = new URLSearchParams(new FormData(form, submitter));
  const headers = { accept: 'text/html', 'x-sent-by': 'script' };
  return fetch(form.action, { method: 'POST', body, headers, signal: AbortSignal.timeout(patienceMs) });
}
