import { expect, test } from 'vitest'
import { sample } from '@/state/samples'
import { inSplit, splitsOf } from './splits'

const now = Date.parse('2026-11-20T12:00:00Z')
const theirWord = { turn: 'us', answered: true, waiting_since: '2026-11-20T11:00:00.000Z' } as const

test('they replied when their word waits for us', () => {
  expect(inSplit(sample(theirWord), 'replied', now)).toBe(true)
})
test('our own promise is no reply of theirs', () => {
  expect(inSplit(sample({ ...theirWord, waiting_since: null }), 'replied', now)).toBe(false)
})
test('a first mail is no reply', () => {
  expect(inSplit(sample({ ...theirWord, answered: false }), 'replied', now)).toBe(false)
})
test('what is not loaded to its end has no number', () => {
  expect(splitsOf([sample(theirWord)], now, undefined, true).map((split) => split.count)).toEqual([null, null, null])
})
