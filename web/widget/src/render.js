// Which element shows which type. Shops add their own with registerRenderer; what nobody knows is shown by its text.
import { html } from 'lit';

const renderers = new Map();

/** `fn(msg, {locale, shop, frozen, answer})` gives a lit template, a node or plain text for messages of this type. */
export function registerRenderer(type, fn) {
  renderers.set(type, fn);
}

const late = new Set(['cart', 'payment', 'receipt', 'status', 'form', 'media']);

/** Elements that are not needed before something is sold come when they are first shown. */
export function render(msg, context) {
  if (late.delete(msg.type)) import('./late.js');
  return renderers.get(msg.type)?.(msg, context);
}

const cards = {
  choices: (m, c) => html`<fw-choices .msg=${m} .locale=${c.locale} .answer=${c.answer} ?frozen=${c.frozen}></fw-choices>`,
  media: (m, c) => html`<fw-media .msg=${m} .locale=${c.locale}></fw-media>`,
  product: (m, c) => html`<fw-product .msg=${m} .locale=${c.locale} ?frozen=${c.frozen}></fw-product>`,
  carousel: (m, c) => html`<fw-reel .msg=${m} .locale=${c.locale} ?frozen=${c.frozen}></fw-reel>`,
  cart: (m, c) => html`<fw-cart .msg=${m} .locale=${c.locale} ?frozen=${c.frozen}></fw-cart>`,
  payment: (m, c) => html`<fw-payment .msg=${m} .locale=${c.locale} ?frozen=${c.frozen}></fw-payment>`,
  receipt: (m, c) => html`<fw-receipt .msg=${m} .locale=${c.locale} .shop=${c.shop}></fw-receipt>`,
  status: (m, c) => html`<fw-status .msg=${m} .locale=${c.locale} ?frozen=${c.frozen}></fw-status>`,
  form: (m, c) => html`<fw-form .msg=${m} .locale=${c.locale} ?frozen=${c.frozen}></fw-form>`,
};

Object.entries(cards).forEach(([type, fn]) => registerRenderer(type, fn));
