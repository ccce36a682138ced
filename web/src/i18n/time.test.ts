import { describe, expect, test } from 'vitest'
import { day, dayNumber, moment, promiseWords, span } from './time'

const at = (iso: string) => Date.parse(iso)
const NOW = at('2026-11-20T15:22:00Z')
const said = (due: string, zone = 'Europe/London') => promiseWords(at(due), NOW, 'en-GB', zone)

describe('the words of a promise', () => {
  test('within the hour it counts down', () => expect(said('2026-11-20T16:00:00Z')).toEqual({ state: 'soon', text: 'by 16:00, in 38 min', in: 'in 38 min' }))
  test('later today it names the time only', () => expect(said('2026-11-20T17:15:00Z').text).toBe('by 17:15'))
  test('tomorrow, this week and later name the day', () => {
    expect(said('2026-11-21T09:00:00Z').text).toBe('by tomorrow 09:00')
    expect(said('2026-11-23T11:00:00Z').text).toBe('by Monday 11:00')
    expect(said('2026-12-03T11:00:00Z').text).toBe('by 3 Dec 11:00')
    expect(said('2027-01-03T11:00:00Z').text).toBe('by 3 Jan 2027 11:00')
  })
  test('a broken one says how late', () => {
    expect(said('2026-11-20T14:42:00Z')).toEqual({ state: 'late', text: '40 min late', in: '' })
    expect(said('2026-11-17T14:42:00Z').text).toBe('3 days late')
  })
  test('due this very moment is late', () => expect(said('2026-11-20T15:22:00Z').state).toBe('late'))
  test('the reader’s zone decides the day', () => {
    expect(said('2026-11-20T23:30:00Z').text).toBe('by 23:30')
    expect(said('2026-11-20T23:30:00Z', 'Asia/Tokyo').text).toBe('by 08:30')
    expect(said('2026-11-20T23:30:00Z', 'Europe/Berlin').text).toBe('by tomorrow 00:30')
  })
})

test('days are calendar days, across a change of the clocks', () => {
  const zone = 'Europe/London'
  expect(dayNumber(at('2026-10-25T23:30:00Z'), zone) - dayNumber(at('2026-10-24T23:30:00Z'), zone)).toBe(0)
  expect(day(at('2026-10-26T00:30:00Z'), at('2026-10-24T22:30:00Z'), 'en-GB', zone)).toBe('Monday')
})
test('yesterday is named, last week is dated', () => {
  expect(moment(at('2026-11-19T09:22:00Z'), NOW, 'en-GB', 'UTC')).toBe('yesterday 09:22')
  expect(moment(at('2026-11-12T09:22:00Z'), NOW, 'en-GB', 'UTC')).toBe('12 Nov 09:22')
})
test('a span has one unit', () => {
  expect(span(59_000)).toBe('a moment')
  expect(span(60_000)).toBe('1 min')
  expect(span(3 * 3_600_000 + 59 * 60_000)).toBe('3 h')
  expect(span(48 * 3_600_000)).toBe('2 days')
})
