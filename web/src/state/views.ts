// The views of the rail: what belongs to them, how they sort, how many they hold.
import { reactive } from 'vue'
import { api, type Item, type Sort, type ViewCount, type ViewId } from '@/api'
import { onFact, onResync } from '@/live'

export const MINE = ['my_promises', 'not_yet_heard', 'for_me', 'drafts'] as const
export const EVERYONE = ['our_turn', 'their_turn', 'is_it_solved'] as const
export const MORE = ['solved', 'unconfirmed', 'spam', 'all'] as const
export type RailView = ViewId | 'drafts'
export const ALL_VIEWS: readonly RailView[] = [...MINE, ...EVERYONE, ...MORE]

/** Counts from here on mean "or more". */
export const COUNT_CAP = 1000

/** What goes on by what is due next; where most has ended, by what happened last. */
export function defaultSort(view: string): Sort {
  return ['solved', 'unconfirmed', 'spam', 'all'].includes(view) ? 'updated' : 'promise'
}

/** Whether `item` is in `view` for the agent `me`; the same rule as the server's. */
export function belongs(item: Item, view: ViewId, me: string): boolean {
  const active = item.state === 'open' || item.state === 'snoozed' || item.state === 'proposed'
  switch (view) {
    case 'my_promises': return active && item.assignee?.id === me && item.promise !== null
    case 'not_yet_heard': return item.state === 'open' && !item.answered
    case 'for_me': return item.state === 'open' && item.assignee?.id === me && item.turn === 'us'
    case 'our_turn': return item.state === 'open' && item.turn === 'us'
    case 'their_turn': return item.state === 'open' && item.turn === 'customer'
    case 'is_it_solved': return item.state === 'proposed'
    case 'solved': return item.state === 'solved'
    case 'unconfirmed': return item.state === 'unconfirmed'
    case 'spam': return item.state === 'spam'
    case 'all': return item.state !== 'spam' && item.state !== 'merged'
  }
}

export function compare(sort: Sort): (a: Item, b: Item) => number {
  const number = (a: Item, b: Item) => a.number - b.number
  if (sort === 'number') return number
  if (sort === 'updated') {
    return (a, b) => Date.parse(b.updated_at) - Date.parse(a.updated_at) || b.number - a.number
  }
  const due = (i: Item) => (i.promise ? Date.parse(i.promise.due_at) : Infinity)
  return (a, b) => {
    const x = due(a)
    const y = due(b)
    return x === y ? number(a, b) : x - y
  }
}

export const counts = reactive(new Map<string, ViewCount>())
/** Facts come in bursts; the counts are asked for once per burst, but at least this often, ms. */
const QUIET = 400
const LATEST = 2_000
let timer = 0
let firstAsk = 0

export async function loadCounts(): Promise<void> {
  const { items } = await api.views()
  for (const item of items) if (item.id !== 'drafts') counts.set(item.id, item)
}
export function countsChanged(): void {
  const at = Date.now()
  if (!timer) firstAsk = at
  else clearTimeout(timer)
  timer = window.setTimeout(() => {
    timer = 0
    loadCounts().catch(() => {})
  }, Math.max(0, Math.min(QUIET, firstAsk + LATEST - at)))
}
onFact(countsChanged)
onResync(countsChanged)
