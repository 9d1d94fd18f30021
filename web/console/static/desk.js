// The open console: parts that changed are fetched anew, keys act, the shopper sees that somebody writes.
import { Sending, fresh } from './sending.js';

const desk = document.querySelector('[data-desk]');
const { desk: talk, view } = desk.dataset;
const here = talk ? `/desk/${talk}` : '/desk';
const csrf = document.querySelector('input[name=csrf]')?.value;
const atEnd = (it) => it.scrollHeight - it.scrollTop - it.clientHeight < 120;
const toEnd = (it) => it && (it.scrollTop = it.scrollHeight);
const queue = desk.querySelector('[data-part=queue]');
const scroll = desk.querySelector('[data-part=log]');
const log = scroll?.querySelector('.log');
toEnd(scroll);

/** The queue is fetched a moment after it changed, each console at a moment of its own, and at most once a second. */
let due = 0;
let again = false;
function refresh() {
  if (due) again = true;
  else due = setTimeout(fetched, 150 + Math.random() * 350);
}

async function fetched() {
  again = false;
  const answer = await fetch(`${here}?view=${view}&part=queue`, { headers: { 'hx-request': 'true' } }).catch(() => null);
  setTimeout(() => ((due = 0), again && refresh()), 500);
  if (answer?.status === 401) return words?.value || sending.waiting.length ? notice('over') : location.reload();
  if (!answer?.ok) return;
  queue.innerHTML = await answer.text(); // our own page, escaped by the server
  shown();
}

/** A new entry of the transcript comes as it is to be shown. */
function line(html) {
  const follow = atEnd(scroll);
  const entry = new Range().createContextualFragment(html).firstElementChild;
  if (entry.dataset.seq && log.querySelector(`[data-seq="${entry.dataset.seq}"]`)) return;
  log.append(entry);
  if (entry.matches('.shopper')) wrote(talk);
  if (follow) toEnd(scroll);
}

/** How far a message has come since it was drawn. */
function tick(html) {
  const entry = new Range().createContextualFragment(html).firstElementChild;
  log.querySelector(`[data-tick="${entry.dataset.tick}"]`)?.replaceWith(entry);
}

// Who is writing: for five seconds after each sign of it, or until it is said.
const writers = new Map();
const writes = desk.querySelector('[data-writes]');
function writing(id) {
  clearTimeout(writers.get(id));
  writers.set(id, setTimeout(() => wrote(id), 5000));
  shown();
}

function wrote(id) {
  clearTimeout(writers.get(id));
  if (writers.delete(id)) shown();
}

function shown() {
  for (const it of queue.querySelectorAll('.q')) {
    const [last, writes] = it.querySelectorAll('.l');
    last.hidden = writers.has(it.dataset.talk);
    writes.hidden = !last.hidden;
  }
  if (!writes) return;
  const follow = atEnd(scroll);
  writes.hidden = !writers.has(talk);
  if (follow) toEnd(scroll);
}

let queued = null;
function waits(count) {
  const more = queued !== null && count > queued;
  queued = count;
  if (more && document.hidden && window.Notification?.permission === 'granted') new Notification(desk.dataset.new);
}

const { place = '', read = '' } = log?.dataset ?? {};
const stream = new EventSource(`/desk/events?conversation=${talk}&place=${place}&read=${read}`);
stream.addEventListener('queue', (event) => (waits(Number(event.data)), refresh()));
stream.addEventListener('line', (event) => line(event.data));
stream.addEventListener('tick', (event) => tick(event.data));
stream.addEventListener('typing', (event) => writing(event.data));
setInterval(() => document.hidden || refresh(), 15000); // clocks go on

const bell = desk.querySelector('[data-notify]');
if (bell && window.Notification?.permission === 'default') {
  bell.hidden = false;
  bell.addEventListener('click', () => Notification.requestPermission().then(() => (bell.hidden = true)));
}

const words = desk.querySelector('textarea');
desk.querySelector('[data-canned]')?.addEventListener('change', ({ target }) => {
  if (!target.value) return;
  words.value = [words.value.trim(), target.selectedOptions[0].text].filter(Boolean).join(' ');
  target.value = '';
  words.focus();
});

// In a talk of one's own, words go out without a new page; what is refused comes back into the field, with the reason.
const sending = new Sending({ post, late: (on) => notice(on ? 'kept' : ''), refused });
let typed = 0;
words?.form.addEventListener('submit', (event) => {
  const { form } = words;
  if (!('mine' in form.dataset)) return;
  event.preventDefault();
  const { once } = form.elements;
  const body = new URLSearchParams(new FormData(form));
  const note = event.submitter?.name === 'note';
  if (note) body.append('note', 'yes');
  const item = { said: words.value, note, once: once.value, body };
  [words.value, once.value, typed] = ['', fresh(), 0]; // the next word is a new sign
  desk.querySelector('.told')?.remove();
  if (!sending.isLate) notice('');
  sending.add(item);
});

function post({ body }) {
  const headers = { 'hx-request': 'true' };
  return fetch(words.form.action, { method: 'POST', headers, body, keepalive: true, signal: AbortSignal.timeout?.(20000) });
}

async function refused(answer, items) {
  const { once } = words.form.elements;
  const said = ({ note, said }) => (note && words.value ? `${words.form.dataset.note}: ${said}` : said);
  words.value = [...items.map(said), words.value].filter(Boolean).join('\n');
  once.value = items[0].once; // sent again unaltered it is the same message
  const page = new DOMParser().parseFromString(await answer.text().catch(() => ''), 'text/html'); // our own page, escaped by the server
  const why = page.querySelector('.told');
  if (!why) return notice(answer.status === 500 ? 'failed' : 'over');
  desk.querySelector('.told')?.remove();
  desk.querySelector('#talk .ptop').replaceWith(page.querySelector('#talk .ptop'), why);
  words.form.toggleAttribute('data-mine', Boolean(page.querySelector('[data-mine]')));
}

/** "kept": the shop does not answer; "failed": it breaks at these words; "over": one is signed out. */
function notice(which) {
  for (const it of desk.querySelectorAll('[data-notice]')) it.hidden = it.dataset.notice !== which;
}

// A page that the browser takes out again as it was sends what is new.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) for (const it of desk.querySelectorAll('input[name=once]')) it.value = fresh();
});
addEventListener('beforeunload', (event) => (sending.isLate || sending.waiting.length > 1) && event.preventDefault());

words?.addEventListener('input', () => {
  if (Date.now() - typed < 4000 || !words.value) return;
  typed = Date.now();
  fetch(`${here}/typing`, { method: 'POST', headers: { 'x-csrf': csrf, 'hx-request': 'true' } }).catch(() => {});
});
words?.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    if (words.value.trim()) words.form.requestSubmit(words.form.querySelector('.main'));
  }
  if (event.key === 'Escape') words.blur();
});

// Single keys rest while a field has the focus.
document.addEventListener('keydown', (event) => {
  if (event.target.closest('input, textarea, select') || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === 'j' || key === 'k') return step(key === 'j' ? 1 : -1);
  const it = desk.querySelector(`[data-key="${key}"]`);
  if (!it) return;
  event.preventDefault();
  if (it.matches('textarea')) it.focus();
  else it.click();
});

function step(by) {
  const all = [...desk.querySelectorAll('.q')];
  const next = all[Math.max(0, Math.min(all.length - 1, all.findIndex((it) => it.matches('[aria-current]')) + by))];
  next?.click();
}
