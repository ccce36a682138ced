import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { api, Problem, type Draft } from '@/api'
import { draftState, elsewhere, forgetDrafts, keepDraft, dropDraft, loadDraft, localDraft, settle, type LocalDraft } from './drafts'
import { session } from './session'

const S0 = '2026-11-20T15:00:00.000Z'
const S1 = '2026-11-20T15:01:00.000Z'
const words = (text: string) => ({ kind: 'reply' as const, html: `<p>${text}</p>`, text, attachments: [] })
const there = (text: string, updated_at: string | null = S1): Draft => ({ ...words(text), updated_at }) as Draft
const nothing = there('', null)
const REST = 1_300
const stored = () => localStorage.getItem('makegood.draft.7.c1')

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(S1) })
  localStorage.clear()
  forgetDrafts()
  session.now = { agent: { id: '7', name: 'Tomas', email: '', role: 'agent' } } as never
})
afterEach(() => vi.useRealTimers())

describe('of the words here and on the server', () => {
  const here = (text: string, more: Partial<LocalDraft> = {}): LocalDraft => ({ ...words(text), state: 'here', since: S0, ...more })
  test.each<[string, LocalDraft | null, Draft, string | null]>([
    ['those that are nowhere else count', here('new'), there('old', S0), 'new'],
    ['those that another device added count', here('old', { state: 'kept' }), there('new'), 'new'],
    ['those that the server dropped are gone', here('old', { state: 'kept' }), nothing, null],
    ['those that it never had are not', here('new'), nothing, 'new'],
    ['the only ones count', null, there('new'), 'new'],
    ['none stay none', null, nothing, null],
    ['those that went on from the others count', here('Hello Ana'), there('Hello'), 'Hello Ana'],
    ['both count where each has its own', here('mine'), there('theirs'), 'mine\n\ntheirs'],
    ['both count where nothing is known of their order', here('mine', { state: undefined, since: undefined }), there('theirs'), 'mine\n\ntheirs'],
    ['those that were sent stay gone', here('sent', { state: 'gone' }), there('sent', S0), null],
    ['those that were sent stay gone though the server wrote them down later', here('sent words', { state: 'gone' }), there('sent'), null],
    ['those that were written elsewhere since come', here('sent', { state: 'gone' }), there('next'), 'next'],
  ])('%s', (_name, local, server, text) => expect(settle(local, server)?.text ?? null).toBe(text))
  test.each<[string, LocalDraft, Draft]>([
    ['here', here('mine and more', { seen: '41' }), there('mine', S0)],
    ['on the other device', here('mine', { seen: '41', state: 'kept' }), there('mine and more')],
    ['on both', here('mine', { seen: '41' }), there('theirs')],
  ])('those that went on %s rest on what they rested on', (_where, local, server) => expect(settle(local, server)?.seen).toBe('41'))
  test('a note does not become a reply by being joined to one', () => {
    expect(settle(here('mine'), { ...there('among us'), kind: 'note' })?.kind).toBe('note')
  })
})

test.each([-300_000, 300_000])('a clock that is %i ms off loses no word on opening', async (off) => {
  vi.setSystemTime(Date.parse(S1) + off)
  vi.spyOn(api, 'keepDraft').mockResolvedValue(there('first'))
  keepDraft('c1', words('first'))
  await vi.advanceTimersByTimeAsync(REST)
  keepDraft('c1', words('first and more'))
  vi.spyOn(api, 'draft').mockResolvedValue(there('first'))
  expect((await loadDraft('c1'))?.text).toBe('first and more')

  keepDraft('c1', words('all'))
  vi.spyOn(api, 'keepDraft').mockResolvedValue(there('all'))
  await vi.advanceTimersByTimeAsync(REST)
  vi.spyOn(api, 'draft').mockResolvedValue(there('from the other device', '2026-11-20T15:01:01.000Z'))
  expect((await loadDraft('c1'))?.text).toBe('from the other device')
})
test('what was sent on another device does not come back to be sent again', async () => {
  vi.spyOn(api, 'keepDraft').mockResolvedValue(there('words'))
  keepDraft('c1', words('words'))
  await vi.advanceTimersByTimeAsync(REST)
  expect(localDraft('c1')?.state).toBe('kept')
  vi.spyOn(api, 'draft').mockResolvedValue(nothing)
  expect(await loadDraft('c1')).toBeNull()
  expect(stored()).toBeNull()
})
test('what was sent while the line was down does not come back to be sent again', async () => {
  vi.spyOn(api, 'keepDraft').mockResolvedValue(there('words'))
  keepDraft('c1', words('words'))
  await vi.advanceTimersByTimeAsync(REST)
  vi.spyOn(api, 'dropDraft').mockRejectedValue(new Problem(0, 'no_answer', ''))
  await dropDraft('c1', words('words'))
  expect(localDraft('c1')).toBeNull()

  vi.spyOn(api, 'draft').mockResolvedValue(there('words'))
  const dropped = vi.spyOn(api, 'dropDraft').mockResolvedValue(undefined as never)
  dropped.mockClear()
  expect(await loadDraft('c1')).toBeNull()
  await vi.advanceTimersByTimeAsync(0)
  expect(dropped).toHaveBeenCalledOnce()
  expect(stored()).toBeNull()
})
test('a draft is dropped after its last words were written down, never before', async () => {
  const order: string[] = []
  let answer = (_: Draft) => {}
  vi.spyOn(api, 'keepDraft').mockImplementation(() => new Promise<never>((done) => (answer = done as never)).then((d) => (order.push('kept'), d)))
  vi.spyOn(api, 'dropDraft').mockImplementation((async () => void order.push('dropped')) as never)
  keepDraft('c1', words('words'))
  await vi.advanceTimersByTimeAsync(REST)
  void dropDraft('c1')
  await vi.advanceTimersByTimeAsync(0)
  answer(there('words'))
  await vi.advanceTimersByTimeAsync(0)
  expect(order).toEqual(['kept', 'dropped'])
  expect(stored()).toBeNull()
})
test('what is written while the server answers is not taken for kept', async () => {
  let answer = (_: Draft) => {}
  vi.spyOn(api, 'keepDraft').mockImplementation(() => new Promise<never>((done) => (answer = done as never)))
  keepDraft('c1', words('first'))
  await vi.advanceTimersByTimeAsync(REST)
  keepDraft('c1', words('first and more'))
  answer(there('first'))
  await vi.advanceTimersByTimeAsync(0)
  expect(localDraft('c1')).toMatchObject({ text: 'first and more', state: 'here', since: S1 })
  expect(draftState.get('c1')).toBe('here')
})
test('an answer that comes after signing out leaves nothing behind', async () => {
  let answer = (_: Draft) => {}
  vi.spyOn(api, 'keepDraft').mockImplementation(() => new Promise<never>((done) => (answer = done as never)))
  keepDraft('c1', words('first'))
  await vi.advanceTimersByTimeAsync(REST)
  forgetDrafts()
  session.now = null
  answer(there('first'))
  await vi.advanceTimersByTimeAsync(0)
  keepDraft('c1', words('from a composer that is still there'))
  await vi.advanceTimersByTimeAsync(REST)
  expect(localStorage).toHaveLength(0)
  expect(api.keepDraft).toHaveBeenCalledOnce()
})

test('older words of this tab do not come after those of another one', async () => {
  const kept = vi.spyOn(api, 'keepDraft').mockResolvedValue(there(''))
  keepDraft('c1', words('mine'))
  const now = { ...words('mine and more'), state: 'here', edit: 'other' }
  const oldValue = stored()
  localStorage.setItem('makegood.draft.7.c1', JSON.stringify(now))
  dispatchEvent(new StorageEvent('storage', { key: 'makegood.draft.7.c1', oldValue, newValue: JSON.stringify(now) }))
  await vi.advanceTimersByTimeAsync(REST)
  expect(kept).not.toHaveBeenCalled()
  expect(elsewhere.get('c1')).toMatchObject({ was: 'mine', now: { text: 'mine and more' } })
  dispatchEvent(new StorageEvent('storage', { key: 'makegood.draft.8.c1', newValue: JSON.stringify({ ...now, text: 'of another agent' }) }))
  expect(elsewhere.get('c1')?.now.text).toBe('mine and more')
})
test('what a draft rests on is put away with it', () => {
  keepDraft('c1', { ...words('words'), seen: '41' })
  expect(localDraft('c1')?.seen).toBe('41')
})
