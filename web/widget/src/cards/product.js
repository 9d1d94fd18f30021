// <fw-product>: one article with its colours and sizes; without options a line with a picture.
import { css, html, nothing, svg } from 'lit';
import { Card, baseSheet } from '../card.js';
import { stock } from '../stock.js';

class Product extends Card {
  static styles = [
    baseSheet,
    css`
      .card > .pic { aspect-ratio: 16/10; border-radius: 0; }
      .stock { font-size: 0.875rem; }
      .opts { display: flex; flex-wrap: wrap; gap: 6px; padding-block-start: 4px; }
      .opts button { display: grid; place-items: center; min-width: 44px; height: 44px; padding: 0 10px; border: 1.5px solid var(--fw-edge); border-radius: var(--fw-radius-s); background: var(--fw-surface); font-weight: 600; font-size: 0.9375rem; }
      .opts [aria-checked='true'] { border-color: var(--fw-brand); background: var(--fw-brand); color: var(--fw-on-brand); }
      .opts [aria-disabled] { border-style: dashed; color: var(--fw-mute); text-decoration: line-through; font-weight: 400; cursor: not-allowed; }
      .opts .dot { padding: 0; border-radius: 50%; }
      .opts .dot[aria-checked='true'] { background: var(--fw-surface); box-shadow: inset 0 0 0 2px var(--fw-brand); }
      .dot svg { width: 28px; }
      .dot circle { stroke: #000; stroke-opacity: 0.2; }
    `,
  ];

  render() {
    const it = this.msg;
    return it.options?.length ? this.#full(it) : this.#line(it);
  }

  #full(it) {
    return html`<article class="card">
      ${this.picture(it.image)}
      <div class="pad stack">
        <div class="row between wrap"><h3>${it.title}</h3>${it.price && html`<span class="swing">${this.price(it)}</span>`}</div>
        ${it.subtitle && html`<p class="small mute">${it.subtitle}</p>`}
        ${it.options.map((option) => this.#option(option))}
        ${stock(this.locale, it.stock)}
      </div>
      ${this.foot(this.actions())}
    </article>`;
  }

  #line(it) {
    return html`<article class="card">
      <div class="line pad">
        ${this.picture(it.image)}
        <div><p class="strong">${it.title}</p>${it.subtitle && html`<p class="small mute">${it.subtitle}</p>`}${stock(this.locale, it.stock)}</div>
        <p class="price">${this.price(it)}</p>
      </div>
      ${this.foot(this.actions())}
    </article>`;
  }

  #option({ name, title, values }) {
    const chosen = Math.max(0, values.findIndex((it) => it.selected));
    return html`<div>
      <p class="label" id=${name}>${title || name}</p>
      <div class="opts" role="radiogroup" aria-labelledby=${name} @keydown=${this.#move}>${values.map((it, n) => this.#value(it, n === chosen))}</div>
    </div>`;
  }

  #value(it, stop) {
    const off = it.available === false;
    const title = it.title || it.value;
    const face = it.swatch
      ? html`${svg`<svg viewBox="0 0 28 28" aria-hidden="true"><circle cx="14" cy="14" r="12" fill=${it.swatch}></circle></svg>`}<span class="sr">${title}</span>`
      : title;
    return html`<button type="button" role="radio" class=${it.swatch ? 'dot' : ''} title=${it.swatch ? title : nothing}
      aria-checked=${Boolean(it.selected)} aria-disabled=${off ? 'true' : nothing} tabindex=${stop ? 0 : -1}
      @click=${() => off || this.frozen || it.selected || !it.action || this.choose({ title, ...it.action })}
      >${face}${off ? html`<span class="sr"> ${this.t('sold_out')}</span>` : nothing}</button>`;
  }

  /** Arrow keys move, Enter and space choose: a choice asks the server, so moving must not choose. */
  #move(event) {
    const { key, currentTarget, target } = event;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
    if (!step) return;
    event.preventDefault();
    const all = [...currentTarget.children];
    all[(all.indexOf(target.closest('button')) + step + all.length) % all.length].focus();
  }
}
customElements.define('fw-product', Product);
