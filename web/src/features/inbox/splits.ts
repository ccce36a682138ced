// My promises, cut three ways. Numbers only when everything is loaded: a number that may be wrong is not shown.
import type { Item } from '@/api'
import { promiseGroup } from '@/state/groups'

export type Split = 'all' | 'today' | 'replied'
const TODAY = new Set(['late', 'soon', 'today'])

export function inSplit(item: Item, split: Split, now: number, zone?: string): boolean {
  if (split === 'today') return TODAY.has(promiseGroup(item, now, zone))
  // It may be our turn because of a promise alone; then nobody has replied.
  return split === 'all' || (item.answered && item.turn === 'us' && item.waiting_since !== null)
}
export function splitsOf(
  items: Item[], now: number, zone: string | undefined, more: boolean,
): { id: Split; count: number | null }[] {
  const count = (id: Split) => (more ? null : items.filter((item) => inSplit(item, id, now, zone)).length)
  return (['all', 'today', 'replied'] as const).map((id) => ({ id, count: count(id) }))
}
