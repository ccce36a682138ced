import { expect, test } from 'vitest'
import { reactive } from 'vue'
import type { Message } from '@/api'
import { useBegun } from './begun'

const said = (id: string, at: string) => ({ id, at: `2026-11-20T10:${at}:00Z`, kind: 'customer' }) as Message
const thread = (loaded = true) => reactive({ messages: [said('9', '01'), said('10', '02')], loaded })

test('what comes while one writes is not seen, though it stands there', () => {
  const opened = thread()
  const begun = useBegun(opened)
  expect(begun.seen()).toBe('10')
  begun.follow(true)
  opened.messages.push(said('11', '03'))
  begun.follow(true)
  expect(begun.seen()).toBe('10')
  expect(begun.kept()).toBe('10')
})
test('whoever has written nothing yet has seen what stands there', () => {
  const opened = thread()
  const begun = useBegun(opened)
  begun.follow(true)
  begun.follow(false)
  opened.messages.push(said('11', '03'))
  expect(begun.kept()).toBeUndefined()
  begun.follow(true)
  expect(begun.seen()).toBe('11')
})
test('only the writer goes on to what is new', () => {
  const opened = thread()
  const begun = useBegun(opened)
  begun.follow(true)
  opened.messages.push(said('11', '03'))
  begun.goOn()
  opened.messages.push(said('12', '04'))
  expect(begun.seen()).toBe('11')
})
test('a draft rests on what it rested on when it was put away', () => {
  const begun = useBegun(thread())
  begun.take({ seen: '9', since: '2026-11-20T10:30:00Z' })
  expect(begun.seen()).toBe('9')
})
test('a draft of another device rests on what stood there when it was written down', () => {
  const begun = useBegun(thread())
  begun.take({ since: '2026-11-20T10:01:30Z' })
  expect(begun.seen()).toBe('9')
})
test('a draft of nobody knows when rests on what is shown when it is opened', () => {
  const opened = thread()
  const begun = useBegun(opened)
  begun.take({})
  opened.messages.push(said('11', '03'))
  expect(begun.seen()).toBe('10')
})
test('words that are there before the thread is rest on all of the thread as it is read first, not on a part of it', () => {
  const opened = thread(false)
  const begun = useBegun(opened)
  begun.follow(true)
  opened.messages.push(said('11', '03'))
  opened.loaded = true
  opened.messages.push(said('12', '04'))
  expect(begun.seen()).toBe('11')
})
