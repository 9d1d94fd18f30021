// The conversation as it stands: what the stream told, and what the shopper wrote that the stream has not told yet.

const controls = new Set(['typing', 'handover', 'turn_end', 'location_request']);

export class Log {
  entries = [];
  pending = [];
  handover = null;
  typing = null;
  last = 0;
  #awaited = new Map(); // client id → seq of the shopper's message, once known

  /** Takes one event of the stream; an event seen before changes nothing. Tells what changed. */
  take(event) {
    if (event.seq <= this.last) return null;
    this.last = event.seq;
    if (controls.has(event.msg.type)) return this.#control(event);
    const entry = { ...event, key: event.key || String(event.seq) };
    if (event.client) this.#confirm(entry);
    if (event.from !== 'shopper') this.typing = null;
    const earlier = this.entries.findIndex((it) => it.key === entry.key);
    if (earlier < 0) this.entries.push(entry);
    else this.entries[earlier] = { ...entry, seq: this.entries[earlier].seq, ts: this.entries[earlier].ts };
    return earlier < 0 ? 'added' : 'replaced';
  }

  /** The shopper's own words, shown before the server has them. */
  write(id, text) {
    this.pending.push({ key: id, client: id, from: 'shopper', ts: Date.now() / 1000, msg: { type: 'text', text }, state: 'sending' });
  }

  mark(id, state) {
    this.pending = this.pending.map((it) => (it.client === id ? { ...it, state } : it));
  }

  await(id) {
    this.#awaited.set(id, Infinity);
  }

  giveUp() {
    this.#awaited.clear();
    this.typing = null;
  }

  get waiting() {
    return this.#awaited.size > 0;
  }

  get all() {
    return [...this.entries, ...this.pending];
  }

  #confirm(entry) {
    this.pending = this.pending.filter((it) => it.client !== entry.client);
    if (this.#awaited.has(entry.client)) this.#awaited.set(entry.client, entry.seq);
  }

  #control(event) {
    const { msg } = event;
    if (msg.type === 'typing') this.typing = { name: msg.name || event.name || null };
    if (msg.type === 'turn_end') this.#ended(event);
    if (msg.type === 'handover') {
      this.handover = { ...msg, at: event.ts, name: msg.name || event.name || this.handover?.name };
      this.entries.push({ ...event, from: 'system', key: String(event.seq), msg: this.handover });
    }
    return msg.type;
  }

  #ended({ seq, msg }) {
    this.typing = null;
    for (const [client, asked] of this.#awaited)
      if (client === msg.reply_to || String(asked) === String(msg.reply_to) || asked < seq) this.#awaited.delete(client);
  }
}

const alone = new Set(['cart', 'payment', 'form']); // a newer one of these takes the buttons of the older

/** Is this card answered or overtaken? Then it keeps its state and loses its buttons. */
export function overtaken(entries, index) {
  const { msg } = entries[index];
  const later = entries.slice(index + 1);
  if (msg.type === 'choices' || msg.facts?.length) return later.some((it) => it.from === 'shopper' || it.msg.type === msg.type);
  return alone.has(msg.type) && later.some((it) => it.msg.type === msg.type);
}

/** The shopper's next words, by which an answered question marks its answer. */
export const answerTo = (entries, index) =>
  entries.slice(index + 1).find((it) => it.from === 'shopper')?.msg.text;
