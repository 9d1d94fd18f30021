// The base of every card: data in by property, out by one composed event, `fw-choose` with {id, title}.
import { LitElement, html, nothing, unsafeCSS } from 'lit';
import base from './base.css';
import { count, label, money, safeUrl } from './format.js';
import { icon } from './icons.js';

export const baseSheet = unsafeCSS(base);

export class Card extends LitElement {
  static properties = {
    msg: { attribute: false },
    locale: {},
    shop: {},
    frozen: { type: Boolean },
    answer: {},
  };
  static styles = [baseSheet];

  t(key, facts) {
    return label(this.locale, key, facts);
  }

  count(key, n) {
    return count(this.locale, key, n);
  }

  money(value) {
    return money(this.locale, value);
  }

  choose({ id, title }, more = {}) {
    this.dispatchEvent(new CustomEvent('fw-choose', { bubbles: true, composed: true, detail: { id, title, ...more } }));
  }

  /** A tap: a button for the server, a link for an address. `words` follow the title for those who only hear it. */
  action(action, kind = '', words = '') {
    const inside = html`${action.title}${words && html`<span class="sr"> ${words}</span>`}`;
    if (action.kind !== 'url') return html`<button type="button" class="btn ${kind}" @click=${() => this.choose(action)}>${inside}</button>`;
    const url = safeUrl(action.url);
    return url ? html`<a class="btn ${kind}" href=${url} target="_blank" rel="noopener">${inside}</a>` : nothing;
  }

  /** One filled button, the rest quiet; none once the card is answered or overtaken. */
  actions(list = this.msg.actions, kinds = ['main', 'quiet']) {
    return this.frozen ? [] : (list || []).map((it, n) => this.action(it, n ? kinds[1] : kinds[0]));
  }

  foot(...parts) {
    const shown = parts.flat().filter((it) => it && it !== nothing);
    return shown.length ? html`<div class="foot">${shown}</div>` : nothing;
  }

  price({ price, compare_at: before }) {
    if (!price) return nothing;
    return html`${before && html`<s class="was"><span class="sr">${this.t('before')} </span>${this.money(before)}</s>`}${this.money(price)}`;
  }

  picture(image, alt = image?.alt ?? '') {
    const url = image && safeUrl(image.url);
    return url ? html`<img class="pic" src=${url} alt=${alt} width=${image.w || 440} height=${image.h || 330} loading="lazy" />` : nothing;
  }

  sums(rows) {
    const [inside, shown] = [rows.filter((it) => it.kind === 'included_tax'), rows.filter((it) => it.kind !== 'included_tax')];
    const row = (it) => {
      const kind = it.kind === 'total' ? 'tot' : '';
      return html`<dt class=${kind || 'mute'}>${it.label}</dt><dd class=${kind}>${it.amount === 0 && it.kind === 'delivery' ? this.t('free') : this.money(it)}</dd>`;
    };
    return html`<dl class="sums">${shown.map(row)}</dl>${inside.map((it) => html`<p class="xs mute">${it.label} ${this.money(it)}</p>`)}`;
  }

  state(kind, sign, title, more) {
    return html`<div class="state ${kind}">${sign === 'spin' ? html`<span class="spin"></span>` : icon(sign)}<div><b>${title}</b>${more && html`<p>${more}</p>`}</div></div>`;
  }
}
