// <fw-chat>: the panel, and the only element that knows the server.
// Attributes: `open`, `server` (origin; default: where this script came from), `product`, `lang`. Method: ask(text).
// Events: `fw-message` for each message {seq, from, type}, `fw-close` when it closes.
import { LitElement, html, nothing, unsafeCSS } from 'lit';
import { baseSheet } from './card.js';
import sheet from './chat.css';
import { inZone, label, speak } from './format.js';
import { icon } from './icons.js';
import { Log, overtaken, answerTo } from './log.js';
import { pageFacts } from './page.js';
import { render } from './render.js';
import { Server } from './server.js';
import * as parts from './parts.js';

class Chat extends LitElement {
  static properties = {
    open: { type: Boolean, reflect: true },
    server: {},
    product: {},
    shop: { state: true },
    connection: { state: true },
    loading: { state: true },
    menu: { state: true },
    news: { state: true },
    dots: { state: true },
  };
  static styles = [baseSheet, unsafeCSS(sheet)];

  log = new Log();
  shop = '';
  news = 0;
  #wire = null;
  #timers = {};
  #unsent = {};
  #atEnd = true;
  #top = 0;
  #lost = false;

  connectedCallback() {
    super.connectedCallback();
    this.locale = this.lang || document.documentElement.lang || 'en';
    this.addEventListener('fw-choose', (event) => this.#choose(event.detail));
  }

  /** Nothing is shown before its words are there. */
  async scheduleUpdate() {
    await speak(this.locale);
    super.scheduleUpdate();
  }

  t(key, facts) {
    return label(this.locale, key, facts);
  }

  /** Says these words in the shopper's name: the storefront's question opens the chat with them. */
  ask(text) {
    const words = (text || '').trim();
    this.open = true;
    if (words) this.#send({ message: words }, words);
  }

  willUpdate(changed) {
    if (changed.has('open') && this.open) this.#start();
  }

  updated(changed) {
    if (changed.has('open') && (this.open || changed.get('open'))) this.#shown();
  }

  /** Whatever grows, a late picture too: who was at the end stays there. */
  firstUpdated() {
    new ResizeObserver(() => this.#atEnd && this.#toEnd()).observe(this.renderRoot.querySelector('.talk'));
  }

  get #list() {
    return this.renderRoot?.querySelector?.('.log');
  }

  #start() {
    if (this.#wire) return this.#wire.wake();
    this.#wire = new Server(this.server ?? new URL(import.meta.url).origin, () => pageFacts(this), {
      event: (event) => this.#take(event),
      session: (...it) => this.#session(...it),
      sent: (id, state) => this.#sent(id, state),
      connection: (state) => this.#connection(state),
    });
    this.#wire.listen();
  }

  #session(session, other, known) {
    this.locale = session.locale || this.locale;
    this.shop = session.shop?.name || this.shop;
    inZone(session.shop?.timezone);
    if (!other) return;
    const { pending } = this.log;
    this.log = Object.assign(new Log(), { pending });
    if (known) this.#after('loading', 300, () => (this.loading = !this.log.entries.length));
    this.requestUpdate();
  }

  #connection(state) {
    if (state !== 'lost') clearTimeout(this.#timers.lost);
    if (state === 'live' || state === 'heard') {
      this.connection = '';
      if (state === 'heard') this.#loaded();
      else this.#after('blank', 1500, () => this.#loaded()); // an empty conversation has nothing to say
    } else if (state === 'offline') this.connection = 'offline';
    else if (!this.#lost) this.#timers.lost = setTimeout(() => (this.connection = navigator.onLine ? 'reconnecting' : 'offline'), 2000);
    this.#lost = state === 'lost';
  }

  #loaded() {
    clearTimeout(this.#timers.loading);
    this.loading = false;
  }

  #take(event) {
    const change = this.log.take(event);
    if (!change) return;
    if (change === 'added' && event.from !== 'shopper' && !this.#atEnd) this.news += 1;
    if (change === 'typing') this.#after('dots', this.log.typing?.name ? 8000 : 30000, () => this.#quiet());
    if (!this.log.waiting && !this.log.typing) this.#quiet();
    this.dots = this.dots || (this.log.typing ? 'typing' : '');
    const { seq, from, msg } = event;
    this.dispatchEvent(new CustomEvent('fw-message', { bubbles: true, composed: true, detail: { seq, from, type: msg.type } }));
    this.requestUpdate();
  }

  #choose({ id, title, fields }) {
    this.#send(fields ? { action: id, title, fields } : { action: id, title }, title);
  }

  #send(what, shown) {
    const id = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(16).slice(2)}`;
    this.#start();
    this.log.write(id, shown);
    this.#wire.send((this.#unsent[id] = { id, ...what }));
    this.#toEnd();
    this.requestUpdate();
  }

  #sent(id, state) {
    this.log.mark(id, state);
    if (state === 'sent') delete this.#unsent[id];
    if (state === 'sent' && this.log.handover?.state !== 'human') {
      if (this.log.pending.some((it) => it.client === id) || !this.log.entries.some((it) => it.client === id)) this.log.await(id);
      this.#after('dots', 30000, () => this.#quiet());
      this.#after('typing', 400, () => (this.dots = this.log.waiting ? 'typing' : ''));
      this.#after('slow', 8000, () => (this.dots = this.log.waiting ? 'slow' : this.dots));
    }
    this.requestUpdate();
  }

  #again(id) {
    this.log.mark(id, 'sending');
    this.#wire.send(this.#unsent[id]);
    this.requestUpdate();
  }

  #quiet() {
    this.log.giveUp();
    ['dots', 'typing', 'slow'].forEach((name) => clearTimeout(this.#timers[name]));
    this.dots = '';
  }

  #after(name, ms, fn) {
    clearTimeout(this.#timers[name]);
    this.#timers[name] = setTimeout(fn, ms);
  }

  #toEnd() {
    this.news = 0;
    this.#atEnd = true;
    this.updateComplete.then(() => this.#list && (this.#list.scrollTop = this.#list.scrollHeight));
  }

  /** Focus goes in with the panel and back with it; in full screen the page behind is out of reach. */
  #shown() {
    const full = this.open && matchMedia('(max-width: 479px)').matches;
    for (const it of document.body.children) if (it !== this && !it.contains(this)) it.inert = full;
    document.documentElement.classList.toggle('fw-open', this.open);
    if (!this.open) return this.dispatchEvent(new CustomEvent('fw-close', { bubbles: true, composed: true }));
    if (!this.hasAttribute('quietly')) this.renderRoot.querySelector('textarea').focus();
    this.removeAttribute('quietly');
    return this.#toEnd();
  }

  #submit(event) {
    event.preventDefault();
    const field = this.renderRoot.querySelector('textarea');
    const words = field.value.trim();
    if (!words) return;
    field.value = '';
    this.#send({ message: words }, words);
  }

  #keys(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.target.matches?.('textarea')) this.#submit(event);
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    if (this.menu) this.#menuClosed();
    else this.open = false;
  }

  #menuClosed() {
    this.menu = false;
    this.renderRoot.querySelector('[aria-haspopup]').focus();
  }

  #say(key) {
    this.menu = false;
    this.#send({ message: this.t(key) }, this.t(key));
  }

  render() {
    return html`<section class="fw" role="dialog" aria-label=${this.t('chat')} lang=${this.locale} @keydown=${this.#keys}>
      ${this.#head()} ${parts.bar(this, (action) => this.#bar(action))}
      <div class="log" role="log" aria-label=${this.t('log')} tabindex="0" @scroll=${this.#scrolled}>
        <div class="talk">${this.loading ? parts.bones(this.t('loading')) : nothing}
        ${this.log.all.map((it, n) => this.#entry(it, n))}
        ${this.#chips()} ${this.dots ? parts.typing(this) : nothing}</div>
      </div>
      ${this.news ? html`<button class="btn main tight news" @click=${this.#toEnd}>${icon('down')}${this.t('new_messages', { n: this.news })}</button>` : nothing}
      ${this.#writing()}
    </section>`;
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.#list;
    if (scrollHeight - scrollTop - clientHeight < 80) {
      this.#atEnd = true;
      this.news = 0;
    } else if (scrollTop < this.#top) this.#atEnd = false; // only a person scrolls up; cards that grow do not
    this.#top = scrollTop;
  }

  #head() {
    const { state, name, team } = this.log.handover || {};
    const person = state === 'human' && name;
    return html`<div class="head">
      ${person ? html`<span class="face" aria-hidden="true">${name[0]}</span>` : html`<span class="badge">${icon('carnation')}</span>`}
      <div class="grow"><h2>${person || this.shop || this.t('assistant')}</h2><p>${person ? [this.t('role_person'), team].filter(Boolean).join(', ') : this.t('role')}</p></div>
      ${person ? nothing : html`<button class="icon" aria-label=${this.t('person')} @click=${() => this.#say('person_say')}>${icon('person')}</button>`}
      <button class="icon" aria-label=${this.t('menu')} aria-haspopup="true" aria-expanded=${Boolean(this.menu)} @click=${() => (this.menu = !this.menu)}>${icon('more')}</button>
      <button class="icon" aria-label=${this.t('close')} @click=${() => (this.open = false)}>${icon('close')}</button>
      ${this.menu ? html`<div class="menu">${['menu_cart', 'menu_order'].map((key) => html`<button @click=${() => this.#say(key)}>${this.t(key)}</button>`)}<button @click=${this.#restart}>${this.t('menu_new')}</button></div>` : nothing}
    </div>`;
  }

  #restart() {
    this.#menuClosed();
    this.#quiet();
    this.log = new Log();
    this.#wire.restart().catch(() => {});
    this.requestUpdate();
  }

  #bar(action) {
    if (action) this.#choose(action);
    else this.#say('stay');
  }

  #entry(it, n) {
    const all = this.log.all;
    const context = { locale: this.locale, shop: this.shop, frozen: overtaken(all, n), answer: answerTo(all, n) };
    return parts.entry(this, it, all[n - 1], render(it.msg, context), () => this.#again(it.client));
  }

  #chips() {
    const quick = this.log.all.at(-1)?.msg.quick_replies;
    return quick?.length ? parts.chips(this.t('suggestions'), quick, (it) => this.#choose(it)) : nothing;
  }

  #writing() {
    const { state, name } = this.log.handover || {};
    const words = state === 'human' && name ? this.t('write_to', { name }) : this.t('write');
    return html`<form class="write" @submit=${this.#submit}>
      <textarea rows="1" aria-label=${words} placeholder=${words} maxlength="2000" enterkeyhint="send" @input=${() => state === 'human' && this.#wire?.typing()}></textarea>
      <button class="icon" aria-label=${this.t('send')}>${icon('send')}</button>
    </form>`;
  }
}
customElements.define('fw-chat', Chat);
