// One list of conversations: key-paged from the server, kept true by facts. Items are shared by all lists.
import { computed, reactive, shallowReactive, type ComputedRef } from 'vue'
import { api, Problem, type Item, type Sort, type ViewId } from '@/api'
import { onFact, onResync } from '@/live'
import { me } from './session'
import { belongs, compare, defaultSort } from './views'

/** Every conversation that is known, newest version. */
export const known = shallowReactive(new Map<string, Item>())

/** Keeps the newer of two versions; answers and facts may overtake one another. */
export function learn(item: Item): Item {
  const old = known.get(item.id)
  if (old && Date.parse(old.updated_at) > Date.parse(item.updated_at)) return old
  known.set(item.id, item)
  return item
}

export interface Query { view: ViewId; inbox?: string; team?: string; sort: Sort }

/**
 * The ids of a list after `item` changed: out, in, or moved to its place. While more pages are to come, an item
 * that sorts after everything loaded stays out: it comes with its page.
 */
export function place(
  ids: string[], item: Item, fits: boolean, order: (a: Item, b: Item) => number,
  find: (id: string) => Item | undefined, more: boolean,
): string[] {
  const rest = ids.filter((id) => id !== item.id)
  if (!fits) return rest.length === ids.length ? ids : rest
  const at = rest.findIndex((id) => {
    const other = find(id)
    return other !== undefined && order(item, other) < 0
  })
  if (at < 0 && more) return rest
  const out = rest.slice()
  out.splice(at < 0 ? rest.length : at, 0, item.id)
  return out.every((id, n) => id === ids[n]) && out.length === ids.length ? ids : out
}

export interface ListState {
  ids: string[]; next: string | null; loaded: boolean; loading: boolean; problem: Problem | null
}
export interface List {
  query: Query
  state: ListState
  items: ComputedRef<Item[]>
  more: () => Promise<void>
  reload: () => Promise<void>
}

const PAGE = 50
const lists = new Map<string, List>()

function fits(item: Item, query: Query): boolean {
  if (query.inbox && item.inbox?.id !== query.inbox) return false
  if (query.team && item.team?.id !== query.team) return false
  return belongs(item, query.view, me.value.id)
}

function create(query: Query): List {
  const state = reactive<ListState>({ ids: [], next: null, loaded: false, loading: false, problem: null })
  let round = 0
  async function load(cursor?: string): Promise<void> {
    const mine = ++round
    state.loading = true
    state.problem = null
    try {
      const page = await api.conversations({ ...query, limit: PAGE, ...(cursor ? { cursor } : {}) })
      if (mine !== round) return
      const fresh = page.items.map((item) => learn(item).id)
      const before = cursor ? state.ids.filter((id) => !fresh.includes(id)) : []
      state.ids = [...before, ...fresh]
      state.next = page.next
      state.loaded = true
    } catch (error) {
      if (mine !== round) return
      if (!(error instanceof Problem)) throw error
      state.problem = error
    } finally {
      if (mine === round) state.loading = false
    }
  }
  return {
    query, state,
    items: computed(() => state.ids.map((id) => known.get(id)).filter((i) => i !== undefined)),
    more: () => (state.next && !state.loading ? load(state.next) : Promise.resolve()),
    reload: () => load(),
  }
}

export function listOf(query: Query): List {
  const key = JSON.stringify([query.view, query.inbox ?? '', query.team ?? '', query.sort])
  let list = lists.get(key)
  if (!list) lists.set(key, (list = create(query)))
  return list
}
export function forgetLists(): void {
  lists.clear()
  known.clear()
}

/** A route's view name: one of the views, `inbox-ID` or `team-ID`. */
export function queryOf(name: string, sort?: Sort): Query {
  const of = /^(inbox|team)-(.+)$/.exec(name)
  if (!of) return { view: name as ViewId, sort: sort ?? defaultSort(name) }
  return { view: 'all', [of[1]!]: of[2]!, sort: sort ?? 'promise' } as Query
}

export function applyItem(next: Item): void {
  const item = learn(next)
  for (const { query, state } of lists.values()) {
    if (!state.loaded) continue
    state.ids = place(
      state.ids, item, fits(item, query), compare(query.sort), (id) => known.get(id), state.next !== null,
    )
  }
}
onFact((fact) => fact.item && applyItem(fact.item))
onResync(() => {
  for (const list of lists.values()) if (list.state.loaded) void list.reload()
})
