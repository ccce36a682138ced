// The list's groups by the next promise due: broken first, then by how near it is.
import type { Item } from '@/api'
import { locale, t } from '@/i18n'
import { clock, dayNumber, type Zone } from '@/i18n/time'

const HOUR = 3_600_000
export interface Group {
  id: string
  title: string
  late: boolean
  items: Item[]
}

/** The next full hour that is at least half an hour away, so that the first group is never almost over. */
export function nextHour(now: number): number {
  return Math.ceil((now + HOUR / 2) / HOUR) * HOUR
}

export function promiseGroup(item: Item, now: number, zone?: Zone): string {
  if (!item.promise) return 'none'
  const due = Date.parse(item.promise.due_at)
  if (item.promise.state === 'broken' || due <= now) return 'late'
  if (due <= nextHour(now)) return 'soon'
  const days = dayNumber(due, zone) - dayNumber(now, zone)
  if (days <= 0) return 'today'
  if (days === 1) return 'tomorrow'
  return days < 7 ? 'week' : 'later'
}

const ORDER = ['late', 'soon', 'today', 'tomorrow', 'week', 'later', 'none']

export function groupByPromise(items: Item[], now: number, zone?: Zone): Group[] {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const id = promiseGroup(item, now, zone)
    const members = groups.get(id)
    if (members) members.push(item)
    else groups.set(id, [item])
  }
  const title = (id: string): string => {
    switch (id) {
      case 'late': return t('group.late')
      case 'soon': return t('group.soon', { time: clock(nextHour(now), locale(), zone) })
      case 'today': return t('group.today')
      case 'tomorrow': return t('group.tomorrow')
      case 'week': return t('group.week')
      case 'later': return t('group.later')
      default: return t('group.none')
    }
  }
  return ORDER.filter((id) => groups.has(id)).map((id) => ({
    id, title: title(id), late: id === 'late', items: groups.get(id)!,
  }))
}
