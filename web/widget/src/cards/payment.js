// <fw-payment>: one payment, updated in place: ready, waiting, paid, declined, expired.
import { css, html, nothing } from 'lit';
import { Card, baseSheet } from '../card.js';
import { clock } from '../format.js';
import { icon } from '../icons.js';

const looks = { ready: ['info', 'clock'], waiting: ['info', 'spin'], paid: ['good', 'check'], declined: ['bad', 'warn'], expired: ['warn', 'clock'] };

class Payment extends Card {
  static styles = [
    baseSheet,
    css`
      .state { display: flex; gap: 10px; align-items: flex-start; padding: 12px 14px; font-size: 0.9375rem; }
      .state .ic, .state .spin { margin-block-start: 2px; }
      .state b { display: block; }
      .state p { color: var(--fw-ink); }
      .info { background: var(--fw-info-soft); color: var(--fw-info); }
      .good { background: var(--fw-good-soft); }
      .bad { background: var(--fw-bad-soft); }
      .warn { background: var(--fw-warn-soft); }
    `,
  ];

  render() {
    const { order, amount, state, detail } = this.msg;
    const [kind, sign] = looks[state] || looks.ready;
    const until = this.msg.held_until ? clock(this.locale, this.msg.held_until) : '';
    const more = detail || (state === 'paid' || (!until && state !== 'waiting') ? '' : this.t(`pay_${state}_more`, { until }));
    const title = state === 'expired' && !until ? this.t('pay_expired', { until: '' }).trim() : this.t(`pay_${state}`, { until });
    return html`<article class="card">
      <div class="cap">${icon('lock')}<h3>${this.t('payment')}</h3>${amount && html`<span class="swing end">${this.money(amount)}</span>`}</div>
      ${order ? html`<p class="pad flat small mute">${this.t('order', { order })}</p>` : nothing}
      ${this.state(kind, sign, title, more)}
      ${this.foot(this.#ways())}
    </article>`;
  }

  #ways() {
    const { url, amount, state } = this.msg;
    if (this.frozen || state === 'paid') return [];
    const ways = this.msg.actions || [];
    const pays = state === 'ready' && url && !ways.some((it) => it.kind === 'url');
    const pay = { kind: 'url', url, title: this.t('pay', { amount: amount && this.money(amount) }) };
    const [first, ...rest] = this.actions(pays ? [pay, ...ways] : ways, ['main', state === 'declined' ? '' : 'quiet']);
    return [first, state === 'ready' && first && html`<p class="xs mute">${this.t('pay_new_tab')}</p>`, ...rest];
  }
}
customElements.define('fw-payment', Payment);
