// <fw-receipt>: the pinked slip. What was paid, line by line.
import { css, html, nothing } from 'lit';
import { Card, baseSheet } from '../card.js';
import { clock, day } from '../format.js';
import { icon } from '../icons.js';

class Receipt extends Card {
  static styles = [
    baseSheet,
    css`
      .slip { background: var(--fw-surface); padding: 18px 16px 26px; --teeth: conic-gradient(from 135deg at 50% 0, #0000 90deg, #000 0) 0 100%/16px 8px repeat-x; mask: linear-gradient(#000 0 0) 0 0/100% calc(100% - 7.5px) no-repeat, var(--teeth); }
    `,
  ];

  render() {
    const { order, lines = [], sums = [], paid_at: at, actions } = this.msg;
    const title = this.t('receipt', { order });
    return html`<article class="slip stack" aria-label=${title}>
      <div class="row between">
        <div><p class="display">${this.shop}</p><p class="xs mute">${title}${at ? ` · ${day(this.locale, at)}, ${clock(this.locale, at)}` : nothing}</p></div>
        <span class="chip good">${icon('check')}${this.msg.badge || this.t('pay_paid')}</span>
      </div>
      <hr class="stitch" />
      <dl class="sums">${lines.map((it) => html`<dt class="mute">${it.title}${it.quantity > 1 ? ` × ${it.quantity}` : nothing}</dt><dd>${this.money(it.total)}</dd>`)}</dl>
      ${sums.length ? this.sums(sums) : nothing}
      ${actions?.length ? html`<hr class="stitch" /><div class="row wrap">${actions.map((it) => this.action(it, 'grow'))}</div>` : nothing}
    </article>`;
  }
}
customElements.define('fw-receipt', Receipt);
