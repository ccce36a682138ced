import { expect, test } from 'vitest'
import { canEnd, endingBody, endingIn, renewed, usualEnding } from './ending'

const NOW = Date.parse('2026-11-20T15:22:00Z')
const HOUR = 3_600_000

test('the usual time is half a working day ahead, on the half hour', () =>
  expect(new Date(usualEnding(NOW).at).toISOString()).toBe('2026-11-20T18:00:00.000Z'))
test('a preset time moves on before it is over, so that a tab which stays open can send', () => {
  const preset = usualEnding(NOW)
  expect(renewed(preset, NOW + HOUR)).toBe(preset)
  for (const later of [2 * HOUR, 3 * HOUR, 30 * HOUR]) {
    const moved = renewed(preset, NOW + later)
    expect(moved.at).toBe(usualEnding(NOW + later).at)
    expect(canEnd(moved, NOW + later)).toBe(true)
  }
})
test('a time that the agent chose never moves', () => {
  const chosen = { ...usualEnding(NOW), preset: false }
  expect(renewed(chosen, NOW + 30 * HOUR)).toBe(chosen)
  expect(canEnd(chosen, NOW + 30 * HOUR)).toBe(false)
  expect(canEnd({ ...chosen, end: 'nothing' }, NOW + 30 * HOUR)).toBe(true)
  expect(canEnd({ ...chosen, at: NaN }, NOW)).toBe(false)
})
test('what was sent says how it ended', () => {
  for (const end of ['update', 'solved', 'nothing'] as const) expect(endingIn(endingBody({ ...usualEnding(NOW), end })).end).toBe(end)
  expect(endingIn(endingBody(usualEnding(NOW))).at).toBe(usualEnding(NOW).at)
})
