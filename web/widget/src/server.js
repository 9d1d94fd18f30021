// The wire: a session, messages in by POST, the conversation out by a stream. Nothing is lost, nothing is said twice.

const pause = (ms, signal) =>
  new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), done()), { once: true });
  });

const refused = new Set([400, 403, 404, 413, 415, 422, 429]);

export class Server {
  #queue = [];
  #sending = false;
  #opening = null;
  #nap = new AbortController();
  #stream = null;
  #token = null;
  #typed = 0;
  #due = 0;
  #soon = 0;

  /** `on`: {event, session, sent, connection}; `metadata()` is read anew for each message. */
  constructor(base, metadata, on) {
    Object.assign(this, { base, metadata, on, last: 0, conversation: null, closed: false });
    addEventListener('online', () => this.wake());
    for (const name of ['offline', 'pagehide']) addEventListener(name, () => this.#stream?.abort());
    addEventListener('pageshow', () => this.wake());
  }

  /** This tab stays with its own; the stored one is for the next page and the next tab. */
  get token() {
    try {
      return (this.#token ??= localStorage.getItem('fw-token'));
    } catch {
      return this.#token;
    }
  }

  set token(value) {
    this.#token = value;
    try {
      if (value) localStorage.setItem('fw-token', value);
      else localStorage.removeItem('fw-token');
    } catch {} // storage is switched off: this page alone remembers
  }

  /** Stops waiting: whatever is due is tried now. */
  wake() {
    this.#nap.abort();
    this.#nap = new AbortController();
  }

  send(item) {
    this.#queue.push(item);
    this.#pump();
  }

  /** The agent sees that the shopper writes: a sign in three seconds is enough. */
  typing() {
    if (Date.now() - this.#typed < 3000) return;
    this.#typed = Date.now();
    this.#sign('typing', {});
  }

  /** What an agent said is on the screen; what could not be told is told with the next stream. */
  #received(seq) {
    clearTimeout(this.#soon);
    const due = (this.#due = Math.max(this.#due, seq));
    if (due) this.#soon = setTimeout(() => this.#sign('received', { seq: due }).then((ok) => ok && this.#due === due && (this.#due = 0)), 50);
  }

  #sign(name, body) {
    const headers = { 'content-type': 'application/json' };
    return this.#ask(`/chat/${name}`, { method: 'POST', headers, body: JSON.stringify(body), keepalive: true }).then((it) => it.ok, () => false);
  }

  /** Follows the conversation until the page goes. */
  async listen() {
    let wait = 500;
    while (!this.closed) {
      const alive = () => ((wait = 500), this.on.connection('live'));
      await this.#read(alive).catch(() => {});
      this.on.connection(navigator.onLine ? 'lost' : 'offline');
      await pause(wait * (0.8 + Math.random() * 0.4), this.#nap.signal);
      wait = Math.min(wait * 2, 15000);
    }
  }

  /** Forgets this conversation on this device and begins another. */
  async restart() {
    this.token = null;
    this.conversation = null;
    this.#queue = [];
    await this.#open();
    this.#stream?.abort();
    this.wake();
  }

  #open() {
    this.#opening ??= this.#session().finally(() => (this.#opening = null));
    return this.#opening;
  }

  async #session() {
    const earlier = this.token;
    const answer = await fetch(`${this.base}/chat/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ metadata: this.metadata(), token: earlier }),
    });
    if (!answer.ok) throw new Error(`session ${answer.status}`);
    const session = await answer.json();
    this.token = session.token;
    const other = this.conversation !== session.conversation;
    if (other) this.last = this.#due = 0;
    if (other && this.conversation) this.#stream?.abort(); // the stream still tells the earlier one
    this.conversation = session.conversation;
    this.on.session(session, other, Boolean(earlier));
  }

  async #ask(path, init) {
    if (!this.conversation) await this.#open();
    const headers = { ...init.headers, authorization: `Bearer ${this.token}` };
    const answer = await fetch(this.base + path, { ...init, headers });
    if (answer.status === 401) await this.#open();
    return answer;
  }

  async #pump() {
    if (this.#sending) return;
    this.#sending = true;
    let wait = 500;
    for (let tries = 1; this.#queue.length; tries++) {
      const item = this.#queue[0];
      const outcome = await this.#post(item).catch(() => 'again');
      if (outcome === 'again' || (outcome === 'busy' && tries < 6)) {
        this.on.sent(item.id, navigator.onLine ? 'sending' : 'kept');
        await pause(wait, this.#nap.signal);
        wait = Math.min(wait * 2, 15000);
        continue;
      }
      if (this.#queue[0] === item) this.#queue.shift();
      this.on.sent(item.id, outcome === 'sent' ? 'sent' : 'failed');
      [tries, wait] = [0, 500];
    }
    this.#sending = false;
  }

  async #post(item) {
    const body = JSON.stringify({ ...item, metadata: this.metadata() });
    const answer = await this.#ask('/webhooks/web/webhook', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    if (answer.ok) return 'sent';
    if (answer.status === 401) return 'again';
    return refused.has(answer.status) ? 'refused' : 'busy';
  }

  async #read(alive) {
    const stop = (this.#stream = new AbortController());
    const headers = { accept: 'text/event-stream' };
    if (this.last) headers['last-event-id'] = String(this.last);
    const answer = await this.#ask('/chat/events', { headers, signal: stop.signal, cache: 'no-store' });
    if (!answer.ok) throw new Error(`events ${answer.status}`);
    alive();
    this.#received(this.#due);
    let silence;
    const listenFor = () => (clearTimeout(silence), (silence = setTimeout(() => stop.abort(), 40000))); // heartbeats come every 15 s
    const text = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    try {
      for (let rest = '', done, value; listenFor(), ({ done, value } = await text.read()), !done; ) {
        const blocks = (rest + value).split(/\r?\n\r?\n/);
        rest = blocks.pop();
        blocks.forEach((block) => this.#block(block));
        this.on.connection('heard');
      }
    } finally {
      clearTimeout(silence);
    }
  }

  #block(block) {
    const data = block.split(/\r?\n/).filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trimStart()).join('\n');
    if (!data) return;
    const event = JSON.parse(data);
    this.last = Math.max(this.last, event.seq);
    this.on.event(event);
    if (event.ack) this.#received(event.seq);
  }
}
