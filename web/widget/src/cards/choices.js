// <fw-choices>: one question. Four short answers are chips, more or longer ones rows; the answer stays marked.
import { css, html, nothing } from 'lit';
import { Card, baseSheet } from '../card.js';
import { safeUrl } from '../format.js';
import { icon } from '../icons.js';

class Choices extends Card {
  static styles = [
    baseSheet,
    css`
      .chips { display: flex; flex-wrap: wrap; gap: 8px; padding-block: 4px; }
      .chips .btn { border-radius: 99px; border-color: var(--fw-brand); color: var(--fw-brand); padding: 8px 16px; text-align: start; }
      .ask { display: grid; }
      .ask > * { display: grid; grid-template-columns: 1fr auto; align-items: center; gap: 0 12px; width: 100%; min-height: 48px; padding: 11px 14px; border: 0; border-block-start: 1px solid var(--fw-line); background: none; color: var(--fw-ink); text-align: start; text-decoration: none; font-weight: 600; font-size: 0.9375rem; line-height: 1.2; }
      .ask > :is(button, a):hover { background: var(--fw-brand-soft); }
      .ask > :focus-visible { outline-offset: -3px; }
      small { grid-column: 1; font-weight: 400; font-size: 0.875rem; color: var(--fw-mute); }
      .side { grid-column: 2; grid-row: 1 / span 2; }
      .ask > .picked { background: var(--fw-brand-soft); }
    `,
  ];

  render() {
    const options = this.msg.actions || [];
    const chips = options.length <= 4 && !this.msg.title && options.every((it) => it.title.length <= 24 && !it.detail && !it.price);
    if (chips) return this.frozen ? nothing : html`<div class="chips" role="group" aria-label=${this.t('suggestions')}>${options.map((it) => this.action(it))}</div>`;
    return html`<article class="card">
      ${this.msg.title && html`<div class="cap"><h3>${this.msg.title}</h3></div>`}
      <div class="ask" role="group" aria-label=${this.msg.title || this.t('suggestions')}>${options.map((it) => this.#row(it))}</div>
    </article>`;
  }

  #row(it) {
    const picked = this.frozen && this.answer === it.title;
    const side = it.price ? html`<span class="side price">${it.price.amount ? this.money(it.price) : this.t('free')}</span>` : html`<span class="side mute">${icon(picked ? 'check' : 'chev')}</span>`;
    const inside = html`<span>${it.title}</span>${it.detail && html`<small>${it.detail}</small>`}${this.frozen && !picked && !it.price ? nothing : side}`;
    if (this.frozen) return html`<div class=${picked ? 'picked' : 'mute'}>${inside}</div>`;
    if (it.kind === 'url') return html`<a href=${safeUrl(it.url)} target="_blank" rel="noopener">${inside}</a>`;
    return html`<button type="button" @click=${() => this.choose(it)}>${inside}</button>`;
  }
}
customElements.define('fw-choices', Choices);
