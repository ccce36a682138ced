// A draft is written down here at once and on the server a little later. The newer of the two wins on opening.
import { reactive } from 'vue'
import { api, Problem, type Draft, type Upload } from '@/api'
import type { Ending } from './ending'
import type { Chosen } from './recipients'
import { me } from './session'

export type Kind = 'reply' | 'note'
/** A draft that is there, with the time when it was written down. */
export type WrittenDraft = Draft & { updated_at: string; people?: Chosen; ending?: Ending }
/** Whom it goes to (once the agent has changed it) and how it ends are kept in this browser alone. */
export interface DraftText { kind: Kind; html: string; text: string; attachments: Upload[]; people?: Chosen; ending?: Ending }
export type DraftState = 'none' | 'here' | 'kept'

const SERVER_WAIT = 1_200
const timers = new Map<string, number>()
export const draftState = reactive(new Map<string, DraftState>())
/** Bumped when a draft is written or dropped, for the Drafts view. */
export const draftChanges = reactive({ n: 0 })

const key = (conversation: string) => `makegood.draft.${me.value.id}.${conversation}`
export const isEmpty = (d: DraftText) => d.text.trim() === '' && d.attachments.length === 0

export function localDraft(conversation: string): WrittenDraft | null {
  try {
    return JSON.parse(localStorage.getItem(key(conversation)) ?? 'null') as WrittenDraft | null
  } catch {
    return null
  }
}

export function newer(a: WrittenDraft | null, b: WrittenDraft | null): WrittenDraft | null {
  if (!a || !b) return a ?? b
  return Date.parse(a.updated_at) >= Date.parse(b.updated_at) ? a : b
}

/** The server answers an empty draft that was never written when there is none. */
const written = (draft: Draft): WrittenDraft | null =>
  draft.updated_at === null ? null : { ...draft, updated_at: draft.updated_at }

export async function loadDraft(conversation: string): Promise<WrittenDraft | null> {
  const here = localDraft(conversation)
  let there: WrittenDraft | null = null
  try {
    there = written(await api.draft(conversation))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
  const best = newer(here, there)
  if (best) draftState.set(conversation, best === there ? 'kept' : 'here')
  return best && { ...best, ...(here?.people && { people: here.people }), ...(here?.ending && { ending: here.ending }) }
}

export function keepDraft(conversation: string, draft: DraftText): void {
  clearTimeout(timers.get(conversation))
  if (isEmpty(draft)) return void dropDraft(conversation)
  try {
    localStorage.setItem(key(conversation), JSON.stringify({ ...draft, updated_at: new Date().toISOString() }))
  } catch {
    // This browser's room is full: the server still gets the draft a second later.
  }
  draftState.set(conversation, 'here')
  timers.set(conversation, window.setTimeout(() => void push(conversation, draft), SERVER_WAIT))
}

const keepThere = (conversation: string, { kind, html, text, attachments }: DraftText) =>
  api.keepDraft(conversation, { kind, html, text, attachments: attachments.map((a) => a.id) })

async function push(conversation: string, draft: DraftText): Promise<void> {
  timers.delete(conversation)
  try {
    await keepThere(conversation, draft)
    if (!timers.has(conversation) && localDraft(conversation)) draftState.set(conversation, 'kept')
    draftChanges.n++
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
}

export async function dropDraft(conversation: string): Promise<void> {
  clearTimeout(timers.get(conversation))
  timers.delete(conversation)
  const had = draftState.get(conversation) ?? 'none'
  localStorage.removeItem(key(conversation))
  draftState.set(conversation, 'none')
  if (had === 'none') return
  try {
    await api.dropDraft(conversation)
    draftChanges.n++
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
}

const localKeys = (): string[] => Object.keys(localStorage).filter((k) => k.startsWith(key('')))

/** Brings to the server what it has not yet; the number of drafts that did not get there. */
export async function handOverDrafts(): Promise<number> {
  const keys = localKeys()
  if (!keys.length) return 0
  const there = new Map((await api.drafts()).items.map((row) => [row.conversation.id, Date.parse(row.updated_at)]))
  let left = 0
  for (const conversation of keys.map((k) => k.slice(key('').length))) {
    const here = localDraft(conversation)
    if (!here || Date.parse(here.updated_at) <= (there.get(conversation) ?? 0)) continue
    try {
      await keepThere(conversation, here)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      // Refused for good (the person was erased): there is no place where the words could go.
      if (error.temporary) left++
    }
  }
  return left
}
export function forgetDrafts(): void {
  for (const timer of timers.values()) clearTimeout(timer)
  timers.clear()
  for (const one of localKeys()) localStorage.removeItem(one)
  draftState.clear()
}
