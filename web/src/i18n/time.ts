// Words for moments, in the reader's zone. Pure: "now" is always given.
import { t } from './index'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export type Zone = string | undefined

const formats = new Map<string, Intl.DateTimeFormat>()
function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options)
  let f = formats.get(key)
  if (!f) formats.set(key, (f = new Intl.DateTimeFormat(locale, options)))
  return f
}

export function clock(at: number, locale: string, zone?: Zone): string {
  return formatter(locale, { hour: '2-digit', minute: '2-digit', timeZone: zone }).format(at)
}

/** Days since the epoch of the calendar day on which `at` falls for the reader. */
export function dayNumber(at: number, zone?: Zone): number {
  const parts = formatter('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: zone }).format(at)
  return Math.round(Date.parse(`${parts}T00:00:00Z`) / DAY)
}

export function day(at: number, now: number, locale: string, zone?: Zone): string {
  const days = dayNumber(at, zone) - dayNumber(now, zone)
  if (days === 0) return t('time.today')
  if (days === 1) return t('time.tomorrow')
  if (days === -1) return t('time.yesterday')
  if (days > 1 && days < 7) return formatter(locale, { weekday: 'long', timeZone: zone }).format(at)
  const sameYear = new Date(at).getUTCFullYear() === new Date(now).getUTCFullYear()
  return formatter(locale, {
    day: 'numeric', month: 'short', timeZone: zone, ...(sameYear ? {} : { year: 'numeric' }),
  }).format(at)
}

/** "16:00" for today, else "tomorrow 09:00", "Monday 11:00", "3 Dec 09:00". */
export function moment(at: number, now: number, locale: string, zone?: Zone): string {
  if (dayNumber(at, zone) === dayNumber(now, zone)) return clock(at, locale, zone)
  return t('time.day_clock', { day: day(at, now, locale, zone), clock: clock(at, locale, zone) })
}

/** A length of time in one unit, the largest that is not zero. */
export function span(ms: number): string {
  const size = Math.abs(ms)
  if (size < MINUTE) return t('time.moment')
  if (size < HOUR) return t('time.minutes', { n: Math.floor(size / MINUTE) })
  if (size < DAY) return t('time.hours', { n: Math.floor(size / HOUR) })
  return t('time.days', { n: Math.floor(size / DAY) })
}

export function full(at: number, locale: string, zone?: Zone): string {
  return formatter(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(at)
}

/** What the pill of a promise says. `state` 'late' is a promise past its time, 'soon' one due within the hour. */
export function promiseWords(
  due: number, now: number, locale: string, zone?: Zone,
): { state: 'late' | 'soon' | 'later'; text: string; in: string } {
  if (due <= now) return { state: 'late', text: t('promise.late', { span: span(now - due) }), in: '' }
  const left = t('time.in', { span: span(due - now) })
  const by = t('promise.by', { when: moment(due, now, locale, zone) })
  if (due - now <= HOUR) return { state: 'soon', text: t('promise.by_in', { by, in: left }), in: left }
  return { state: 'later', text: by, in: left }
}
