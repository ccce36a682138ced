// One open conversation: its head, its messages, what happens to it while it is read.
import { reactive } from 'vue'
import { api, Problem, type Detail, type Message } from '@/api'
import { onFact, onResync } from '@/live'
import { applyItem, learn } from './list'

export interface Opened {
  id: string
  detail: Detail | null
  messages: Message[]
  loaded: boolean
  problem: Problem | null
  /** The page (by its cursor, '' for the first) on which each message came. */
  pageOf: Map<string, string>
  lastPage: string
  /** Messages that came while the reader had it open; told by the screen reader's live region. */
  fresh: string[]
}

const CACHE = 24
const cache = new Map<string, Opened>()
const busy = new Map<string, Set<string>>()

/** Order by time, then by the server's order; a message that came again replaces its older self. */
export function merge(old: Message[], page: Message[]): Message[] {
  const byId = new Map(old.map((m) => [m.id, m]))
  for (const m of page) byId.set(m.id, m)
  return [...byId.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

/** Ids are numbers in the order in which messages came in; they may be too long for a number of JavaScript. */
export const isLater = (id: string, than: string): boolean => (id.length === than.length ? id > than : id.length > than.length)
/** The newest message that was read here. Not the last by time: a held reply gets its time when it goes out. */
export const newest = (messages: Message[]): string | undefined =>
  messages.reduce<string | undefined>((top, m) => (top === undefined || isLater(m.id, top) ? m.id : top), undefined)
/** What others have written that `seen` does not cover, as the server counts it; in the order of arrival. */
export const news = (messages: Message[], seen: string, me: string): Message[] =>
  messages
    .filter((m) => isLater(m.id, seen) && ((m.kind === 'customer' && !m.automatic) || (m.kind === 'reply' && m.author.id !== me)))
    .sort((a, b) => (isLater(a.id, b.id) ? 1 : -1))

async function readPages(opened: Opened, from: string): Promise<void> {
  let cursor = from
  for (;;) {
    const page = await api.messages(opened.id, cursor || undefined)
    const unseen = page.items.filter((m) => !opened.pageOf.has(m.id))
    if (opened.loaded) opened.fresh.push(...unseen.map((m) => m.id))
    for (const m of page.items) opened.pageOf.set(m.id, cursor)
    opened.messages = merge(opened.messages, page.items)
    opened.lastPage = cursor
    if (!page.next) return
    cursor = page.next
  }
}

async function readDetail(opened: Opened): Promise<void> {
  const detail = await api.conversation(opened.id)
  opened.detail = detail
  learn(detail)
}

/** Reads the head and the pages that `pages` names; calls while one is under way are joined into one more. */
async function refresh(opened: Opened, page: string): Promise<void> {
  const asked = busy.get(opened.id)
  if (asked) return void asked.add(page)
  const todo = new Set([page])
  busy.set(opened.id, todo)
  try {
    while (todo.size) {
      const cursors = [...todo]
      todo.clear()
      await Promise.all([readDetail(opened), ...cursors.map((c) => readPages(opened, c))])
    }
    opened.loaded = true
    opened.problem = null
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    opened.problem = error
  } finally {
    busy.delete(opened.id)
  }
}

export function open(id: string): Opened {
  let opened = cache.get(id)
  if (!opened) {
    opened = reactive<Opened>({
      id, detail: null, messages: [], loaded: false, problem: null, pageOf: new Map(), lastPage: '', fresh: [],
    })
  }
  cache.delete(id)
  cache.set(id, opened)
  if (cache.size > CACHE) cache.delete(cache.keys().next().value!)
  opened.fresh = []
  void refresh(opened, opened.lastPage)
  return opened
}
export const reread = (opened: Opened) => refresh(opened, opened.lastPage)
/** Every page that was read: words may have gone from any of them. */
export async function rereadAll(opened: Opened): Promise<void> {
  await Promise.all([...new Set(['', ...opened.pageOf.values()])].map((page) => refresh(opened, page)))
}
export const forgetConversations = () => cache.clear()

export function putMessage(conversation: string, message: Message): void {
  const opened = cache.get(conversation)
  if (!opened) return
  if (!opened.pageOf.has(message.id)) opened.pageOf.set(message.id, opened.lastPage)
  opened.messages = merge(opened.messages, [message])
}
export function dropMessage(conversation: string, message: string): void {
  const opened = cache.get(conversation)
  if (!opened) return
  opened.pageOf.delete(message)
  opened.messages = opened.messages.filter((m) => m.id !== message)
}

export async function change(id: string, body: Parameters<typeof api.change>[1]): Promise<void> {
  const next = await api.change(id, body)
  applyItem(next)
  const opened = cache.get(id)
  if (opened?.detail) opened.detail = { ...opened.detail, ...next }
}

onFact((fact) => {
  const opened = fact.conversation ? cache.get(fact.conversation) : undefined
  if (!opened) return
  if (fact.item && opened.detail) opened.detail = { ...opened.detail, ...fact.item }
  if (fact.fact === 'reply_withdrawn' && fact.message) dropMessage(opened.id, fact.message)
  if (fact.fact === 'person_erased') return void rereadAll(opened)
  // '' is the first page's cursor, so only "not known" falls back to the last page.
  const page = fact.message ? opened.pageOf.get(fact.message) : undefined
  void refresh(opened, page ?? opened.lastPage)
})
onResync(() => {
  const last = [...cache.values()].pop()
  for (const id of [...cache.keys()]) if (id !== last?.id) cache.delete(id)
  if (last) void refresh(last, '')
})
