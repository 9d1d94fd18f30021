// The parts of the panel that hold no state: a message, the bar under the header, chips, dots, bones.
import { html, nothing } from 'lit';
import { clock, count, linked, nth, safeUrl } from './format.js';
import { icon } from './icons.js';

const words = (text) =>
  linked(text).map((part, n) => (n % 2 ? html`<a href=${safeUrl(part)} target="_blank" rel="noopener noreferrer nofollow">${part}</a>` : part));

/** One message: who speaks (when that changes), the words, the card, whether it was sent. */
export function entry(chat, it, before, card, again) {
  if (it.msg.type === 'handover') return handover(chat, it.msg);
  if (it.from === 'system' && it.msg.type === 'text') return html`<p class="sys">${it.msg.text}</p>`;
  const mine = it.from === 'shopper';
  const kind = mine ? 'me' : it.from === 'agent' ? 'person' : '';
  return html`${speaker(chat, it, before)}
    ${it.msg.text ? html`<p class="say ${kind}">${mine ? html`<span class="sr">${chat.t('you')}</span>` : nothing}${words(it.msg.text)}</p>` : nothing}
    ${card ?? nothing} ${tick(chat, it, again)}`;
}

function speaker(chat, it, before) {
  const same = before && before.from === it.from && before.name === it.name && before.msg.type !== 'handover';
  if (same || it.from === 'shopper' || it.from === 'system') return nothing;
  if (it.from === 'agent') return html`<p class="who">${it.name || chat.t('someone')} <span class="chip plain">${chat.t('a_person')}</span></p>`;
  return html`<p class="who">${chat.t('assistant')}</p>`;
}

function tick(chat, it, again) {
  if (it.state === 'kept') return html`<p class="tick">${icon('clock')}${chat.t('kept')}</p>`;
  if (it.state !== 'failed') return nothing;
  return html`<p class="tick bad">${icon('warn')}${chat.t('not_sent')}<button @click=${again}>${chat.t('send_again')}</button></p>`;
}

const happened = { human: 'joined', given_back: 'left', closed: 'resolved' };

function handover(chat, { state, text, name, at }) {
  const key = happened[state];
  if (!key && !text) return nothing;
  return html`<p class="sys">${text || chat.t(key, { name: name || chat.t('someone'), at: clock(chat.locale, at) })}</p>`;
}

/** The bar says what stands in the way, or how long it takes: no connection first, then the line for a person. */
export function bar(chat, choose) {
  const { t, locale, connection, log } = chat;
  const say = (...it) => t.call(chat, ...it);
  if (connection) {
    const off = connection === 'offline';
    return html`<div class="bar ${off ? 'warn' : ''}" role="status">${off ? icon('off') : html`<span class="spin"></span>`}<p><b>${say(connection)}</b>${say(`${connection}_more`)}</p></div>`;
  }
  const { state, place, minutes, until, hours, actions } = log.handover || {};
  if (state === 'nobody' || state === 'callback') return html`<div class="bar" role="status">${icon('clock')}<p><b>${say('nobody')}</b>${hours}</p></div>`;
  if (state !== 'queued') return nothing;
  const key = !place ? 'line_soon' : minutes ? 'line_minutes' : 'line';
  const end = typeof until === 'number' ? clock(locale, until) : until;
  return html`<div class="bar" role="status">${icon('clock')}<p><b>${say(key, { nth: place && nth(locale, place), minutes: minutes && count(locale, 'minutes', minutes) })}</b>${end ? say('people_until', { until: end }) : nothing}</p><button class="btn tight" @click=${() => choose(actions?.[0])}>${actions?.[0]?.title || say('stay')}</button></div>`;
}

export const chips = (name, quick, choose) =>
  html`<div class="chips" role="group" aria-label=${name}>${quick.map((it) => (it.kind === 'url' ? html`<a class="btn" href=${safeUrl(it.url)} target="_blank" rel="noopener">${it.title}</a>` : html`<button class="btn" @click=${() => choose(it)}>${it.title}</button>`))}</div>`;

export function typing(chat) {
  const name = chat.log.typing?.name;
  const said = name ? chat.t('writing_name', { name }) : chat.t('writing');
  return html`<p class="say typing ${name ? 'person' : ''}"><span class="sr">${said}</span><i></i><i></i><i></i>${chat.dots === 'slow' ? html`<span>${chat.t('slow')}</span>` : nothing}</p>`;
}

export const bones = (said) =>
  html`<span class="sr">${said}</span>${['', '', 'me', 'tall'].map((kind) => html`<div class="bone ${kind}" aria-hidden="true"></div>`)}`;
