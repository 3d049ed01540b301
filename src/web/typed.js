// Nothing that somebody types is lost. Sends the forms of its page, and leaves the page only for where they lead; what
// the node answers instead takes the place of the text, and where it does not answer, takes nothing or the session has
// ended, the page stays as it is and says so. Keeps at the node what is typed into a form that says where, a few
// seconds after somebody stops and when the page goes: for them alone, and nothing on the device. Without it, forms are
// sent as ever, and what is not taken is given back.
const words = document.querySelector('[data-typed-words]').dataset;
const waitMs = 2000;
const patienceMs = 20000;
/** What `fetch` may send after the page is gone, in bytes. */
const mostAfterwards = 60000;
const forms = new Map();
let pressed = false;
let leaving = false;
attach();

function attach() {
  for (const form of forms.keys()) if (!form.isConnected) forms.delete(form);
  for (const form of document.forms) {
    // Not `form.method`: a field of that name would be in its place.
    if (form.getAttribute('method') !== 'post' || forms.has(form)) continue;
    const status = form.querySelector('[role="status"]');
    const typing = { form, status, keepAt: form.dataset.keep, kept: typed(form), timer: 0, last: null, lost: false };
    forms.set(form, typing);
    form.addEventListener('submit', (event) => void press(typing, event));
    if (typing.keepAt === undefined) continue;
    if (status?.dataset.on) status.textContent = status.dataset.on;
    form.addEventListener('input', () => {
      window.addEventListener('beforeunload', ask);
      if (typing.timer === 0) typing.timer = window.setTimeout(() => void keep(typing), waitMs);
    });
  }
}

function typed(form, submitter) {
  const fields = new URLSearchParams(new FormData(form));
  if (submitter?.name) fields.append(submitter.name, submitter.value);
  return fields.toString();
}

function say(typing, sentence) {
  typing.status ??= typing.form.appendChild(Object.assign(document.createElement('p'), { role: 'status' }));
  if (typing.status.textContent !== sentence) typing.status.textContent = sentence;
}

const unkept = () => [...forms.values()].filter(({ form, keepAt, kept }) => keepAt && typed(form) !== kept);

// One after the other, so that the node has what was typed last.
function keep(typing, afterwards = false) {
  window.clearTimeout(typing.timer);
  typing.timer = 0;
  const before = afterwards ? null : typing.last;
  typing.last = (async () => {
    await before;
    const body = typed(typing.form);
    if (leaving || body === typing.kept) return;
    const answer = await sendToKeep(typing.keepAt, body, afterwards);
    typing.lost = !answer?.ok;
    if (answer?.ok) typing.kept = body;
    say(typing, answer?.ok ? (typing.status?.dataset.kept ?? words.kept) : (stays[answer?.status] ?? words.notKept));
    if (unkept().length === 0) window.removeEventListener('beforeunload', ask);
  })();
  return typing.last;
}

function sendToKeep(address, body, afterwards) {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  const keepalive = afterwards && body.length < mostAfterwards;
  const signal = AbortSignal.timeout(patienceMs);
  return fetch(address, { method: 'POST', body, headers, keepalive, signal }).catch(() => null);
}

/** Where the page stays as it is: why. */
const stays = { 401: words.ended, 403: words.other, 413: words.notTaken };

async function press(typing, event) {
  event.preventDefault();
  if (pressed) return;
  pressed = true;
  const { submitter } = event;
  const others = unkept().filter((one) => one !== typing);
  // What is on its way must not arrive after what is sent.
  window.clearTimeout(typing.timer);
  typing.timer = 0;
  await Promise.all([typing.last, ...others.map((one) => keep(one))]);
  const own = submitter?.getAttribute('formaction') ?? typing.form.getAttribute('action') ?? '';
  const action = new URL(own, window.location.href);
  const answer = await send(action, typed(typing.form, submitter));
  pressed = false;
  const to = answer.getResponseHeader('location');
  if (to !== null) go(to);
  else if (!stays[answer.status] && answer.status < 500 && answer.response?.querySelector('main'))
    show(answer.response, action.hash);
  else say(typing, answer.status === 0 ? words.notSent : (stays[answer.status] ?? words.notTaken));
}

// The one way to a document that a page with trusted types may take.
function send(action, body) {
  const asked = new XMLHttpRequest();
  asked.open('POST', action);
  asked.responseType = 'document';
  asked.timeout = patienceMs;
  asked.setRequestHeader('content-type', 'application/x-www-form-urlencoded');
  asked.setRequestHeader('accept', 'text/html');
  asked.setRequestHeader('x-sent-by', 'script');
  return new Promise((resolve) => {
    asked.onloadend = () => resolve(asked);
    asked.send(body);
  });
}

function go(to) {
  leaving = true;
  const there = new URL(to, window.location.href);
  const { pathname, search } = window.location;
  window.location.assign(there);
  if (there.hash !== '' && there.pathname === pathname && there.search === search) window.location.reload();
}

function show(answer, hash) {
  const text = document.adoptNode(answer.querySelector('main'));
  document.querySelector('main').replaceWith(text);
  attach();
  text.focus();
  if (hash === '') return;
  window.location.hash = hash;
  document.querySelector(hash)?.scrollIntoView();
}

/** The browser asks before a page goes whose words the node does not have. */
function ask(event) {
  if (!leaving && unkept().some(({ lost }) => lost || !navigator.onLine)) event.preventDefault();
}

function keepAll() {
  for (const typing of unkept()) void keep(typing, true);
}

document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && keepAll());
// Before exit.js leaves and the session ends.
document.addEventListener('leave', () => {
  keepAll();
  window.removeEventListener('beforeunload', ask);
});
window.addEventListener('pagehide', keepAll);
// Come back to as it was left.
window.addEventListener('pageshow', () => {
  leaving = false;
  pressed = false;
});
