import { beforeEach, describe, expect, test, vi } from 'vitest'
import { Problem, type Message, type NewMessage } from '@/api'
import { Outbox, PREFIX, type Kept } from './outbox'

const body = (text: string): NewMessage => ({ kind: 'reply', text })
let kept: Map<string, string>
let store: Kept
let calls: { conversation: string; text: string; key: string }[]
let answer: (text: string) => Message
const write = async (conversation: string, b: NewMessage, key: string) => {
  calls.push({ conversation, text: b.text, key })
  return answer(b.text)
}
const offline = () => { throw new Problem(0, 'no_answer', '') }
const said = (text: string) => ({ id: `m-${text}`, text }) as Message

beforeEach(() => {
  kept = new Map()
  store = {
    getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => void kept.set(k, v), removeItem: (k) => void kept.delete(k),
    key: (n) => [...kept.keys()][n] ?? null, get length() { return kept.size },
  }
  calls = []
  answer = said
})
const box = () => new Outbox(store, write, 'me')

describe('the outbox', () => {
  test('sends in order and forgets what went out', async () => {
    const o = box()
    const sent: string[] = []
    o.onSent = (_e, m) => sent.push(m.id)
    o.add('c1', 'Amara', body('one'))
    o.add('c1', 'Amara', body('two'))
    await o.flush()
    expect(sent).toEqual(['m-one', 'm-two'])
    expect(o.entries).toHaveLength(0)
    expect(kept.size).toBe(0)
  })
  test('without a network it waits, and a new page sends it with the same key', async () => {
    answer = offline
    const o = box()
    o.add('c1', 'Amara', body('one'))
    await o.flush()
    expect(o.entries[0]!.state).toBe('waiting')

    answer = said
    const next = box()
    next.restore('me')
    await next.flush()
    expect(calls.map((c) => c.key)).toEqual([calls[0]!.key, calls[0]!.key])
    expect(next.entries).toHaveLength(0)
  })
  test('it is written down before the first try', () => {
    const entry = box().add('c1', 'Amara', body('one'))
    expect(kept.get(PREFIX + entry.key)).toContain('"one"')
  })
  test('what waits in one conversation does not hold up another', async () => {
    answer = (text) => (text === 'one' ? offline() : said(text))
    const o = box()
    o.add('c1', 'Amara', body('one'))
    o.add('c1', 'Amara', body('after one'))
    o.add('c2', 'Jonas', body('two'))
    await o.flush()
    expect(calls.map((c) => c.text)).toEqual(['one', 'two'])
    expect(o.entries.map((e) => e.body.text)).toEqual(['one', 'after one'])
  })
  test('a refusal stops it and keeps the words', async () => {
    answer = () => { throw new Problem(409, 'answered_meanwhile', '') }
    const o = box()
    const stopped: string[] = []
    o.onStopped = (e) => stopped.push(`${e.problem!.code} ${e.body.text}`)
    o.add('c1', 'Amara', body('one'))
    await o.flush()
    await o.flush()
    expect(stopped).toEqual(['answered_meanwhile one'])
    expect(calls).toHaveLength(1)
    expect(o.entries[0]!.state).toBe('stopped')
  })
  test('a session that ended or a busy server is waited for', async () => {
    for (const status of [401, 429, 503]) {
      answer = () => { throw new Problem(status, 'x', '') }
      const o = box()
      o.add('c1', 'Amara', body('one'))
      await o.flush()
      expect(o.entries[0]!.state, String(status)).toBe('waiting')
    }
  })
  test('two flushes at once send once', async () => {
    const o = box()
    o.add('c1', 'Amara', body('one'))
    await Promise.all([o.flush(), o.flush()])
    expect(calls).toHaveLength(1)
  })
  test('a second flush ends when the first has', async () => {
    let sent = (_: Message) => {}
    const o = new Outbox(store, () => new Promise((done) => (sent = done)), 'me')
    o.add('c1', 'Amara', body('one'))
    void o.flush()
    let ended = false
    const second = o.flush().then(() => (ended = true))
    await new Promise((done) => setTimeout(done))
    expect(ended).toBe(false)
    sent(said('one'))
    await second
    expect(o.entries).toHaveLength(0)
  })
  test.each([new Problem(401, 'not_signed_in', ''), new Problem(0, 'no_answer', ''), new Problem(422, 'text_too_long', '')])('what is cleared while it is sent does not come back: %s', async (problem) => {
    let refuse = (_: Problem) => {}
    const o = new Outbox(store, () => new Promise((_, no) => (refuse = no)), 'me')
    const stopped = vi.fn()
    o.onStopped = stopped
    o.add('c1', 'Amara', body('one'))
    const flushed = o.flush()
    o.clear()
    refuse(problem)
    await flushed
    expect(kept.size).toBe(0)
    expect(stopped).not.toHaveBeenCalled()
  })
  test('who signs in next does not learn what went out for the one before', async () => {
    let sent = (_: Message) => {}
    const o = new Outbox(store, () => new Promise((done) => (sent = done)), 'me')
    const told = vi.fn()
    o.onSent = told
    o.add('c1', 'Amara', body('one'))
    const flushed = o.flush()
    o.restore('somebody else')
    sent(said('one'))
    await flushed
    expect(told).not.toHaveBeenCalled()
    expect(kept.size).toBe(0)
  })
  test('while nobody is signed in nothing is sent, and it is still there for its agent', async () => {
    answer = offline
    const o = box()
    o.add('c1', 'Amara', body('one'))
    await o.flush()
    o.restore('')
    answer = said
    await o.flush()
    expect(calls).toHaveLength(1)
    o.restore('me')
    await o.flush()
    expect(calls).toHaveLength(2)
  })
  test('a page with the value of an older session waits for the new one', async () => {
    answer = () => { throw new Problem(403, 'csrf', '') }
    const o = box()
    o.add('c1', 'Amara', body('one'))
    await o.flush()
    expect(o.entries[0]!.state).toBe('waiting')
  })
  test('what waited for longer than the server knows its key is not tried again, and its words stay', async () => {
    answer = offline
    const o = box()
    const entry = o.add('c1', 'Amara', body('one'))
    await o.flush()
    const stopped = vi.fn()
    o.onStopped = (e) => stopped(e.problem!.code, e.body.text)
    answer = said
    entry.at = new Date(Date.now() - 24 * 3_600_000).toISOString()
    await o.flush()
    expect(calls).toHaveLength(1)
    expect(stopped).toHaveBeenCalledExactlyOnceWith('too_old', 'one')
  })
  test('a browser without room sends all the same', async () => {
    store.setItem = () => { throw new DOMException('', 'QuotaExceededError') }
    const o = box()
    o.add('c1', 'Amara', body('one'))
    await o.flush()
    expect(calls).toHaveLength(1)
  })
  test('another agent on this browser neither sees nor sends it', async () => {
    answer = offline
    const o = box()
    o.add('c1', 'Amara', body('mine'))
    await o.flush()
    answer = said
    const other = new Outbox(store, write)
    other.restore('somebody else')
    other.add('c9', 'Mei', body('theirs'))
    await other.flush()
    expect(calls.map((c) => c.text)).toEqual(['mine', 'theirs'])
    const again = box()
    again.restore('me')
    expect(again.entries.map((e) => e.body.text)).toEqual(['mine'])
  })
  test('a second tab does not lose what the first one keeps', async () => {
    answer = offline
    const first = box()
    first.add('c1', 'Amara', body('first'))
    await first.flush()
    answer = said
    const second = box()
    second.add('c2', 'Mei', body('second'))
    await second.flush()
    const later = box()
    later.restore('me')
    expect(later.entries.map((e) => e.body.text)).toEqual(['first'])
  })
  test('what another tab sent is forgotten here, and stays sent', async () => {
    answer = offline
    const o = box()
    const entry = o.add('c1', 'Amara', body('one'))
    await o.flush()
    o.forget(entry.key)
    answer = said
    await o.flush()
    expect(calls).toHaveLength(1)
  })
  test('taken back is gone', async () => {
    answer = offline
    const o = box()
    const entry = o.add('c1', 'Amara', body('one'))
    await o.flush()
    o.remove(entry.key)
    answer = said
    await o.flush()
    expect(calls).toHaveLength(1)
  })
})
