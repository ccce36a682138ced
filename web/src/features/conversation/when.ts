// Times that one can promise: a few that fit now, and what a datetime-local field needs. All in the browser's zone,
// as is Date itself.
const HALF = 30 * 60_000
const HOUR = 2 * HALF
const MORNING = 9
const EVENING = 18

export interface Choice { at: number; key: 'hours' | 'today' | 'tomorrow' | 'monday'; n?: number }

export const roundUp = (at: number) => Math.ceil(at / HALF) * HALF

function onDay(now: number, days: number, hour: number): number {
  const d = new Date(now)
  d.setDate(d.getDate() + days)
  d.setHours(hour, 0, 0, 0)
  return d.getTime()
}

/** The usual next word: after `minutes`, on the half hour. */
export const usual = (now: number, minutes: number) => roundUp(now + minutes * 60_000)

export function choices(now: number): Choice[] {
  const out: Choice[] = [{ at: roundUp(now + HOUR), key: 'hours', n: 1 }]
  const evening = onDay(now, 0, EVENING)
  if (evening - now > HOUR) out.push({ at: evening, key: 'today' })
  out.push({ at: onDay(now, 1, MORNING), key: 'tomorrow' })
  const untilMonday = (8 - new Date(now).getDay()) % 7 || 7
  if (untilMonday > 1) out.push({ at: onDay(now, untilMonday, MORNING), key: 'monday' })
  return out
}

export function toField(at: number): string {
  const d = new Date(at)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}T${two(d.getHours())}:${two(d.getMinutes())}`
}
/** NaN when the field is empty or not a time. */
export const fromField = (text: string) => new Date(text).getTime()
