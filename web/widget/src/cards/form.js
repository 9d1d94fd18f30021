// <fw-form>: a few fields and one button. Sends {id, title, fields: {name: value}}; what is missing is said beside the field.
import { css, html, nothing } from 'lit';
import { Card, baseSheet } from '../card.js';
import { icon } from '../icons.js';

const types = { email: ['email', 'email'], tel: ['tel', 'tel'], phone: ['tel', 'tel'], text: ['text', 'on'] };

class Form extends Card {
  static properties = { ...Card.properties, missing: { state: true }, stars: { state: true }, sent: { state: true } };
  static styles = [
    baseSheet,
    css`
      .stack { padding-block: 0 14px; }
      .stars { display: flex; gap: 2px; }
      .stars label { position: relative; }
      .stars input { position: absolute; inset: 0; opacity: 0; width: 100%; height: 100%; margin: 0; cursor: pointer; }
      .stars label > span:first-of-type { display: grid; place-items: center; width: 52px; height: 52px; border-radius: 50%; color: var(--fw-edge); }
      .stars .ic { width: 36px; height: 36px; }
      .stars label > .on:first-of-type { color: var(--fw-accent-text); background: var(--fw-accent-soft); }
      .stars input:focus-visible + span { outline: 3px solid var(--fw-focus); }
      .tickbox { display: flex; gap: 10px; align-items: center; min-height: 44px; }
      .tickbox input { width: 22px; height: 22px; accent-color: var(--fw-brand); flex: none; }
    `,
  ];

  render() {
    const { title, fields = [], submit, note, actions = [] } = this.msg;
    if (this.sent || this.frozen) return html`<article class="card"><div class="cap">${title && html`<h3>${title}</h3>`}${this.sent ? html`<span class="chip good end">${icon('check')}${this.t('form_sent')}</span>` : nothing}</div></article>`;
    return html`<article class="card"><form novalidate @submit=${this.#submit}>
      ${title ? html`<div class="cap"><h3>${title}</h3></div>` : nothing}
      <div class="pad stack">${fields.map((it) => this.#field(it))}${note ? html`<p class="xs mute">${note}</p>` : nothing}</div>
      <div class="foot"><div class="row">${actions.map((it) => this.action(it, 'quiet'))}<button class="btn main grow">${submit?.title || this.t('send')}</button></div></div>
    </form></article>`;
  }

  #field(it) {
    if (it.kind === 'rating') return this.#rating(it);
    if (it.kind === 'checkbox') return html`<label class="tickbox"><input type="checkbox" name=${it.name} ?checked=${it.value} />${it.label}</label>`;
    const gap = this.missing === it.name;
    const rest = { name: it.name, value: it.value || '' };
    const [type, complete] = types[it.kind] || types.text;
    return html`<label class="field"><span class="label">${it.label}${it.required ? nothing : html` <span class="mute">${this.t('optional')}</span>`}</span>
      ${it.kind === 'textarea' || it.kind === 'long'
        ? html`<textarea class="in" rows="2" name=${rest.name} .value=${rest.value} ?required=${it.required} aria-invalid=${gap}></textarea>`
        : it.options
          ? html`<select class="in" name=${rest.name}>${it.options.map((o) => html`<option value=${o.value}>${o.title}</option>`)}</select>`
          : html`<input class="in" type=${type} autocomplete=${complete} name=${rest.name} .value=${rest.value} ?required=${it.required} aria-invalid=${gap} />`}
      ${gap ? html`<span class="small bad" role="alert">${this.t('field_missing')}</span>` : nothing}</label>`;
  }

  #rating({ name, label }) {
    const given = Number(this.stars || 0);
    return html`<div><p class="label">${label}</p><div class="stars" role="radiogroup" aria-label=${this.t('rating')}>${[1, 2, 3, 4, 5].map(
      (n) => html`<label><input type="radio" name=${name} value=${n} @change=${() => (this.stars = n)} /><span class=${n <= given ? 'on' : ''}>${icon('carnation')}</span><span class="sr">${this.t('rating_of', { n })}</span></label>`,
    )}</div>${given ? html`<p class="small">${this.t('rating_of', { n: given })}: ${this.t(`rating_${given}`)}</p>` : nothing}</div>`;
  }

  #submit(event) {
    event.preventDefault();
    const form = event.target;
    const values = Object.fromEntries(new FormData(form));
    this.missing = (this.msg.fields || []).find((it) => it.required && !String(values[it.name] ?? '').trim())?.name;
    if (this.missing) return form.elements[this.missing]?.focus?.();
    this.sent = true;
    this.choose({ id: this.msg.submit?.id, title: this.msg.submit?.title || this.t('send') }, { fields: values });
  }
}
customElements.define('fw-form', Form);
