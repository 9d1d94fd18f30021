// The open console: parts that changed are fetched anew, keys act, the shopper sees that somebody writes.
const desk = document.querySelector('[data-desk]');
const { desk: talk, view } = desk.dataset;
const here = talk ? `/desk/${talk}` : '/desk';
const csrf = document.querySelector('input[name=csrf]')?.value;
const atEnd = (it) => it.scrollHeight - it.scrollTop - it.clientHeight < 120;
const toEnd = (it) => it && (it.scrollTop = it.scrollHeight);
const log = desk.querySelector('[data-part=log]');
toEnd(log);

async function refresh(part) {
  const place = desk.querySelector(`[data-part=${part}]`);
  if (!place) return;
  const answer = await fetch(`${here}?view=${view}&part=${part}`, { headers: { 'hx-request': 'true' } });
  if (answer.status === 401) return location.reload();
  if (!answer.ok) return;
  const follow = part === 'log' && atEnd(place);
  place.innerHTML = await answer.text(); // our own page, escaped by the server
  if (follow) toEnd(place);
}

let waiting = null;
function notice(count) {
  const more = waiting !== null && count > waiting;
  waiting = count;
  if (more && document.hidden && window.Notification?.permission === 'granted') new Notification(desk.dataset.new);
}

const stream = new EventSource(`/desk/events?conversation=${talk}`);
stream.addEventListener('queue', (event) => (notice(Number(event.data)), refresh('queue')));
stream.addEventListener('log', () => refresh('log'));
setInterval(() => document.hidden || refresh('queue'), 15000); // clocks go on

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

let typed = 0;
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
