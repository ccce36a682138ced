// A draft is written down here at once and on the server a little later. Which of the two came later is told by the
// server's clock alone: this browser's may be wrong by any amount.
import { reactive } from 'vue'
import { api, Problem, uuid, type Draft, type Upload } from '@/api'
import type { Ending } from './ending'
import type { Chosen } from './recipients'
import { me } from './session'

export type Kind = 'reply' | 'note'
/**
 * Whom it goes to (once the agent has changed it), how it ends, and the newest message that was `seen` when it was
 * begun (begun.ts) are kept in this browser alone.
 */
export interface DraftText { kind: Kind; html: string; text: string; attachments: Upload[]; people?: Chosen; ending?: Ending; seen?: string }
/**
 * A draft as this browser has it. `kept`: the server has these very words; 'gone': they were sent or dropped, and the
 * server may not know. `since`: when the server wrote down what these words grew from. `edit` names the change.
 */
export interface LocalDraft extends DraftText { state?: 'here' | 'kept' | 'gone'; since?: string; edit?: string }
export type DraftState = 'none' | 'here' | 'kept'

const SERVER_WAIT = 1_200
const timers = new Map<string, number>()
/** What this page last heard of the server's draft, as `since`. */
const heard = new Map<string, string>()
const turns = new Map<string, Promise<unknown>>()
export const draftState = reactive(new Map<string, DraftState>())
/** What another tab of this browser made of a draft: the text that it `was` there and what stands here `now`. */
export const elsewhere = reactive(new Map<string, { was: string; now: LocalDraft }>())
/** Bumped when a draft is written or dropped, for the Drafts view. */
export const draftChanges = reactive({ n: 0 })

const PREFIX = 'makegood.draft.'
const key = (conversation: string) => `${PREFIX}${me.value.id}.${conversation}`
export const isEmpty = (d: DraftText) => d.text.trim() === '' && d.attachments.length === 0

function parsed(entry: string | null): LocalDraft | null {
  try {
    return JSON.parse(entry ?? 'null') as LocalDraft | null
  } catch {
    return null
  }
}
const read = (conversation: string) => parsed(localStorage.getItem(key(conversation)))
function write(conversation: string, draft: LocalDraft): void {
  try {
    localStorage.setItem(key(conversation), JSON.stringify(draft))
  } catch {
    // This browser's room is full: the server still gets the draft a second later.
  }
}
/** The words that stand here and may be shown. */
export function localDraft(conversation: string): LocalDraft | null {
  const here = read(conversation)
  return here?.state === 'gone' ? null : here
}

/** What is asked of the server about one conversation arrives in the order in which it was asked. */
function inTurn<T>(conversation: string, ask: () => Promise<T>): Promise<T> {
  const mine = (turns.get(conversation) ?? Promise.resolve()).then(ask, ask)
  turns.set(conversation, mine)
  return mine
}

/** The words of two places, none lost: one alone where it begins with the other, else one after the other. */
export function both<T extends DraftText>(here: T, there: DraftText): T {
  const attachments = [...here.attachments, ...there.attachments.filter((a) => !here.attachments.some((b) => b.id === a.id))]
  if (here.text.startsWith(there.text)) return { ...here, attachments }
  if (there.text.startsWith(here.text)) return { ...here, html: there.html, text: there.text, attachments }
  return {
    // A note that is joined to a reply stays among us.
    ...here, kind: here.kind === there.kind ? here.kind : 'note', attachments,
    html: here.html && there.html ? here.html + there.html : '', text: `${here.text}\n\n${there.text}`,
  }
}

/** Which words count: those that grew from the others; where the browser and the server each have their own, both. */
export function settle(here: LocalDraft | null, there: Draft): LocalDraft | null {
  const at = there.updated_at
  if (at === null) return here?.state === 'kept' || here?.state === 'gone' ? null : here
  const kept: LocalDraft = { kind: there.kind, html: there.html, text: there.text, attachments: there.attachments, state: 'kept', since: at }
  if (!here) return kept
  const isNews = here.since === undefined || Date.parse(at) > Date.parse(here.since)
  if (here.state === 'gone') return isNews && !here.text.startsWith(there.text) ? kept : null
  if (!isNews) return here
  if (here.state === 'kept') return { ...kept, ...(here.people && { people: here.people }), ...(here.ending && { ending: here.ending }), ...(here.seen && { seen: here.seen }) }
  return { ...both(here, kept), state: 'here', since: at }
}

export async function loadDraft(conversation: string): Promise<LocalDraft | null> {
  const agent = me.value.id
  let best: LocalDraft | null
  try {
    const there = await inTurn(conversation, () => api.draft(conversation))
    if (me.value.id !== agent) return null
    // Read now: something may have been written meanwhile.
    const here = read(conversation)
    best = settle(here, there)
    if (there.updated_at !== null) heard.set(conversation, there.updated_at)
    if (here?.state === 'gone' && !best) void dropDraft(conversation)
    else if (here && !best) localStorage.removeItem(key(conversation))
    // The server has something else, or nothing, of what stands here: it gets it.
    if (best?.state !== 'kept' && best) keepDraft(conversation, best)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    best = localDraft(conversation)
  }
  if (best) draftState.set(conversation, best.state === 'kept' ? 'kept' : 'here')
  return best
}

export function keepDraft(conversation: string, draft: DraftText): void {
  clearTimeout(timers.get(conversation))
  // A composer that is still on the screen while its agent signs out.
  if (!me.value.id) return
  if (isEmpty(draft)) return void dropDraft(conversation)
  const { kind, html, text, attachments, people, ending, seen } = draft
  const local: LocalDraft = {
    kind, html, text, attachments, people, ending, seen, state: 'here', edit: uuid(),
    since: heard.get(conversation) ?? read(conversation)?.since,
  }
  write(conversation, local)
  draftState.set(conversation, 'here')
  timers.set(conversation, window.setTimeout(() => void push(conversation, local), SERVER_WAIT))
}

const keepThere = (conversation: string, { kind, html, text, attachments }: DraftText) =>
  api.keepDraft(conversation, { kind, html, text, attachments: attachments.map((a) => a.id) })

/** Has the server write it down, and notes here that it did, unless something was written meanwhile. */
async function hand(conversation: string, draft: LocalDraft): Promise<void> {
  const agent = me.value.id
  const { updated_at } = await inTurn(conversation, () => keepThere(conversation, draft))
  if (me.value.id !== agent || !updated_at) return
  heard.set(conversation, updated_at)
  const now = read(conversation)
  if (!now) return
  const same = now.state !== 'gone' && now.edit === draft.edit
  write(conversation, { ...now, since: updated_at, ...(same && { state: 'kept' }) })
  if (same) draftState.set(conversation, 'kept')
}

async function push(conversation: string, draft: LocalDraft): Promise<void> {
  timers.delete(conversation)
  try {
    await hand(conversation, draft)
    draftChanges.n++
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
}

/** `words`: what was in the composer, which may never have been written down here. */
export async function dropDraft(conversation: string, words?: DraftText): Promise<void> {
  clearTimeout(timers.get(conversation))
  timers.delete(conversation)
  const had = read(conversation)
  if ((draftState.get(conversation) ?? 'none') === 'none' && !had) return
  draftState.set(conversation, 'none')
  // Until the server is known to have dropped it, too, it must neither come back nor be sent again.
  write(conversation, {
    kind: 'reply', html: '', text: words?.text ?? had?.text ?? '', attachments: [], state: 'gone',
    since: heard.get(conversation) ?? had?.since,
  })
  try {
    await inTurn(conversation, () => api.dropDraft(conversation))
    heard.delete(conversation)
    draftChanges.n++
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (error.temporary || error.status === 401) return
  }
  if (read(conversation)?.state === 'gone') localStorage.removeItem(key(conversation))
}

const localKeys = (): string[] => Object.keys(localStorage).filter((k) => k.startsWith(key('')))

/** What signing out takes away: drafts whose words stay behind (`lost`), and those that lose what was chosen for them. */
export interface Left { lost: number; chosen: number }
const hasChoice = (d: DraftText) => d.kind === 'reply' && (!!d.people || (!!d.ending && (d.ending.end !== 'update' || !d.ending.preset)))

/** Brings to the server what it has not yet. */
export async function handOverDrafts(): Promise<Left> {
  const left: Left = { lost: 0, chosen: 0 }
  for (const conversation of localKeys().map((k) => k.slice(key('').length))) {
    clearTimeout(timers.get(conversation))
    timers.delete(conversation)
    try {
      if (await handOver(conversation)) left.chosen++
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      // There is no place any more where the words could go.
      if (error.status !== 404 && error.code !== 'person_erased') left.lost++
    }
  }
  return left
}
/** Whether something was chosen that only this browser keeps. */
async function handOver(conversation: string): Promise<boolean> {
  const here = read(conversation)
  if (here?.state === 'gone') await dropDraft(conversation)
  if (!here || here.state === 'gone') return false
  if (here.state === 'kept') return hasChoice(here)
  const best = settle(here, await inTurn(conversation, () => api.draft(conversation)))
  if (!best) return false
  write(conversation, best)
  await hand(conversation, best)
  return hasChoice(best)
}
export function forgetDrafts(): void {
  for (const timer of timers.values()) clearTimeout(timer)
  timers.clear()
  heard.clear()
  // With those that an earlier version wrote down for nobody.
  for (const one of Object.keys(localStorage)) if (one.startsWith(key('')) || one.startsWith(`${PREFIX}.`)) localStorage.removeItem(one)
  draftState.clear()
}

addEventListener('storage', (event) => {
  if (!me.value.id || !event.key?.startsWith(key(''))) return
  const conversation = event.key.slice(key('').length)
  const now = parsed(event.newValue)
  if (!now) return
  if (now.since) heard.set(conversation, now.since)
  // That tab brings its words to the server; older ones of this tab must not come after them.
  const before = parsed(event.oldValue)
  if (before?.edit !== now.edit) {
    clearTimeout(timers.get(conversation))
    timers.delete(conversation)
  }
  draftState.set(conversation, now.state === 'gone' ? 'none' : now.state ?? 'here')
  elsewhere.set(conversation, { was: before?.text ?? '', now })
})
