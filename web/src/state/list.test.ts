import { describe, expect, test } from 'vitest'
import type { Item } from '@/api'
import { known, learn, place, queryOf } from './list'
import { sample } from './samples'
import { belongs, compare, defaultSort, EVERYONE, MINE, MORE } from './views'

const order = compare('promise')
function world(...items: Item[]) {
  const map = new Map(items.map((i) => [i.id, i]))
  return (id: string) => map.get(id)
}
const a = sample({ id: 'a', number: 1, due: '2026-11-20T10:00:00Z' })
const b = sample({ id: 'b', number: 2, due: '2026-11-20T12:00:00Z' })
const c = sample({ id: 'c', number: 3, due: '2026-11-20T14:00:00Z' })

test('what goes on is sorted by what is due, and where most has ended, by the last change', () => {
  expect([...MINE, ...EVERYONE].map(defaultSort)).toEqual(Array(7).fill('promise'))
  expect(MORE.map(defaultSort)).toEqual(Array(4).fill('updated'))
})

describe('a fact moves a row', () => {
  test('a new conversation comes to its place', () => {
    expect(place(['a', 'c'], b, true, order, world(a, b, c), false)).toEqual(['a', 'b', 'c'])
  })
  test('the same conversation is never there twice', () => {
    const moved = { ...a, promise: { ...a.promise!, due_at: '2026-11-20T18:00:00Z' } }
    expect(place(['a', 'b', 'c'], moved, true, order, world(moved, b, c), false)).toEqual(['b', 'c', 'a'])
  })
  test('what no longer belongs goes away', () => expect(place(['a', 'b'], a, false, order, world(a, b), false)).toEqual(['b']))
  test('behind the last loaded page it stays out until its page comes', () => {
    expect(place(['a', 'b'], c, true, order, world(a, b, c), true)).toEqual(['a', 'b'])
    expect(place(['a', 'b'], c, true, order, world(a, b, c), false)).toEqual(['a', 'b', 'c'])
  })
  test('nothing changed is the same list, so that nothing is drawn again', () => {
    const ids = ['a', 'b']
    expect(place(ids, a, true, order, world(a, b), false)).toBe(ids)
    expect(place(ids, c, false, order, world(a, b), false)).toBe(ids)
  })
})

test('an older version that arrives later does not win', () => {
  known.clear()
  learn(sample({ id: 'x', subject: 'new', updated_at: '2026-11-20T10:00:01.000Z' }))
  learn(sample({ id: 'x', subject: 'old', updated_at: '2026-11-20T10:00:00.000Z' }))
  expect(known.get('x')!.subject).toBe('new')
})

test('the next promise due comes first, without a promise last', () => {
  const none = sample({ id: 'n', number: 0 })
  expect([none, c, a, b].sort(order).map((i) => i.id)).toEqual(['a', 'b', 'c', 'n'])
})

test('views hold what they say', () => {
  expect(belongs(a, 'my_promises', 'me')).toBe(true)
  expect(belongs(a, 'my_promises', 'other')).toBe(false)
  expect(belongs(sample(), 'my_promises', 'me')).toBe(false)
  expect(belongs(sample({ answered: false }), 'not_yet_heard', 'me')).toBe(true)
  expect(belongs(sample({ turn: 'customer' }), 'for_me', 'me')).toBe(false)
  expect(belongs(sample({ state: 'spam' }), 'all', 'me')).toBe(false)
  expect(belongs(sample({ state: 'proposed' }), 'is_it_solved', 'me')).toBe(true)
})
test('a place of the rail is a filter', () => {
  expect(queryOf('inbox-i7')).toEqual({ view: 'all', inbox: 'i7', sort: 'promise' })
  expect(queryOf('solved')).toEqual({ view: 'solved', sort: 'updated' })
})
