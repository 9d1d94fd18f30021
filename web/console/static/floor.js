// The open floor stays true: drawn anew when the queue changes and every quarter of a minute, not under somebody's hands.
const main = document.getElementById('main');

async function refresh() {
  if (document.hidden || main.contains(document.activeElement)) return;
  const answer = await fetch('/desk/floor', { headers: { 'hx-request': 'true' } }).catch(() => null);
  if (answer?.status === 401) return location.reload();
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html'); // our own page, escaped by the server
  main.replaceChildren(...page.getElementById('main').childNodes);
}

new EventSource('/desk/events').addEventListener('queue', refresh);
setInterval(refresh, 15000);
