// The time that the page shows. One ticking value, so that every pill and group changes together.
import { computed, shallowRef } from 'vue'
import { locale } from '@/i18n'
import { clock, day, full, moment, promiseWords, span } from '@/i18n/time'

const TICK = 10_000
export const now = shallowRef(Date.now())
setInterval(() => (now.value = Date.now()), TICK)
document.addEventListener('visibilitychange', () => (now.value = Date.now()))

/** The reader's own zone is the browser's. */
export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone

export const words = {
  clock: (at: string) => clock(Date.parse(at), locale(), zone),
  moment: (at: string) => moment(Date.parse(at), now.value, locale(), zone),
  day: (at: string) => day(Date.parse(at), now.value, locale(), zone),
  full: (at: string) => full(Date.parse(at), locale(), zone),
  ago: (at: string) => span(now.value - Date.parse(at)),
  promise: (due: string) => promiseWords(Date.parse(due), now.value, locale(), zone),
}
export const nowMs = computed(() => now.value)
