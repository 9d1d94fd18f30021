// The conversation as data: what arrives twice, late, in place of something, or not at all.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Log, answerTo, overtaken } from '../src/log.js';

const event = (seq, msg, more = {}) => ({ seq, from: 'bot', ts: 1, key: String(seq), ...more, msg });
const text = (words) => ({ type: 'text', text: words });
const filled = (...events) => {
  const log = new Log();
  events.forEach((it) => log.take(it));
  return log;
};

test('an event seen before changes nothing', () => {
  const log = filled(event(1, text('a')), event(2, text('b')));
  assert.equal(log.take(event(2, text('b'))), null);
  assert.equal(log.entries.length, 2);
});

test('the same key replaces the body and keeps the place', () => {
  const log = filled(event(1, { type: 'payment', state: 'ready' }, { key: 'payment:1' }), event(2, text('b')));
  assert.equal(log.take(event(3, { type: 'payment', state: 'paid' }, { key: 'payment:1' })), 'replaced');
  assert.deepEqual(log.entries.map((it) => [it.seq, it.msg.state]), [[1, 'paid'], [2, undefined]]);
});

test('own words stand at once and are confirmed once', () => {
  const log = filled(event(1, text('hello')));
  log.write('c1', 'hi');
  assert.deepEqual(log.all.map((it) => it.msg.text), ['hello', 'hi']);
  log.take(event(2, text('hi'), { from: 'shopper', client: 'c1' }));
  assert.deepEqual(log.all.map((it) => [it.msg.text, it.state]), [['hello', undefined], ['hi', undefined]]);
});

test('turn_end by client id, by seq, or simply later ends the waiting', () => {
  for (const reply of ['c1', 2, '2', undefined]) {
    const log = new Log();
    log.write('c1', 'hi');
    log.await('c1');
    log.take(event(2, text('hi'), { from: 'shopper', client: 'c1' }));
    assert.equal(log.waiting, true);
    log.take(event(3, { type: 'turn_end', reply_to: reply }));
    assert.equal(log.waiting, false);
  }
});

test('a turn_end of an earlier message leaves the later one waiting', () => {
  const log = new Log();
  log.await('c2');
  log.take(event(3, { type: 'turn_end', reply_to: 'c1' }));
  assert.equal(log.waiting, true);
});

test('what a person types is shown until they speak', () => {
  const log = filled(event(1, { type: 'typing', name: 'Marta' }));
  assert.equal(log.typing.name, 'Marta');
  log.take(event(2, text('hello'), { from: 'agent', name: 'Marta' }));
  assert.equal(log.typing, null);
});

test('a newer cart overtakes the older, a question is frozen by its answer', () => {
  const choices = { type: 'choices', actions: [{ id: '1.0', title: 'Express' }] };
  const { entries } = filled(event(1, { type: 'cart' }), event(2, choices), event(3, text('Express'), { from: 'shopper' }), event(4, { type: 'cart' }));
  assert.deepEqual(entries.map((_, n) => overtaken(entries, n)), [true, true, false, false]);
  assert.equal(answerTo(entries, 1), 'Express');
});
