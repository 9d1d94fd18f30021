// The open console: parts that changed are fetched anew, keys act, the shopper sees that somebody writes.
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
  if (answer?.status === 401) return location.reload();
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

let waiting = null;
function notice(count) {
  const more = waiting !== null && count > waiting;
  waiting = count;
  if (more && document.hidden && window.Notification?.permission === 'granted') new Notification(desk.dataset.new);
}

const { place = '', read = '' } = log?.dataset ?? {};
const stream = new EventSource(`/desk/events?conversation=${talk}&place=${place}&read=${read}`);
stream.addEventListener('queue', (event) => (notice(Number(event.data)), refresh()));
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

// In a talk of one's own, words go out without a new page; what is refused is sent anew as a form, which says why.
let sending = Promise.resolve();
let typed = 0;
words?.form.addEventListener('submit', (event) => {
  const { form } = words;
  if (!('mine' in form.dataset)) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form));
  if (event.submitter?.name) body.append(event.submitter.name, event.submitter.value);
  const said = words.value;
  words.value = '';
  typed = 0; // the next word is a new sign
  sending = sending.then(() => post(form, body, said, event.submitter));
});

async function post(form, body, said, button) {
  const answer = await fetch(form.action, { method: 'POST', headers: { 'hx-request': 'true' }, body }).catch(() => null);
  if (answer?.status === 204) return;
  words.value = [said, words.value].filter(Boolean).join('\n');
  delete form.dataset.mine;
  if (answer) form.requestSubmit(button);
}

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
