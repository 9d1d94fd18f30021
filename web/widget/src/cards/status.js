// <fw-status>: where an order is, as a stitched timeline. Each step says its state in words too.
import { css, html, nothing } from 'lit';
import { Card, baseSheet } from '../card.js';
import { when } from '../format.js';
import { icon } from '../icons.js';

class Status extends Card {
  static styles = [
    baseSheet,
    css`
      ol { padding: 2px 14px 14px; display: grid; }
      li { display: grid; grid-template-columns: 26px 1fr auto; gap: 0 10px; padding-block-end: 14px; position: relative; font-size: 0.9375rem; }
      li::before { content: ''; position: absolute; inset-inline-start: 10px; inset-block: 22px -2px; width: 2px; background: repeating-linear-gradient(var(--fw-edge) 0 5px, transparent 5px 9px); }
      li.done::before { background: repeating-linear-gradient(var(--fw-brand) 0 5px, transparent 5px 9px); }
      li:last-child { padding-block-end: 0; }
      li:last-child::before { content: none; }
      .knot { width: 22px; height: 22px; border-radius: 50%; border: 2px solid var(--fw-edge); display: grid; place-items: center; background: var(--fw-surface); }
      .knot .ic { width: 14px; height: 14px; stroke-width: 2.4; }
      .done .knot { background: var(--fw-brand); border-color: var(--fw-brand); color: var(--fw-on-brand); }
      .now .knot { border-color: var(--fw-brand); box-shadow: 0 0 0 4px var(--fw-brand-soft); }
      .stopped .knot { border-color: var(--fw-bad); color: var(--fw-bad); }
      time { color: var(--fw-mute); font-size: 0.875rem; }
    `,
  ];

  render() {
    const { order, steps = [], badge, title } = this.msg;
    return html`<article class="card">
      <div class="cap">${icon('truck')}<h3>${title || this.t('order', { order })}</h3>${badge ? html`<span class="chip info end">${badge}</span>` : nothing}</div>
      <ol>${steps.map((it) => this.#step(it))}</ol>
      ${this.foot(this.#ways(this.actions(this.msg.actions, ['', 'quiet grow'])))}
    </article>`;
  }

  #ways([first, ...rest]) {
    return [first, rest.length ? html`<div class="row wrap">${rest}</div>` : nothing];
  }

  #step({ title, detail, at, state = 'todo' }) {
    const sign = { done: 'check', now: 'check', stopped: 'close' }[state];
    return html`<li class=${state === 'now' ? 'done now' : state} aria-current=${state === 'now' ? 'step' : nothing}>
      <span class="knot">${sign ? icon(sign) : nothing}</span>
      <div><p class="strong">${title}<span class="sr">, ${this.t(`step_${state}`)}</span></p>${detail && html`<p class="small mute">${detail}</p>`}</div>
      ${at ? html`<time>${when(this.locale, at)}</time>` : nothing}
    </li>`;
  }
}
customElements.define('fw-status', Status);
