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
