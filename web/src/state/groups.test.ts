import { expect, test } from 'vitest'
import { locale } from '@/i18n'
import { clock } from '@/i18n/time'
import { groupByPromise, nextHour, promiseGroup } from './groups'
import { sample } from './samples'

const NOW = Date.parse('2026-11-20T15:22:00Z')
const group = (due: string) => promiseGroup(sample({ due }), NOW, 'Europe/London')

test('promises fall into the groups of the list', () => {
  expect(group('2026-11-20T14:42:00Z')).toBe('late')
  expect(group('2026-11-20T15:45:00Z')).toBe('soon')
  expect(group('2026-11-20T16:00:00Z')).toBe('soon')
  expect(group('2026-11-20T16:01:00Z')).toBe('today')
  expect(group('2026-11-21T08:00:00Z')).toBe('tomorrow')
  expect(group('2026-11-26T08:00:00Z')).toBe('week')
  expect(group('2026-11-27T08:00:00Z')).toBe('later')
  expect(promiseGroup(sample(), NOW)).toBe('none')
})
test('a promise marked broken is broken even if a clock says it is not over', () => {
  const item = sample({ due: '2026-11-20T15:22:30Z' })
  item.promise!.state = 'broken'
  expect(promiseGroup(item, NOW)).toBe('late')
})
test('the first group ends at a full hour that is not almost over', () => {
  expect(new Date(nextHour(NOW)).toISOString()).toBe('2026-11-20T16:00:00.000Z')
  expect(new Date(nextHour(Date.parse('2026-11-20T15:40:00Z'))).toISOString()).toBe('2026-11-20T17:00:00.000Z')
})
test('groups stand in order, broken first, empty ones not at all', () => {
  const items = [sample({ id: 'a' }), sample({ id: 'b', due: '2026-11-20T15:45:00Z' }), sample({ id: 'c', due: '2026-11-20T14:00:00Z' })]
  const groups = groupByPromise(items, NOW, 'Europe/London')
  expect(groups.map((g) => [g.id, g.late, g.items.map((i) => i.id).join()])).toEqual([['late', true, 'c'], ['soon', false, 'b'], ['none', false, 'a']])
  expect(groups[1]!.title).toBe(`Before ${clock(nextHour(NOW), locale(), 'Europe/London')}`)
})
