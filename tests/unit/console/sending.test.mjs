// Words on their way against a shop that fails in every way: nothing is lost, nothing changes its order or its name.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { beforeEach, test } from 'node:test';

const code = readFileSync(new URL('../../../web/console/static/sending.js', import.meta.url), 'utf8');
const { Sending, fresh } = await import(`data:text/javascript,${encodeURIComponent(code)}`); // as a page takes it

let answers, posted, told, back;
beforeEach(() => ([answers, posted, told, back] = [[], [], [], []]));

function sending() {
  return new Sending({
    async post(it) {
      posted.push(`${it.once}:${it.said}`);
      const status = answers.shift() ?? 204;
      if (status === 'down') throw new TypeError('network');
      return { status };
    },
    late: (on) => told.push(on),
    refused: async ({ status }, items) => back.push([status, ...items.map((it) => it.said)]),
    pause: 1,
  });
}

async function sent(...words) {
  const way = sending();
  await Promise.all(words.map((said, n) => way.add({ said, note: said.startsWith('note'), once: `o${n}` })));
  return way;
}

test('words go out one after the other', async () => {
  await sent('one', 'two', 'three');
  assert.deepEqual(posted, ['o0:one', 'o1:two', 'o2:three']);
  assert.deepEqual([told, back], [[], []]);
});

test('without an answer the same is sent under the same name, and what was sent later waits', async () => {
  answers = ['down', 503, 429, 204];
  const way = await sent('one', 'two');
  assert.deepEqual(posted, ['o0:one', 'o0:one', 'o0:one', 'o0:one', 'o1:two']);
  assert.deepEqual([told, back, way.waiting], [[true, false], [], []]);
});

test('what breaks the shop again and again comes back, and the next goes out', async () => {
  answers = [500, 500, 500, 500, 500];
  const way = await sent('one');
  await way.add({ said: 'two', note: false, once: 'o9' });
  assert.deepEqual(back, [[500, 'one']]);
  assert.deepEqual([posted.length, posted.at(-1), told, way.waiting], [6, 'o9:two', [true, false], []]);
});

test('what is refused comes back with all that was sent behind it, in order', async () => {
  answers = [204, 409];
  const way = await sent('one', 'two', 'three');
  assert.deepEqual(posted, ['o0:one', 'o1:two']);
  assert.deepEqual([back, way.waiting], [[[409, 'two', 'three']], []]);
});

test('a note behind refused words is kept all the same, and never becomes words', async () => {
  answers = [409];
  await sent('one', 'note a', 'two');
  assert.deepEqual(posted, ['o0:one', 'o1:note a']);
  assert.deepEqual(back, [[409, 'one', 'two']]);
});

test('after a refusal the next words are tried', async () => {
  answers = [422];
  const way = await sent('one');
  await way.add({ said: 'two', note: false, once: 'o9' });
  assert.deepEqual([posted, back], [['o0:one', 'o9:two'], [[422, 'one']]]);
});

test('every message has a name of its own, also where the page came by plain http', () => {
  const plain = { getRandomValues: (bytes) => globalThis.crypto.getRandomValues(bytes) };
  for (const source of [globalThis.crypto, plain]) assert.notEqual(fresh(source), fresh(source));
  assert.match(fresh(plain), /^[0-9a-f]{32}$/);
});
