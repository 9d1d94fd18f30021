// Stock in words: never a number above 3, never a hurry that is not true.
import { html, nothing } from 'lit';
import { day, label } from './format.js';

const kinds = { in_stock: 'good', few: 'warn', out: 'mute', back_on: 'mute' };

export function stock(locale, it) {
  if (!it) return nothing;
  const facts = { n: it.left, date: it.back_on && day(locale, it.back_on) };
  return html`<p class="stock ${kinds[it.state]}">${label(locale, it.state, facts)}</p>`;
}
