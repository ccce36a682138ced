import { createApp, nextTick } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Detail } from '@/api'
import { elsewhere, type DraftText } from '@/state/drafts'
import Composer from './Composer.vue'

let bring: (draft: DraftText | null) => void = () => {}
vi.mock('@/state/drafts', async (original) => ({
  ...(await original<typeof import('@/state/drafts')>()),
  loadDraft: () => new Promise((resolve) => (bring = resolve)),
  keepDraft: () => {},
}))
vi.mock('@/live', async (original) => ({ ...(await original<typeof import('@/live')>()), present: () => {} }))

const opened = { id: '7', detail: null, messages: [], loaded: true, problem: null, pageOf: new Map(), lastPage: '', fresh: [] }
const detail = { id: '7', state: 'open', contact: { id: '1', name: 'Amara Okafor', email: 'amara@post.example' } } as unknown as Detail
const kept: DraftText = { kind: 'reply', html: '<p>Half an answer</p>', text: 'Half an answer', attachments: [] }

let box: HTMLElement
const local = 'makegood.draft..7'
afterEach(() => (localStorage.clear(), elsewhere.clear()))
const mounted = () => {
  box = document.createElement('div')
  createApp(Composer, { opened, detail }).mount(box)
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
