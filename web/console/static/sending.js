// What an agent has sent: one after the other, each until the shop has it. Under its `once` the shop keeps a message one
// time only, so whatever has no answer is simply sent again.

/** A value that no other message has. Pages by plain http have no randomUUID. */
export function fresh(source = globalThis.crypto) {
  if (source.randomUUID) return source.randomUUID();
  return Array.from(source.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The shop did not say no: it could not be reached, or cannot just now. */
const unheard = (answer) => !answer || answer.status === 429 || answer.status > 500;
const MOST_FAULTS = 5; // a message at which the shop breaks so often comes back

/**
 * `post(item)`: a response; an item has a `note`, true or false. `late(on)`: the shop cannot be reached, or can again.
 * `refused(answer, items)`: the shop says no; the items are those of the same kind, the others go their way.
 */
export class Sending {
  waiting = [];
  isLate = false;
  faults = 0;

  constructor({ post, late, refused, pause = 3000 }) {
    Object.assign(this, { post, late, refused, pause });
  }

  /** Resolves when nothing waits any more. */
  add(item) {
    this.waiting.push(item);
    return (this.running ??= this.run().finally(() => (this.running = null)));
  }

  async run() {
    while (this.waiting.length) {
      const answer = await Promise.resolve(this.waiting[0]).then(this.post).catch(() => null);
      this.faults = answer?.status === 500 ? this.faults + 1 : 0;
      this.delayed(unheard(answer) || (this.faults > 0 && this.faults < MOST_FAULTS));
      if (this.isLate) await new Promise((done) => setTimeout(done, this.pause));
      else if (answer.status === 204) this.waiting.shift();
      else {
        this.faults = 0;
        await this.refused(answer, this.taken(this.waiting[0].note));
      }
    }
  }

  delayed(on) {
    if (on !== this.isLate) this.late((this.isLate = on));
  }

  taken(note) {
    const all = this.waiting;
    this.waiting = all.filter((it) => it.note !== note);
    return all.filter((it) => it.note === note);
  }
}
