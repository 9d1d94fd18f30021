// <fw-cart>: the cart with steppers, or with `facts` the summary before ordering. An older cart keeps one line.
import { css, html, nothing } from 'lit';
import { Card, baseSheet } from '../card.js';
import { icon } from '../icons.js';

const signs = { less: 'minus', more: 'plus', remove: 'close' };
const words = { less: 'fewer', more: 'more', remove: 'remove' };

class Cart extends Card {
  static styles = [
    baseSheet,
    css`
      .pad { padding-block: 4px; }
      .line + .line { border-block-start: 1px solid var(--fw-line); }
      .qty { display: inline-flex; align-items: center; border: 1.5px solid var(--fw-edge); border-radius: var(--fw-radius-s); margin-block-start: 4px; }
      .qty button { width: 44px; height: 44px; border: 0; background: none; display: grid; place-items: center; }
      .qty output { min-width: 22px; text-align: center; font-weight: 600; }
      .qty + .btn { margin-inline-start: 4px; }
      .old { padding: 10px 14px; }
    `,
  ];

  render() {
    const { lines = [], facts = [], sums = [] } = this.msg;
    const pieces = lines.reduce((sum, it) => sum + it.quantity, 0);
    const summary = facts.length > 0;
    const title = this.msg.title || this.t(summary ? 'check' : 'cart');
    if (this.frozen && !summary) return html`<article class="card old small mute">${title}: ${this.count('items', pieces)}. ${this.t('cart_newer')}</article>`;
    return html`<article class="card">
      <div class="cap">${summary ? nothing : icon('cart')}<h3>${title}</h3>${summary || !pieces ? nothing : html`<span class="end">${this.count('items', pieces)}</span>`}</div>
      ${lines.length ? html`<ul class="pad">${lines.map((it) => this.#line(it))}</ul>` : html`<p class="pad mute">${this.t('cart_empty')}</p>`}
      ${summary ? this.foot(facts.map((it) => this.#fact(it))) : nothing}
      ${this.foot(this.#code(this.msg.code), sums.length ? this.sums(sums) : nothing, this.actions())}
    </article>`;
  }

  #line(it) {
    const steps = this.frozen ? [] : it.actions || [];
    const stepper = steps.some((action) => action.role === 'less' || action.role === 'more');
    return html`<li class="line">
      ${this.picture(it.image, '')}
      <div><p class="strong">${it.title}</p><p class="small mute">${it.detail}${stepper ? nothing : ` × ${it.quantity}`}</p></div>
      <p class="price">${it.total ? this.money(it.total) : nothing}</p>
      <div>${stepper ? this.#stepper(it, steps) : nothing}${steps.filter((action) => !stepper || !(action.role in signs)).map((action) => this.action(action, 'quiet tight', it.title))}</div>
    </li>`;
  }

  #stepper(line, steps) {
    const by = (role) => steps.find((it) => it.role === role);
    const button = (role) =>
      by(role)
        ? html`<button type="button" aria-label="${this.t(words[role])}: ${line.title}" @click=${() => this.choose({ ...by(role), title: `${this.t(words[role])}: ${line.title}` })}>${icon(signs[role])}</button>`
        : nothing;
    return html`<span class="qty">${button(by('less') ? 'less' : 'remove')}<output>${line.quantity}</output>${button('more')}</span>${by('less') && by('remove') ? this.action({ ...by('remove'), title: this.t('remove') }, 'quiet tight', line.title) : nothing}`;
  }

  #fact({ label, value, action }) {
    return html`<div class="row"><div class="grow"><p class="small mute">${label}</p><p>${value}</p></div>${action && !this.frozen ? this.action({ ...action, title: action.title || this.t('change') }, 'quiet tight', label) : nothing}</div>`;
  }

  #code(code) {
    if (!code) return nothing;
    const it = typeof code === 'string' ? { code } : code;
    return html`<p class="row small"><span class="chip good">${icon('tag')}${it.code || it.title}</span>${it.detail && html`<span class="mute">${it.detail}</span>`}${it.action && !this.frozen ? this.action({ ...it.action, title: it.action.title || this.t('remove') }, 'quiet tight end', it.code) : nothing}</p>`;
  }
}
customElements.define('fw-cart', Cart);
