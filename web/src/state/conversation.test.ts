import { beforeEach, describe, expect, test, vi } from 'vitest'
import { api, type Detail, type Message } from '@/api'
import type { LiveFact } from '@/live'
import type { Item } from '@/api'
import { sample } from './samples'

let hear: ((fact: LiveFact<Item>) => void)[]
let resync: (() => void)[]
vi.mock('@/live', () => ({
  onFact: (run: never) => (hear ??= []).push(run), onResync: (run: never) => (resync ??= []).push(run), onBack: () => {},
  startLive: () => {}, stopLive: () => {}, link: () => 'live',
}))
const { forgetConversations, merge, newest, news, open } = await import('./conversation')

const message = (n: number, text = `m${n}`): Message =>
  ({ id: `m${n}`, kind: 'customer', text, at: `2026-11-20T10:00:${String(n).padStart(2, '0')}.000Z`, author: { type: 'contact', id: 'p', name: 'Amara', email: null } }) as Message
const fact = (part: Partial<LiveFact<Item>>): LiveFact<Item> =>
  ({ type: 'fact', position: '1', fact: 'message_received', conversation: 'c1', message: null, actor: null, at: '', item: null, ...part })
let thread: Message[]
/** Two messages a page; the cursor is where the page begins. */
const PAGE = 2
const settle = () => vi.waitFor(() => expect(api.messages).toHaveBeenCalled()).then(() => new Promise((done) => setTimeout(done, 5)))

beforeEach(() => {
  forgetConversations()
  thread = [message(1), message(2), message(3)]
  vi.spyOn(api, 'conversation').mockImplementation(async (id) => ({ ...sample({ id }), position: '1' }) as Detail)
  vi.spyOn(api, 'messages').mockImplementation(async (_id, cursor) => {
    const from = Number(cursor ?? 0)
    return { items: thread.slice(from, from + PAGE), next: from + PAGE < thread.length ? String(from + PAGE) : null }
  })
})
const ids = (messages: Message[]) => messages.map((m) => m.id).join()

describe('an open conversation', () => {
  test('reads all pages', async () => {
    const c = open('c1')
    await settle()
    expect(ids(c.messages)).toBe('m1,m2,m3')
    expect(c.fresh).toEqual([])
  })
  test('a new message is read from the last page only, shown once, and told as new', async () => {
    const c = open('c1')
    await settle()
    vi.mocked(api.messages).mockClear()
    thread.push(message(4), message(5))
    for (let n = 0; n < 3; n++) hear.forEach((run) => run(fact({ message: 'm4' })))
    await settle()
    expect(ids(c.messages)).toBe('m1,m2,m3,m4,m5')
    expect(c.fresh).toEqual(['m4', 'm5'])
    expect(vi.mocked(api.messages).mock.calls.every(([, cursor]) => cursor !== undefined)).toBe(true)
  })
  test('a change of an early message reads its own page again', async () => {
    const c = open('c1')
    await settle()
    thread[0] = message(1, 'delivered')
    hear.forEach((run) => run(fact({ fact: 'delivery_reported', message: 'm1' })))
    await settle()
    expect(c.messages[0]!.text).toBe('delivered')
  })
  test('a withdrawn reply goes away', async () => {
    const c = open('c1')
    await settle()
    thread.splice(1, 1)
    hear.forEach((run) => run(fact({ fact: 'reply_withdrawn', message: 'm2' })))
    await settle()
    expect(ids(c.messages)).toBe('m1,m3')
  })
  test('facts of another conversation change nothing', async () => {
    open('c1')
    await settle()
    vi.mocked(api.messages).mockClear()
    hear.forEach((run) => run(fact({ conversation: 'c2' })))
    expect(api.messages).not.toHaveBeenCalled()
  })
  test('resync reads the open one from its beginning', async () => {
    const c = open('c1')
    await settle()
    thread = [message(1, 'changed'), message(2), message(3), message(4)]
    resync.forEach((run) => run())
    await settle()
    expect(c.messages[0]!.text).toBe('changed')
    expect(ids(c.messages)).toBe('m1,m2,m3,m4')
  })
})

test('messages merge by id and stand in the order of time', () => {
  expect(ids(merge([message(3), message(1)], [message(2), message(3, 'new')]))).toBe('m1,m2,m3')
  expect(merge([message(3)], [message(3, 'new')])[0]!.text).toBe('new')
})

describe('what the reader has seen', () => {
  const said = (id: string, at: string, part: Partial<Message> = {}) => ({ ...message(1), id, at: `2026-11-20T10:${at}Z`, ...part }) as Message
  const by = (id: string) => ({ kind: 'reply', author: { type: 'agent', id, name: id, email: null } }) as Partial<Message>
  // The reply 9 was held; the customer wrote 10 meanwhile; 9 went out later. 11 is old mail, imported afterwards.
  const crossed = merge([], [said('9', '00:10', by('me')), said('10', '00:05'), said('11', '00:01', by('other'))])
  test('is the newest that came in, whatever its time', () => {
    expect(crossed.at(-1)!.id).toBe('9')
    expect(newest(crossed)).toBe('11')
    expect(newest([])).toBeUndefined()
  })
  test('leaves as news what others wrote since, in the order of arrival', () => {
    expect(ids(news(crossed, '8', 'me'))).toBe('10,11')
    expect(ids(news(crossed, '8', 'other'))).toBe('9,10')
    expect(ids(news(crossed, '10', 'me'))).toBe('11')
    expect(news(crossed, newest(crossed)!, 'me')).toEqual([])
  })
  test('has no news from machines and in notes', () =>
    expect(news([said('12', '01:00', { automatic: true }), said('13', '01:00', { kind: 'note' }), said('14', '01:00', { kind: 'system' })], '8', 'me')).toEqual([]))
})
