// Words, money and times in the shopper's language.
import en from './labels.json'; // the English column; the build writes the others to labels.<language>.json

const spoken = { en };
const others = new Set(['de']);
const language = (locale) => (locale || 'en').slice(0, 2);

/** Fetches the words of a language, once. English stands in where they cannot be had. */
export async function speak(locale) {
  const name = language(locale);
  if (spoken[name] || !others.has(name)) return;
  spoken[name] = await fetch(new URL(`labels.${name}.json`, import.meta.url)).then((it) => it.json()).catch(() => en);
}

export const label = (locale, key, facts = {}) =>
  ((spoken[language(locale)] || en)[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => facts[name] ?? whole);

export const count = (locale, key, n) => label(locale, `${key}_${n === 1 ? 'one' : 'other'}`, { n });

export const nth = (locale, n) =>
  language(locale) === 'de'
    ? `${n}.`
    : n + { one: 'st', two: 'nd', few: 'rd', other: 'th' }[new Intl.PluralRules('en', { type: 'ordinal' }).select(n)];

/** Minor units to words: {amount: 12900, currency: 'EUR'} → €129.00, with a real minus sign. */
export function money(locale, { amount, currency }) {
  const form = new Intl.NumberFormat(locale || 'en', { style: 'currency', currency });
  const digits = form.resolvedOptions().maximumFractionDigits;
  return form.format(amount / 10 ** digits).replace(/^-/, '−');
}

let timeZone;
const bare = /^\d{4}-\d\d-\d\d$/; // a date without a clock is the same day everywhere
const zoneOf = (at) => (bare.test(at) ? 'UTC' : timeZone);
/** The shop's time zone: cards and sentences then tell the same time. */
export const inZone = (zone) => (timeZone = zone);

/** Epoch seconds, or a date as the server wrote it. */
export const moment = (at) => new Date(typeof at === 'number' ? at * 1000 : at);

export const clock = (locale, at) => moment(at).toLocaleTimeString(locale, { hour: 'numeric', minute: '2-digit', hourCycle: 'h23', timeZone });

export const day = (locale, at) => moment(at).toLocaleDateString(locale === 'en' ? 'en-GB' : locale, { day: 'numeric', month: 'long', timeZone: zoneOf(at) });

/** A step's time: weekday and clock; a bare date stays a date; words stay words. */
export function when(locale, at) {
  const date = moment(at);
  if (isNaN(date)) return at;
  const weekday = date.toLocaleDateString(locale, { weekday: 'short', timeZone: zoneOf(at) });
  return bare.test(at) ? `${weekday} ${day(locale, at)}` : `${weekday} ${clock(locale, at)}`;
}

/** Only addresses a person may be sent to; anything else is no link. */
export function safeUrl(url) {
  try {
    const found = new URL(url, location.href);
    return /^https?:$/.test(found.protocol) ? found.href : '';
  } catch {
    return '';
  }
}

/** Text cut into words and web addresses: every odd part is an address. */
export const linked = (text) => (text || '').split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]’'])/);
