// The wire against a server that fails in every way: nothing is lost, nothing is sent under another id.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

globalThis.addEventListener ??= () => {};
Object.defineProperty(globalThis, 'navigator', { value: { onLine: true }, configurable: true });
const { Server } = await import('../src/server.js');

let asked, answers, sent, sessions;
const answer = (status, body = {}) => ({ ok: status < 300, status, json: async () => body });
const on = { event() {}, connection() {}, session: (it, other) => sessions.push([it.conversation, other]), sent: (id, state) => sent.push(state) };

beforeEach(() => {
  [asked, answers, sent, sessions] = [[], [], [], []];
  let opened = 0;
  globalThis.fetch = async (url, init) => {
    if (url.endsWith('/chat/session')) return answer(200, { conversation: `c${++opened}`, token: `t${opened}` });
    asked.push({ ...JSON.parse(init.body), token: init.headers.authorization });
    const next = answers.shift() ?? 202;
    if (next === 'down') throw new TypeError('network');
    return answer(next);
  };
});

async function say(...statuses) {
  answers = statuses;
  const server = new Server('', () => ({ page: '/' }), on);
  server.send({ id: 'u1', message: 'hi' });
  for (let n = 0; n < 200 && !/sent|failed/.test(sent.at(-1)); n++) {
    server.wake(); // no waiting in tests: whatever is due is tried now
    await new Promise(setImmediate);
  }
  return sent.at(-1);
}

test('a lost answer is asked for again under the same id', async () => {
  assert.equal(await say('down', 'down', 202), 'sent');
  assert.deepEqual(asked.map((it) => it.id), ['u1', 'u1', 'u1']);
});

test('401 begins a new session and sends once more', async () => {
  assert.equal(await say(401, 202), 'sent');
  assert.deepEqual(asked.map((it) => it.token), ['Bearer t1', 'Bearer t2']);
  assert.deepEqual(sessions, [['c1', true], ['c2', true]]);
});

for (const status of [413, 422, 429]) {
  test(`${status} is said and not repeated`, async () => {
    assert.equal(await say(status), 'failed');
    assert.equal(asked.length, 1);
  });
}

test('a server that stays broken is given up after six tries', async () => {
  assert.equal(await say(...Array(9).fill(503)), 'failed');
  assert.equal(asked.length, 6);
});

test('what the page knows goes with every message', async () => {
  await say(202);
  assert.deepEqual(asked[0].metadata, { page: '/' });
});

test('that the shopper writes is told once in three seconds', async () => {
  const server = new Server('', () => ({}), on);
  for (let n = 0; n < 5; n++) server.typing();
  await new Promise((done) => setTimeout(done, 20));
  assert.equal(asked.length, 1);
});

test('what an agent said is acknowledged, and told again with the next stream where that was lost', async () => {
  const server = new Server('', () => ({}), on);
  const stream = (text) => ({ ok: true, status: 200, body: new ReadableStream({ start: (it) => (it.enqueue(new TextEncoder().encode(text)), it.close()) }) });
  const posts = [];
  globalThis.fetch = async (url, init) => {
    if (url.endsWith('/chat/session')) return answer(200, { conversation: 'c1', token: 't' });
    if (url.endsWith('/chat/events')) return stream(server.last ? ': open\n\n' : 'data: {"seq":4,"ack":true,"msg":{}}\n\ndata: {"seq":5,"ack":true,"msg":{}}\n\n');
    posts.push(JSON.parse(init.body).seq);
    if (posts.length === 1) throw new TypeError('network');
    return answer(204);
  };
  const listening = server.listen();
  for (let n = 0; n < 60 && posts.length < 2; n++) await new Promise((done) => setTimeout(done, 50));
  server.closed = true;
  server.wake();
  await listening;
  assert.deepEqual(posts.slice(0, 2), [5, 5]);
});
