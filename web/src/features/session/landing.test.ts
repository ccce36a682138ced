import { expect, test } from 'vitest'
import type { ViewId } from '@/api'
import { firstView } from './landing'

const counts = (held: Partial<Record<ViewId, number>>) =>
  (['my_promises', 'not_yet_heard', 'for_me', 'our_turn', 'their_turn', 'is_it_solved', 'solved', 'all'] as const)
    .map((id) => ({ id, count: held[id] ?? 0 }))

test('the first run ends where somebody waits', () => {
  expect(firstView(counts({ not_yet_heard: 1, our_turn: 1, all: 3 }))).toBe('not_yet_heard')
  expect(firstView(counts({ my_promises: 1, not_yet_heard: 4 }))).toBe('my_promises')
  expect(firstView(counts({ our_turn: 1, all: 1 }))).toBe('our_turn')
  expect(firstView(counts({ their_turn: 1, all: 1 }))).toBe('their_turn')
})

test('where nobody waits it is the first view', () => {
  expect(firstView(counts({ solved: 1, all: 1 }))).toBe('my_promises')
  expect(firstView([])).toBe('my_promises')
})
