// <fw-reel>: articles side by side, numbered so that "the second one" has a meaning. A list with arrow keys, no auto-play.
import { css, html, nothing } from 'lit';
import { Card, baseSheet } from '../card.js';
import { stock } from '../stock.js';

class Reel extends Card {
  static styles = [
    baseSheet,
    css`
      ul { display: grid; grid-auto-flow: column; grid-auto-columns: 186px; gap: 10px; margin-inline: -14px; padding: 2px 14px 10px; scroll-padding-inline: 14px; overflow-x: auto; scroll-snap-type: x mandatory; }
      ul:focus-visible { outline-offset: -3px; }
      li { position: relative; scroll-snap-align: start; display: flex; flex-direction: column; background: var(--fw-surface); border: 1px solid var(--fw-line); border-radius: var(--fw-radius); overflow: hidden; box-shadow: var(--fw-shadow-1); }
      .pic { border-radius: 0; }
      h3 { font-size: 1.0625rem; }
      .body { padding: 10px 12px; flex: 1; display: grid; gap: 2px; align-content: start; }
      .stock { font-size: 0.8125rem; }
      .btn { border-width: 1px 0 0; border-radius: 0; border-color: var(--fw-line); background: none; color: var(--fw-brand); }
      .btn:focus-visible { outline-offset: -3px; }
      .nth { position: absolute; inset-inline-start: 8px; inset-block-start: 8px; width: 26px; height: 26px; border-radius: 50%; display: grid; place-items: center; background: var(--fw-surface); font: 600 0.875rem/1 var(--fw-display); box-shadow: 0 0 0 1.5px var(--fw-accent); }
      .flag { position: absolute; inset-inline-end: 8px; inset-block-start: 8px; }
    `,
  ];

  render() {
    return html`<ul tabindex="0" aria-label=${this.t('products')} @keydown=${this.#move}>${(this.msg.items || []).map((it, n) => this.#item(it, n))}</ul>`;
  }

  #item(it, n) {
    return html`<li>
      ${this.picture(it.image)}<span class="nth" aria-hidden="true">${n + 1}</span>
      ${it.badge ? html`<span class="chip bad flag">${it.badge}</span>` : nothing}
      <div class="body">
        <h3><span class="sr">${n + 1}. </span>${it.title}</h3>
        ${it.subtitle && html`<p class="xs mute">${it.subtitle}</p>`}
        <p class="price">${this.price(it)}</p>
        ${stock(this.locale, it.stock)}
      </div>
      ${this.frozen ? nothing : (it.actions || []).map((action) => this.action(action, '', it.title))}
    </li>`;
  }

  #move(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || event.target !== event.currentTarget) return;
    event.preventDefault();
    event.currentTarget.scrollBy({ left: step * 196, behavior: 'smooth' });
  }
}
customElements.define('fw-reel', Reel);
