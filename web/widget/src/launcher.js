// <fw-launcher>: the bell. Loads the panel when it is first opened, and lends the page's own questions to it:
// <form data-fw-ask> opens the chat with the words of its first field, <button data-fw-ask="words"> with those words.
const here = new URL('.', import.meta.url);
const words = document.documentElement.lang.startsWith('de')
  ? ['Kann ich helfen?', 'Kann ich helfen? Chat öffnen']
  : ['May I help you?', 'May I help you? Open the chat'];
const sheet = `button{position:fixed;z-index:2147482000;inset-inline-end:20px;inset-block-end:20px;display:flex;align-items:center;gap:10px;min-height:60px;padding:8px 22px 8px 10px;border:0;border-radius:99px;background:var(--fw-awning);color:var(--fw-on-awning);box-shadow:var(--fw-shadow-2),inset 0 0 0 2px var(--fw-accent);font:600 1.0625rem/1.1 var(--fw-display);cursor:pointer}
button:focus-visible{outline:3px solid var(--fw-ink);outline-offset:2px}
svg{box-sizing:border-box;width:44px;height:44px;padding:8px;border-radius:50%;background:var(--fw-accent);fill:none;stroke:var(--fw-on-accent);stroke-width:1.7;stroke-linecap:round}
@media(max-width:520px){button{padding:6px;inset-inline-end:14px;inset-block-end:14px}span{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}}`;
const kept = (value) => {
  try {
    if (value !== undefined) sessionStorage.setItem('fw-open', value);
    return sessionStorage.getItem('fw-open');
  } catch {
    return null;
  }
};

class Launcher extends HTMLElement {
  connectedCallback() {
    if (this.bell) return;
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [new CSSStyleSheet()];
    root.adoptedStyleSheets[0].replaceSync(sheet);
    root.innerHTML = '<button type="button" aria-haspopup="dialog"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 17a8 8 0 0 1 16 0zM3 20.5h18M12 9V6M9.5 6h5"/></svg><span></span></button>';
    this.bell = root.firstChild;
    this.bell.lastChild.textContent = words[0];
    this.bell.ariaLabel = words[1];
    this.bell.onclick = () => this.ask();
    document.addEventListener('submit', (event) => this.lend(event, event.target.elements[0]?.value));
    document.addEventListener('click', (event) => event.target.closest('button') && this.lend(event));
    if (location.hash === '#chat') this.ask();
    else if (kept() && innerWidth > 479) this.ask('', true); // it was open on the page before
  }

  lend(event, words) {
    const asked = event.target.closest('[data-fw-ask]');
    if (!asked || (words === undefined) === (asked.tagName === 'FORM')) return;
    event.preventDefault();
    this.ask(words ?? asked.dataset.fwAsk);
    if (words) asked.reset();
  }

  async ask(text, quietly) {
    await import('./floorwalker.js');
    this.chat ??= this.put();
    this.chat.toggleAttribute('quietly', Boolean(quietly));
    this.bell.hidden = true;
    this.bell.style.display = 'none';
    kept('1');
    this.chat.ask(text);
  }

  put() {
    const chat = document.createElement('fw-chat');
    chat.setAttribute('server', this.getAttribute('server') ?? here.origin);
    chat.addEventListener('fw-close', () => {
      kept('');
      this.bell.style.display = '';
      this.bell.focus();
    });
    return document.body.appendChild(chat);
  }
}

if (!getComputedStyle(document.documentElement).getPropertyValue('--fw-ground'))
  document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: new URL('/theme.css', here) }));
customElements.define('fw-launcher', Launcher);
if (!document.querySelector('fw-launcher')) document.body.append(document.createElement('fw-launcher'));
