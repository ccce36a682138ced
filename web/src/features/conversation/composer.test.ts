import { createApp, nextTick, reactive, type App } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Detail, Message } from '@/api'
import { elsewhere, type DraftText } from '@/state/drafts'
import { outbox } from '@/state/outbox'
import { overtaken, returned } from '@/state/sending'
import Composer from './Composer.vue'

let bring: (draft: DraftText | null) => void = () => {}
vi.mock('@/state/drafts', async (original) => ({
  ...(await original<typeof import('@/state/drafts')>()),
  loadDraft: () => new Promise((resolve) => (bring = resolve)),
  keepDraft: () => {},
}))
vi.mock('@/live', async (original) => ({ ...(await original<typeof import('@/live')>()), present: () => {} }))

const opened = reactive({ id: '7', detail: null, messages: [] as Message[], loaded: true, problem: null, pageOf: new Map(), lastPage: '', fresh: [] })
const detail = { id: '7', state: 'open', contact: { id: '1', name: 'Amara Okafor', email: 'amara@post.example' } } as unknown as Detail
const kept: DraftText = { kind: 'reply', html: '<p>Half an answer</p>', text: 'Half an answer', attachments: [] }

let box: HTMLElement
let apps: App[] = []
const local = 'makegood.draft..7'
afterEach(() => {
  for (const app of apps) app.unmount()
  apps = []
  for (const map of [elsewhere, overtaken, returned]) map.clear()
  localStorage.clear()
  opened.messages = []
})
const mounted = () => {
  box = document.createElement('div')
  apps.push(createApp(Composer, { opened, detail }))
  apps.at(-1)!.mount(box)
}
beforeEach(mounted)
const isReady = () => !box.querySelector<HTMLButtonElement>('button.send')!.disabled
const pressed = () => box.querySelector('.to [aria-pressed=true]')!.textContent
const note = () => box.querySelectorAll<HTMLButtonElement>('.to button')[1]!

test('a draft of a note is a note again', async () => {
  expect(pressed()).toContain('Reply')
  bring({ ...kept, kind: 'note' })
  await nextTick()
  await nextTick()
  expect(pressed()).toContain('Note')
})
test('whoever has asked for a note stays in the note when the draft comes', async () => {
  note().click()
  bring(kept)
  await nextTick()
  await nextTick()
  expect(pressed()).toBe(note().textContent)
  expect(pressed()).toContain('Note')
})
test('the words that stand in this browser are there before the server has answered', async () => {
  localStorage.setItem(local, JSON.stringify(kept))
  mounted()
  await nextTick()
  expect(isReady()).toBe(true)
})
test('words that were sent elsewhere meanwhile are not offered to be sent again', async () => {
  localStorage.setItem(local, JSON.stringify({ ...kept, state: 'kept' }))
  mounted()
  await nextTick()
  expect(isReady()).toBe(true)
  bring(null)
  await nextTick()
  await nextTick()
  expect(isReady()).toBe(false)
})
test('what another tab has sent leaves this one, but not what was written here alone', async () => {
  localStorage.setItem(local, JSON.stringify(kept))
  mounted()
  await nextTick()
  elsewhere.set('7', { was: kept.text, now: { ...kept, text: 'Something else', state: 'gone' } })
  await nextTick()
  expect(isReady()).toBe(true)
  elsewhere.set('7', { was: kept.text, now: { ...kept, text: `${kept.text} and the rest`, state: 'gone' } })
  await nextTick()
  expect(isReady()).toBe(false)
})
test('what another tab writes is shown where nothing was written', async () => {
  elsewhere.set('7', { was: '', now: { ...kept, state: 'here' } })
  await nextTick()
  await nextTick()
  expect(isReady()).toBe(true)
})

const said = (id: string) => ({ id, kind: 'customer', at: `2026-11-20T10:${id}:00Z`, author: { id: '1', name: 'Amara' }, text: `words ${id}` }) as Message
const sendButton = () => box.querySelector<HTMLButtonElement>('button.send')!
/** What the sent answer says it rests on. */
async function sent(click: HTMLElement): Promise<string | null | undefined> {
  const add = vi.spyOn(outbox, 'add')
  vi.spyOn(outbox, 'flush').mockResolvedValue()
  click.click()
  await nextTick()
  const body = add.mock.calls.at(-1)?.[2]
  vi.restoreAllMocks()
  outbox.clear()
  return body?.seen
}
async function begunAt41(): Promise<void> {
  opened.messages = [said('41')]
  localStorage.setItem(local, JSON.stringify({ ...kept, seen: '41' }))
  mounted()
  opened.messages.push(said('42'))
  await nextTick()
}
test('an answer rests on what stood there when it was begun, though newer words are shown', async () => {
  await begunAt41()
  expect(await sent(sendButton())).toBe('41')
})
test('words that came back rest on what they rested on', async () => {
  opened.messages = [said('41'), said('42')]
  returned.set('7', { ...kept, seen: '41' })
  await nextTick()
  expect(await sent(sendButton())).toBe('41')
})
test('whoever was shown what is new and sends, or goes on writing, has seen it', async () => {
  await begunAt41()
  overtaken.set('7', '41')
  await nextTick()
  expect(box.querySelector('.over blockquote')!.textContent).toBe('words 42')
  expect(await sent(box.querySelector('.over .btn2')!)).toBe('42')

  await begunAt41()
  overtaken.set('7', '41')
  await nextTick()
  box.querySelector<HTMLButtonElement>('.over .btn3')!.click()
  opened.messages.push(said('43'))
  await nextTick()
  expect(box.querySelector('.over')).toBeNull()
  expect(await sent(sendButton())).toBe('42')
})
